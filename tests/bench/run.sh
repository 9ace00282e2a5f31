#!/bin/sh
# run.sh - tests: is the page of proofs made of what the measuring scripts print?
#
#   tests/bench/run.sh KITH      TAP on stdout
#
# From made data: a college of two communities, each heeding people of its own, the larger one more
# often; a few doctors. All other data are missing, and must be named so.
set -u
here=$(cd "$(dirname "$0")" && pwd -P)
. "$here/../tap.sh"
kith=$(realpath "$1")
build=$(dirname "$kith")
proof=$here/../../tools/bench/proof.py
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null; then
    echo "1..0 # SKIP python3 is not here"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset KITH_DB KITH_TRUTH
KITH_DATA=$work/data
export KITH_DATA
mkdir -p "$KITH_DATA/truth/college" "$KITH_DATA/truth/doctors"

# Community 1 is 1 to 40, 2 is 101 to 160; each member writes to the first 12 of their own, by lot.
awk 'function lot(n) { seed = seed * 16807 % 2147483647; return int(seed / 2147483647 * n) }
BEGIN {
    seed = 1
    for (t = 0; t < 3000; t++) {
        two = lot(5) > 1
        first = two ? 101 : 1
        from = first + lot(two ? 60 : 40)
        to = first + lot(12)
        if (from != to) print from, to, 1080000000 + t * 3600
    }
}' >"$KITH_DATA/truth/college/CollegeMsg.txt"
printf '"ego","alter","w"\n"1002","1001",1\n"1003","1001",1\n"2002","2001",2\n' \
    >"$KITH_DATA/truth/doctors/medInnovations.ties.csv"
printf '"id","toa"\n"1001",1\n"1002",2\n"1003",3\n"2001",1\n"2002",18\n' \
    >"$KITH_DATA/truth/doctors/medInnovations.adoption.csv"

page() { # OUT
    "$proof" "$build" -o "$1" elections networks doctors 2>"$work/err" || cat "$work/err"
}
has() { # TEXT of the page
    grep -qF -- "$1" "$work/page.md" || echo "the page lacks: $1"
}

echo 1..6
page "$work/page.md" >"$work/out"
tell "what is here becomes a section with its question, split and seed" \
    "$(cat "$work/out"; has '## Messages of a college'; has '2 audiences of 40 to 60'; has 'Seed: 1.')"
tell "what is missing is named" "$(has 'kubernetes: not here: truth/kubernetes'
    has 'chat: not here: truth/lean-chat/messages-to-2022.csv'
    has 'newsletter: not here: truth/rust/newsletter-links.csv')"
# Nearly all who are heeded most are of the larger community: nobody of the other heeds them.
gain=$(sed -n 's/^| community 2 | 40 | 2 .* | \(-*[0-9.]*\) ([^|]*) |$/\1/p' "$work/page.md")
tell "each audience has its own figures: in the smaller one kith is far ahead of in-degree" \
    "$(awk -v g="$gain" 'BEGIN { if (g < 0.4) print "it is ahead by " g }')"
tell "the doctors' sentence is the program's own" "$(has 'of 3 arcs those who can move others')"
figure=$(sed -n 's/^| kith | \(0\.[0-9]*\|1.000\) (.*/\1/p' "$work/page.md" | head -n 1)
other=$("$here/../../tools/bench/networks.py" "$build" college |
    sed -n 's/^college, 5 % of the buyers shown, mean.*, kith: NDCG@20 \([0-9.]*\) .*/\1/p')
tell "a figure on the page is the script's" "$([ -n "$figure" ] && [ "$figure" = "$other" ] || echo "$figure, $other")"
page "$work/again.md" >"$work/out"
tell "the same data give the same page" "$(cmp "$work/page.md" "$work/again.md" 2>&1)"
exit "$bad"
