#!/bin/sh
# Runs a long campaign of the test tools: ./campaign.sh NAME [--option=value...]
# Without a name: what there is. What the campaigns found: docs/guarantees.md.
# MVN names the Maven to use, "mvn -o" for one that stays offline.
set -eu
cd "$(dirname "$0")"

module=tarn-core
also=
case ${1:-} in
  crashes) main=org.tarnlake.crash.process.KillCampaign ;;
  copies) main=org.tarnlake.crash.copy.CopyCampaign ;;
  damage) main=org.tarnlake.crash.damage.DamageCampaign ;;
  simulation) main=org.tarnlake.simulation.Campaign ;;
  crowd) main=org.tarnlake.crash.process.CrowdCampaign ;;
  fuzz) main=org.tarnlake.cli.FuzzCampaign module=tarn-cli also="-Pfuzz -pl tarn-core" ;;
  model) exec docs/model/check.sh ;;
  powercuts) main=org.tarnlake.crash.power.PowerCutCampaign ;;
  *)
    cat <<'END'
usage: ./campaign.sh NAME [--option=value...]
  crashes    kills writers at random moments    --kills=10000
  simulation seeds of the simulation            --seeds=1000000 --from=1, or one again: --seed=42
  copies     copies lakes while others write    --copies=200 --seed=1 --writers=live|stepwise
  damage     damages files of every kind        --cases=600 --seed=1
  crowd      many writers and readers at once   --writers=6 --readers=4 --commits=1000
  fuzz       garbage into every parser          --target=all --minutes=20
  model      every state of the commit's model; needs spin and gcc
  powercuts  shuts the file system down under writers; needs Linux and root
             --cuts=500 --filesystem=ext4|xfs
             --victim=tarn|tarn-without-folder-sync|sqlite|duckdb|h2|kernel|iceberg
END
    exit 2
    ;;
esac
shift

${MVN:-mvn} -B -q $also -pl $module test-compile dependency:build-classpath \
  -DincludeScope=test -Dmdep.outputFile=target/test-classpath.txt
for option in "$@"; do
  case $option in
    --victim=tarn*) ;;
    --victim=*)
      rm -rf tarn-bench/target/lib
      ${MVN:-mvn} -B -q -Pbench -pl tarn-core,tarn-bench -Dmaven.test.skip=true package
      set -- "$@" "--classpath=tarn-bench/target/classes:tarn-bench/target/lib/*"
      ;;
  esac
done
exec java -ea -cp "$module/target/test-classes:$module/target/classes:$(cat $module/target/test-classpath.txt)" \
  "$main" "$@"
