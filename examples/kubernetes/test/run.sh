#!/bin/sh
# run.sh - examples/kubernetes: do invented records become the tables and figures they should?
#
#   run.sh KITH            TAP on stdout
#   ACCEPT=1 run.sh KITH   rewrites expected/; review the diff
set -u
kith=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd -P)
work=$(mktemp -d)
work=$(cd "$work" && pwd -P)
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

echo 1..6
"$here/../tables" "$here/data" "$work"
same "people are tagged by the elections they vote or stand in" "$here/expected/people.csv" "$work/people.csv"
same "work and proposals become evidence" "$here/expected/evidence.csv" "$work/evidence.csv"

cp "$here/data/reach-2019.csv" "$work"
awk -f "$here/../csv.awk" -f "$here/../score.awk" -v data="$here/data" -v tables="$work" </dev/null \
    >"$work/score.txt"
same "measures are compared with the ballots" "$here/expected/score.txt" "$work/score.txt"
cd "$work" || exit 1
"$kith" import people.csv evidence.csv --csv --quiet | cut -d, -f2- >import.csv
same "kith keeps every row of both tables" "$here/expected/import.csv" import.csv
{ "$kith" export people; "$kith" export evidence; } | sed "s|$work/||" | LC_ALL=C sort >kept.csv
same "quotes, commas and dates with zones arrive whole" "$here/expected/kept.csv" kept.csv
KITH_TRUTH=$here/data "$here/../bench-truth" "$kith" >bench.txt 2>&1
same "the bench goes from records to figures" "$here/expected/bench.txt" bench.txt
exit $bad
