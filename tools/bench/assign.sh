#!/bin/sh
# assign.sh - tools: is the assignment what GLPK finds, and how long does it take?
#
#   assign.sh BUILD    BUILD/tools/bench/assign (ninja bench-tools), glpsol (package glpk-utils)
#
# Each layer as a linear program of its own; count * 10^8 + score must be the same to the last digit.
set -eu
assign=$1/tools/bench/assign
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0

compare() { # PEOPLE TEAMMATES CAPACITY SEED
    "$assign" "$@" >"$work/plan"
    for layer in owners back-ups; do
        if [ $layer = owners ]; then at=8; else at=12; fi
        mine=$(awk -v at=$at '{ printf "%.0f", $at * 100000000 + $(at + 2) }' "$work/plan")
        "$assign" "$@" --lp $layer >"$work/lp"
        glpsol --lp "$work/lp" -w "$work/out" >"$work/log"
        want=$(awk '$1 == "s" { printf "%.0f", $NF }' "$work/out")
        same=same
        if [ "$mine" != "$want" ]; then same=DIFFERS bad=1; fi
        echo "$* $layer: kith $mine, glpk $want: $same"
    done
}

for seed in 1 2 3; do
    compare 60 12 4 $seed
    compare 400 30 12 $seed
    compare 400 30 30 $seed
done
for size in "400 30 12" "4000 80 60" "20000 200 10" "20000 200 100" "20000 200 150" "20000 200 250"; do
    "$assign" $size
done
exit $bad
