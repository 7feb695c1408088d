#!/bin/sh
# Ceph's S3 server on this machine: one monitor, one disk in memory, one gateway. All that is written is in a folder, and
# all ends when the input of this script does. It needs root, as which packages are installed.
#
# usage: ceph.sh FOLDER MONITOR_PORT PORT ACCESS_KEY SECRET_KEY
set -e
folder=$1 monitor=v2:127.0.0.1:$2 port=$3
id=00000000-0000-4000-8000-000000000001

for command in ceph-mon ceph-osd ceph radosgw radosgw-admin; do
  if ! command -v $command > /dev/null; then
    echo "the profile ceph needs $command, of Debian's packages: apt-get install --no-install-recommends radosgw ceph-mon ceph-osd"
    exit 1
  fi
done

mkdir -p "$folder/mon" "$folder/osd" "$folder/run"
cat > "$folder/ceph.conf" << END
[global]
fsid = $id
mon initial members = a
mon host = $monitor
public addr = 127.0.0.1
keyring = $folder/keyring
run dir = $folder/run
crash dir = $folder/run
log file = $folder/\$name.log
mon cluster log file = $folder/cluster.log
admin socket =
pid file =
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon data avail crit = 1
mon data avail warn = 1
[mon.a]
mon data = $folder/mon
[osd.0]
osd data = $folder/osd
osd objectstore = memstore
memstore device bytes = 2147483648
[client.admin]
rgw frontends = beast endpoint=127.0.0.1:$port
rgw data = $folder/run
END
export CEPH_CONF="$folder/ceph.conf"

ceph-authtool --create-keyring "$folder/keyring" --gen-key -n mon. --cap mon 'allow *'
ceph-authtool "$folder/keyring" --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *'
ceph-authtool "$folder/keyring" --gen-key -n osd.0 --cap mon 'allow profile osd' --cap osd 'allow *'
monmaptool --create --add a $monitor --fsid $id "$folder/monmap"

daemons=
trap '[ -z "$daemons" ] || kill -9 $daemons' EXIT
trap 'exit 1' HUP INT TERM
ceph-mon -i a --mkfs --monmap "$folder/monmap"
ceph-mon -i a -f < /dev/null &
daemons="$daemons $!"
timeout 30 ceph osd new $id
ceph-osd -i 0 --mkfs --osd-uuid $id
ceph-osd -i 0 -f < /dev/null &
daemons="$daemons $!"
timeout 60 radosgw-admin user create --uid=tester --display-name=tester --access-key="$4" --secret="$5"
radosgw -n client.admin -f < /dev/null &
daemons="$daemons $!"
cat > /dev/null
