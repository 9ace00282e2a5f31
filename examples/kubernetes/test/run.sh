#!/bin/sh
# run.sh - examples/kubernetes: do invented records become the tables and figures they should?
#
#   run.sh KITH            TAP on stdout
#   ACCEPT=1 run.sh KITH   rewrites expected/; review the diff
set -u
kith=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset KITH_DB
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

echo 1..5
"$here/../tables" "$here/data" "$work"
same "people are tagged by the elections they vote or stand in" "$here/expected/people.csv" "$work/people.csv"
same "work and proposals become evidence" "$here/expected/evidence.csv" "$work/evidence.csv"

cp "$here/data/reach-2019.csv" "$work"
awk -f "$here/../csv.awk" -f "$here/../score.awk" -v data="$here/data" -v tables="$work" </dev/null \
    >"$work/score.txt"
same "measures are compared with the ballots" "$here/expected/score.txt" "$work/score.txt"

cd "$work" || exit 1
"$kith" import people.csv evidence.csv --json >import.json 2>&1
tr ',{' '\n\n' <import.json | grep -E '"(read|kept|merged|dropped)":' >import.txt
same "kith reads both tables whole" "$here/expected/import.txt" "$work/import.txt"
KITH_TRUTH=$here/data "$here/../bench-truth" "$kith" >bench.txt 2>&1
same "the bench runs from records to figures" "$here/expected/bench.txt" "$work/bench.txt"
exit $bad
