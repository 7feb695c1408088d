#!/bin/sh
# Runs a long campaign of the test tools: ./campaign.sh NAME [--option=value...]
# Without a name: what there is. What the campaigns found: docs/guarantees.md.
# MVN names the Maven to use, "mvn -o" for one that stays offline.
set -eu
cd "$(dirname "$0")"

case ${1:-} in
  crashes) main=org.tarnlake.crash.process.KillCampaign ;;
  crowd) main=org.tarnlake.crash.process.CrowdCampaign ;;
  *)
    cat <<'END'
usage: ./campaign.sh NAME [--option=value...]
  crashes    kills writers at random moments    --kills=10000
  crowd      many writers and readers at once   --writers=6 --readers=4 --commits=1000
END
    exit 2
    ;;
esac
shift

${MVN:-mvn} -B -q -pl tarn-core test-compile dependency:build-classpath \
  -DincludeScope=test -Dmdep.outputFile=target/test-classpath.txt
exec java -ea -cp "tarn-core/target/test-classes:tarn-core/target/classes:$(cat tarn-core/target/test-classpath.txt)" \
  "$main" "$@"
