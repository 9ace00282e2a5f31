#!/bin/sh
# assign.sh - tools: is the assignment what GLPK finds, and how long does it take?
#
#   assign.sh BUILD    BUILD/kith, BUILD/tools/bench/assign (ninja bench-tools), python3, glpsol
#                      (package glpk-utils)
#
# Each layer as a linear program of its own; count * 10^8 + score must be the same to the last digit.
set -eu
assign=$1/tools/bench/assign
kith=$1/kith
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

# The made team of examples/team, as `kith connect --pairs` scores it.
made_team() {
    here=$(cd "$(dirname "$0")/../.." && pwd -P)
    export KITH_DB="$work/team.db"
    "$here/examples/team/team.sh" "$work/made"
    "$kith" import "$work"/made/*.csv -q >"$work/log"
    "$kith" us --org Initech >"$work/log"
    "$kith" market add storage --topic storage >"$work/log"
    "$kith" connect storage -k 400 --pairs --csv >"$work/pairs"
    "$kith" connect storage -k 400 --json >"$work/json"
    python3 - "$work" <<'END'
import csv, json, sys
work = sys.argv[1]
plan = json.load(open(work + "/json"))
score = {(r["id"], r["teammate_id"]): int(r["score"])
         for r in csv.DictReader(open(work + "/pairs")) if r["score"]}
room = {t["id"]: t["capacity"] for t in plan["teammates"]}
owner = {r["id"]: r["owner_id"] for r in plan["rows"]}
def lp(name, pairs, room):
    x = {p: "x%d" % i for i, p in enumerate(sorted(pairs))}
    by = {}
    for p, t in x:
        by.setdefault(("p", p), []).append(x[p, t])
        by.setdefault(("t", t), []).append(x[p, t])
    with open(work + "/" + name, "w") as f:
        f.write("Maximize\n obj: " + "\n + ".join("%d %s" % (10**8 + pairs[k], x[k]) for k in x))
        f.write("\nSubject To\n")
        for (kind, who), names in by.items():
            f.write(" " + "\n + ".join(names) + "\n <= %d\n" % (1 if kind == "p" else room[who]))
        f.write("End\n")
lp("owners.lp", score, room)
left = dict(room)
for o in owner.values():
    if o: left[o] -= 1
lp("back-ups.lp", {k: v for k, v in score.items() if owner.get(k[0]) and owner[k[0]] != k[1]}, left)
with open(work + "/mine", "w") as f:
    f.write("%d %d\n" % (plan["owned"] * 10**8 + plan["owner_score"], plan["backed_up"] * 10**8 + plan["backup_score"]))
END
    for layer in owners back-ups; do
        glpsol --lp "$work/$layer.lp" -w "$work/out" >"$work/log"
        want=$(awk '$1 == "s" { printf "%.0f", $NF }' "$work/out")
        if [ $layer = owners ]; then mine=$(cut -d' ' -f1 "$work/mine"); else mine=$(cut -d' ' -f2 "$work/mine"); fi
        same=same
        if [ "$mine" != "$want" ]; then same=DIFFERS bad=1; fi
        echo "examples/team $layer: kith $mine, glpk $want: $same"
    done
}

made_team
for seed in 1 2 3; do
    compare 60 12 4 $seed
    compare 400 30 12 $seed
    compare 400 30 30 $seed
done
for size in "400 30 12" "4000 80 60" "20000 200 10" "20000 200 100" "20000 200 150" "20000 200 250"; do
    "$assign" $size
done
exit $bad
