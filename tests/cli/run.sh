#!/bin/sh
# run.sh - tests: does the command line answer as it did?
#
#   run.sh KITH            every folder beside this file that holds a `cmd`; TAP on stdout
#   ACCEPT=1 run.sh KITH   rewrites what is expected; review the diff
#
# A case is cmd (sh, run in a fresh directory that holds a copy of the folder's `in`, if any) and the
# stdout, stderr and exit it gives; `needs` names a module without which it is skipped. Clock, language and colours are fixed; the directory's own name
# is written as @DIR@, figures are kept to four places. Also here: docs/verbs.md and docs/limits.md
# are what kith itself says.
set -u
kith=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd -P)
docs=$here/../../docs
accept=${ACCEPT:-}
work=$(mktemp -d)
work=$(cd "$work" && pwd -P)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$kith" "$work/bin/kith"

export PATH="$work/bin:$PATH" LC_ALL=C.UTF-8 TZ=Pacific/Auckland NO_COLOR=1 TERM=dumb
export KITH_NOW=2026-06-01T00:00:00Z
unset KITH_DB COLUMNS ACCEPT

set -- "$here"/*/cmd
count=$(($# + 2))
echo "1..$count"
n=0 bad=0

tell() { # NAME OK?
    n=$((n + 1))
    if [ "$2" = yes ]; then echo "ok $n - $1"; else echo "not ok $n - $1"; bad=1; fi
}

same() { # EXPECTED GOT: prints the difference, or accepts it
    if [ "$accept" ]; then
        if [ -s "$2" ]; then cp "$2" "$1"; else rm -f "$1"; fi
        return 0
    fi
    if [ -e "$1" ]; then diff -u "$1" "$2"; else diff -u /dev/null "$2"; fi >"$work/diff" && return 0
    sed 's/^/# /' "$work/diff"
    return 1
}

for cmd in "$@"; do
    case=$(dirname "$cmd")
    name=$(basename "$case")
    if [ -e "$case/needs" ] && ! [ -e "$(dirname "$kith")/$(cat "$case/needs")" ]; then
        n=$((n + 1))
        echo "ok $n - $name # SKIP $(cat "$case/needs") was not built"
        continue
    fi
    dir=$work/$name
    mkdir "$dir" "$dir.got"
    [ -d "$case/in" ] && cp -R "$case/in/." "$dir"
    (cd "$dir" && exec sh "$cmd") >"$dir.got/stdout" 2>"$dir.got/stderr" </dev/null
    code=$?
    [ $code = 0 ] || echo $code >"$dir.got/exit"
    [ -e "$dir.got/exit" ] || : >"$dir.got/exit"
    ok=yes
    for part in stdout stderr exit; do
        sed -E "s|$dir|@DIR@|g; s/([0-9]\.[0-9]{4})[0-9]+(e-?[0-9]+)?/\1/g" "$dir.got/$part" >"$dir.got/shown"
        same "$case/$part" "$dir.got/shown" || ok=no
    done
    tell "$name" $ok
    rm -rf "$dir" "$dir.got"
done

kith help --markdown >"$work/verbs"
if same "$docs/verbs.md" "$work/verbs"; then tell "docs/verbs.md is current" yes
else tell "docs/verbs.md is current (ACCEPT=1 rewrites it)" no; fi
kith help limits --markdown >"$work/limits"
if same "$docs/limits.md" "$work/limits"; then tell "docs/limits.md is current" yes
else tell "docs/limits.md is current (ACCEPT=1 rewrites it)" no; fi
exit $bad
