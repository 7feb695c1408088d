#!/bin/sh
# Builds Tarn and its peers and runs benchmarks: ./bench.sh [NAME...] [--option=value...]
# All benchmarks if none is named. What they are and what they found: docs/benchmarks.md.
# MVN names the Maven to use, "mvn -o" for one that stays offline.
set -eu
cd "$(dirname "$0")"
rm -rf tarn-bench/target/lib tarn-bench/target/s3 tarn-bench/target/tarn
${MVN:-mvn} -B -q -Pbench -pl tarn-core,tarn-s3,tarn-bench -Dmaven.test.skip=true package
${MVN:-mvn} -B -q -pl tarn-core dependency:copy-dependencies -DincludeScope=runtime \
  -DoutputDirectory="$PWD/tarn-bench/target/tarn"
names=
for argument in "$@"; do
  case $argument in --*) ;; *) names="$names $argument" ;; esac
done
case "$names " in
" " | *" change "* | *" compact "* | *" writers "*) # their peer is Spark
  rm -rf tarn-bench-spark/target/lib
  ${MVN:-mvn} -B -q -Pbench,bench-spark -pl tarn-core,tarn-s3,tarn-bench,tarn-bench-spark -Dmaven.test.skip=true package ;;
esac
exec java -cp "tarn-bench/target/classes:tarn-bench/target/lib/*" org.tarnlake.bench.Main "$@"
