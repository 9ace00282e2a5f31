#!/bin/sh
# full-disk.sh - tests: does a full disk leave the store as before?
#
#   full-disk.sh KITH     TAP on stdout; skipped where no small disk may be mounted
#
# The same import on disks of several small sizes (tmpfs): it ends with exit 1 and a sentence, what
# is there is whole, and once there is room the import goes on to the export of an undisturbed one.
set -u
kith=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd -P)
work=$(mktemp -d)
disk=$work/disk
mkdir "$disk"
cleanup() { umount "$disk" 2>/dev/null; rm -rf "$work"; }
trap cleanup EXIT
if ! mount -t tmpfs -o size=1m kith-test "$disk" 2>/dev/null; then
    echo "1..0 # SKIP may not mount a small disk here; run as root to see a full one"
    exit 0
fi
cd "$work" || exit 1
export KITH_NOW=2026-06-01T00:00:00Z LC_ALL=C.UTF-8
unset KITH_DB
# shellcheck source=SCRIPTDIR/sources.sh
. "$here/sources.sh"
# shellcheck source=SCRIPTDIR/../tap.sh
. "$here/../tap.sh"


make_sources
"$kith" import in --db whole.db >/dev/null 2>&1
"$kith" export all --db whole.db >whole
sizes="200k 300k 450k 600k 1m 1500k 2m 3m"
echo "1..8"
for size in $sizes; do
    rm -f "$disk"/*
    mount -o "remount,size=$size" "$disk" || exit 1
    "$kith" import in --db "$disk/kith.db" >told 2>said
    code=$?
    ok=0
    [ $code = 1 ] || { ok=1; echo "# exit $code on a disk of $size"; }
    grep -q 'disk is full' said || { ok=1; sed 's/^/# said: /' said; }
    mount -o "remount,size=100m" "$disk" || exit 1
    if [ -s "$disk/kith.db" ]; then
        "$kith" doctor --db "$disk/kith.db" >told 2>&1 || { ok=1; sed 's/^/# doctor: /' told; }
    fi
    "$kith" import in --db "$disk/kith.db" >told 2>&1 || { ok=1; sed 's/^/# again: /' told; }
    "$kith" export all --db "$disk/kith.db" | cmp whole - || ok=1
    tell "a disk of $size: one sentence, whole, and the same once there is room" $ok
done
exit $bad
