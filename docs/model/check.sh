#!/bin/sh
# Explores every state of the model: ./campaign.sh model
# First the protocol as it is, which must keep its promises; then broken in one place each, which must be found.
set -u
cd "$(dirname "$0")"
command -v spin >/dev/null && command -v gcc >/dev/null || {
  echo "model: spin and gcc are needed: apt-get install spin gcc" >&2
  exit 2
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# explore EXPECTED NAME FLAG...
explore() {
  expected=$1 name=$2
  shift 2
  cp tarn.pml "$work/tarn.pml"
  seen=$(cd "$work" && spin -a "$@" tarn.pml >spin.log 2>&1 &&
    gcc -O2 -w -DSAFETY -DCOLLAPSE -DMEMLIM=8000 -o pan pan.c && ./pan -m1000000 -E 2>&1)
  errors=$(echo "$seen" | sed -n 's/.*errors: \([0-9]*\).*/\1/p')
  states=$(echo "$seen" | sed -n 's/ *\([0-9.e+]*\) states, stored.*/\1/p')
  found=$(echo "$seen" | sed -n 's/pan:1: \(.*\) (at depth.*/\1/p')
  complete=yes
  echo "$seen" | grep -q "Search not completed\|max search depth\|out of memory" && complete=no
  if [ "$expected" = sound ] && [ "${errors:-x}" = 0 ] && [ $complete = yes ]; then
    echo "sound   $name: $states states, all promises kept"
  elif [ "$expected" = broken ] && [ "${errors:-0}" -gt 0 ]; then
    echo "found   $name: $found"
  else
    echo "FAILED  $name: expected $expected, errors ${errors:-unknown}, states ${states:-none}, complete $complete"
    failed=1
  fi
}

explore sound "two lost, late or unanswered puts" -DFAULTS=2 -DCRASHES=0 -DCUTS=0
explore sound "one of them, and a client dies" -DFAULTS=1 -DCRASHES=1 -DCUTS=0
explore sound "a client dies, and the power is cut" -DFAULTS=0 -DCRASHES=1 -DCUTS=1
explore sound "one fault, and the power is cut" -DFAULTS=1 -DCRASHES=0 -DCUTS=1

explore broken "a put without an answer is given up and cleaned up" -DBREAK_READ_BACK -DFAULTS=1 -DCRASHES=0 -DCUTS=0
explore broken "whatever stands there is mine" -DBREAK_WHOSE -DFAULTS=1 -DCRASHES=0 -DCUTS=0
explore broken "without an answer the next version is tried" -DBREAK_NEXT_VERSION -DFAULTS=1 -DCRASHES=0 -DCUTS=0
explore broken "no conflict check" -DBREAK_CONFLICT_CHECK -DFAULTS=0 -DCRASHES=0 -DCUTS=0
explore broken "a vector is not made anew at a rebase" -DBREAK_VECTOR -DFAULTS=0 -DCRASHES=0 -DCUTS=0
explore broken "an entry follows a state that was not checked" -DBREAK_BASE -DFAULTS=0 -DCRASHES=0 -DCUTS=0
explore broken "files of an unknown outcome are cleaned up" -DBREAK_CLEAN_UP -DFAULTS=2 -DCRASHES=0 -DCUTS=0
explore broken "published out of order" -DBREAK_ORDER -DFAULTS=0 -DCRASHES=0 -DCUTS=0
explore broken "a checkpoint ahead of publication" -DBREAK_CHECKPOINT -DFAULTS=0 -DCRASHES=0 -DCUTS=0
explore broken "the log's folder is not synced" -DBREAK_SYNC -DFAULTS=0 -DCRASHES=0 -DCUTS=1
explore broken "published before the entry is durable" -DBREAK_MAKE_DURABLE -DFAULTS=0 -DCRASHES=0 -DCUTS=1
exit $failed
