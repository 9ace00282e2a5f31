#!/bin/sh
# forum.sh - tools: how fast are forums read, against the parsers alone? run.sh runs it.
#
#   tools/bench/forum.sh BUILD
#
# Bytes a second of processor time from a made dump of a site, of three sizes, to records, against
# libxml2's reader walking the same files; from made events of GitHub against jansson parsing the
# same lines. Kith's time holds all that makes records: markup, links, mentions; not the store.
# Median of BENCH_RUNS (3), taking turns.
set -eu
cd "$(dirname "$0")/../.."
build=$1
runs=${BENCH_RUNS:-3}
ninja --quiet -C "$build" bench-tools
bin=$build/tools/bench
place=$build/bench
mkdir -p "$place"

cpu() { awk '{ print $2 + $3 }' "$1" | sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
peak() { cut -d ' ' -f 4 "$1" | sort -g | tail -n 1; }
# $1 label $2 bytes $3 name of the other; logs kith.log, other.log
tell() {
    awk -v l="$1" -v b="$2" -v o="$(cpu "$place/other.log")" -v k="$(cpu "$place/kith.log")" -v n="$3" -v p="$(peak "$place/kith.log")" \
        'BEGIN { printf "%-34s %7.0f MB/cpu s %7.0f MB/cpu s %9.2f  %s; aim 0.4; kith'"'"'s peak %s MiB\n", l, b / 1e6 / k, b / 1e6 / o, o / k, n, p }'
}
turns() { # $1 kind $2 path $3 the other tool $4… its files
    kind=$1 path=$2 other=$3
    shift 3
    rm -f "$place/kith.log" "$place/other.log"
    run=0
    while [ "$run" -lt "$runs" ]; do
        "$bin/measure" "$place/kith.log" "$bin/forum_read" "$kind" "$path" >/dev/null
        "$bin/measure" "$place/other.log" "$bin/$other" "$@" >/dev/null
        run=$((run + 1))
    done
}

for posts in 2000 20000 100000; do
    dir=$place/dump-$posts
    [ -f "$dir/PostLinks.xml" ] || "$bin/gen_forum" dump "$posts" "$dir"
    turns stackexchange "$dir" xml_only "$dir"/*.xml
    bytes=$(cat "$dir"/*.xml | wc -c)
    tell "stackexchange, $posts posts" "$bytes" "libxml2's reader only"
done
for count in 5000 50000 200000; do
    file=$place/events-$count.jsonl
    [ -f "$file" ] || "$bin/gen_forum" events "$count" >"$file"
    turns github-events "$file" json_only "$file"
    tell "github-events, $count events" "$(wc -c <"$file")" "jansson only"
done
