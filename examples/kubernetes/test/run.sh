#!/bin/sh
# run.sh - examples/kubernetes: do invented records become the tables and figures they should?
#
#   run.sh            TAP on stdout
#   ACCEPT=1 run.sh   rewrites expected/; review the diff
set -u
here=$(cd "$(dirname "$0")" && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
n=0 bad=0

same() { # NAME EXPECTED GOT
    n=$((n + 1))
    if [ "${ACCEPT:-}" ]; then cp "$3" "$2"; fi
    if diff -u "$2" "$3" >"$work/diff"; then
        echo "ok $n - $1"
    else
        bad=1
        sed 's/^/# /' "$work/diff"
        echo "not ok $n - $1"
    fi
}

echo 1..3
"$here/../tables" "$here/data" "$work"
same "people are tagged by the elections they vote or stand in" "$here/expected/people.csv" "$work/people.csv"
same "work and proposals become evidence" "$here/expected/evidence.csv" "$work/evidence.csv"

cp "$here/data/reach-2019.csv" "$work"
awk -f "$here/../csv.awk" -f "$here/../score.awk" -v data="$here/data" -v tables="$work" </dev/null \
    >"$work/score.txt"
same "measures are compared with the ballots" "$here/expected/score.txt" "$work/score.txt"
exit $bad
