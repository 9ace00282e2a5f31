#!/bin/sh
# run.sh - tests: does a kill at any moment leave the store as before or after?
#
#   run.sh KITH     $KITH_KILLS kills (15), on made-up sources; TAP on stdout
#
# An import that nobody disturbs gives the export to compare with. Then the same import is killed
# (SIGKILL) after a random part of the time it takes, started again until it ends, and looked at:
# doctor finds the store whole, and `export all` is the same, byte for byte.
set -u
kith=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd -P)
kills=${KITH_KILLS:-15}
seed=${SEED:-$$}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export KITH_NOW=2026-06-01T00:00:00Z LC_ALL=C.UTF-8
unset KITH_DB

# shellcheck source=SCRIPTDIR/sources.sh
. "$here/sources.sh"
# shellcheck source=SCRIPTDIR/../tap.sh
. "$here/../tap.sh"

draw() { # drawn: 0 .. $1 - 1, repeatable by SEED
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    drawn=$((seed / 65536 % $1))
}

now_ms() { echo $(($(date +%s%N) / 1000000)); }

make_sources
start=$(now_ms)
"$kith" import in --db whole.db >told 2>&1 || { sed 's/^/# /' told; echo "1..1"; echo "not ok 1 - an import that nobody disturbs"; exit 1; }
took=$(($(now_ms) - start))
"$kith" export all --db whole.db >whole || exit 1
echo "1..$((kills + 1))"
echo "# SEED=$seed; undisturbed: $took ms, $(wc -l <whole) lines of export"
landed=0
[ "$(wc -l <whole)" -gt 10000 ]; tell "the undisturbed import kept its rows" $?

for kill in $(seq "$kills"); do
    rm -f hurt.db hurt.db-wal hurt.db-shm
    draw $((took + 1))
    after=$drawn
    "$kith" import in --db hurt.db >told 2>&1 &
    pid=$!
    sleep "$(printf '%d.%03d' $((after / 1000)) $((after % 1000)))"
    kill -9 "$pid" 2>/dev/null && landed=$((landed + 1))
    wait "$pid" 2>/dev/null
    ok=0
    if [ -s hurt.db ]; then # it may have been killed before the store had a schema
        "$kith" doctor --db hurt.db >told 2>&1 || { ok=1; sed 's/^/# doctor: /' told; }
    fi
    "$kith" import in --db hurt.db >told 2>&1 || { ok=1; sed 's/^/# again: /' told; }
    "$kith" doctor --db hurt.db >told 2>&1 || { ok=1; sed 's/^/# doctor: /' told; }
    "$kith" export all --db hurt.db >hurt || ok=1
    cmp whole hurt >told 2>&1 || { ok=1; sed 's/^/# /' told; diff whole hurt | head -n 6 | cut -c1-300 | sed 's/^/# /'; }
    tell "killed after $after ms: whole, and the same once imported again" $ok
done 2>/dev/null
echo "# $landed of $kills kills landed before the import had ended"
exit $bad
