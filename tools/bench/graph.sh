#!/bin/sh
# graph.sh - tools: how fast is the engine, and how does its work grow? `make bench-graph` runs it.
#
#   tools/bench/graph.sh BUILD
#
# Makes R-MAT graphs (16 arcs a node, seed 1; BENCH_SCALES, "16 18 20 22") under BUILD/bench/graph,
# reads real ones from KITH_DATA (../shared/data) where it is there, and prints, each figure the
# median of BENCH_RUNS (3) runs:
#
#   machine   bytes copied and random reads a second, in this same run
#   text      seconds from text to the packed form, both ways; MB of text a second of processor time;
#             beside `cat` of the same file into a pipe
#   choose    50 seeds, weighted cascade, epsilon 0.1, one thread: seconds by phase, members of sets
#             a second (beside a third of the random reads from 64 MiB: each member is about three),
#             peak memory, and what 5 bytes an arc and 40 a node would be
#   rank      PageRank on all threads: milliseconds a sweep, arcs a second beside random reads
#   spread    runs a second of those seeds on all threads
#
# The last table is the growth: between two sizes, the power of the arcs by which a figure grows.
set -eu
cd "$(dirname "$0")/../.."
build=$1
runs=${BENCH_RUNS:-3}
scales=${BENCH_SCALES:-16 18 20 22}
data=${KITH_DATA:-../shared/data}
ninja --quiet -C "$build" bench-tools kith
bin=$build/tools/bench
kith=$build/kith
place=$build/bench/graph
mkdir -p "$place"
place=$(cd "$place" && pwd)

say() { echo "bench-graph: $*" >&2; }
median() { sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
calc() { awk "BEGIN { printf \"$1\", $2 }"; }
field() { # $1 a key of JSON on standard input
    { tr -d ' \n' && echo; } | sed -n "s/.*\"$1\":\([-0-9.e+]*\).*/\1/p"
}
limit() { awk -v k="$1" '$1 == k { print $2 }' "$place/machine"; }
# Runs $1 times; what measure writes stands in $place/log.
timed() {
    rm -f "$place/log"
    times=$1
    shift
    while [ "$times" -gt 0 ]; do
        "$bin/measure" "$place/log" "$@" >"$place/out" 2>"$place/err" || {
            cat "$place/err" >&2
            say "failed: $*"
            exit 1
        }
        cat "$place/out" >>"$place/outs"
        times=$((times - 1))
    done
}
wall() { cut -d ' ' -f 1 "$place/log" | median; }
cpu() { awk '{ print $2 + $3 }' "$place/log" | median; }
peak() { cut -d ' ' -f 4 "$place/log" | median; }

# $1 graph, then names and figures: those of one size stand in $place/grown.
grown() {
    graph=$1
    shift
    while [ $# -gt 1 ]; do
        echo "$graph $1 $2" >>"$place/grown"
        shift 2
    done
}

bench_text() { # $1 name
    size=$(wc -c <"$place/$1.txt")
    # shellcheck disable=SC2016 # for the inner shell
    timed "$runs" sh -c 'cat "$0" | wc -c' "$place/$1.txt"
    cat_s=$(wall)
    timed "$runs" "$kith" graph pack "$place/$1.txt" "$place/$1.kith" --threads 1
    one=$(cpu)
    timed "$runs" "$kith" graph pack "$place/$1.txt" "$place/$1.kith"
    nodes=$("$kith" graph rank "$place/$1.kith" -n 1 --json | field nodes)
    arcs=$("$kith" graph rank "$place/$1.kith" -n 1 --json | field arcs)
    printf '%-8s %9s %10s %8.1f %8.3f %8.3f %8.0f %8.3f %7.1f\n' "$1" "$nodes" "$arcs" \
        "$(calc %.1f "$size / 1e6")" "$one" "$(wall)" "$(calc %.0f "$size / 1e6 / $one")" "$cat_s" "$(peak)"
    grown "$1" arcs "$arcs" text_cpu_s "$one" text_MiB "$(peak)"
}

bench_choose() { # $1 name
    rm -f "$place/load" "$place/sample" "$place/select"
    i=0
    rm -f "$place/log"
    while [ "$i" -lt "$runs" ]; do
        "$bin/measure" "$place/log" "$kith" graph choose "$place/$1.kith" -k 50 --model wc \
            --epsilon 0.1 --threads 1 --json >"$place/out"
        for part in load sample select; do
            field "$part" <"$place/out" >>"$place/$part"
        done
        i=$((i + 1))
    done
    load=$(median <"$place/load")
    sample=$(median <"$place/sample")
    entries=$(field members <"$place/out")
    room=$(calc %.1f "($(field arcs <"$place/size-$1") * 5 + $(field nodes <"$place/size-$1") * 40) / 1048576")
    printf '%-8s %8.4f %8.4f %8.4f %8.4f %9s %10s %8.1f %6.2f %8.1f %8.1f %8.1f\n' "$1" "$(cpu)" "$load" \
        "$sample" "$(median <"$place/select")" "$(field samples <"$place/out")" "$entries" \
        "$(calc %.1f "$entries / $sample / 1e6")" "$(calc %.2f "$entries / $sample / ($(limit gather_64MiB_1t_s) / 3)")" \
        "$(peak)" "$room" "$(field spread <"$place/out")"
    grown "$1" choose_cpu_s "$(cpu)" choose_MiB "$(peak)"
}

bench_rank() { # $1 name
    rm -f "$place/sweep"
    timed "$runs" "$kith" graph rank "$place/$1.kith" -n 1 --json
    sweeps=$(field sweeps <"$place/out")
    seconds=$(wall)
    arcs=$(field arcs <"$place/out")
    threads=$(nproc)
    printf '%-8s %8.3f %7s %9.2f %8.2f %6.2f %8.1f\n' "$1" "$seconds" "$sweeps" \
        "$(calc %.2f "$seconds / $sweeps * 1000")" "$(calc %.2f "$arcs * $sweeps / $seconds / 1e9")" \
        "$(calc %.2f "$arcs * $sweeps / $seconds / $(limit "gather_1MiB_${threads}t_s")")" "$(peak)"
    grown "$1" sweep_s "$(calc %.6f "$seconds / $sweeps")"
}

bench_spread() { # $1 name
    "$kith" graph choose "$place/$1.kith" -k 50 --epsilon 0.1 --csv | sed 1d | cut -d , -f 2 \
        >"$place/seeds"
    count=1024
    timed "$runs" "$kith" graph spread "$place/$1.kith" --seeds "$place/seeds" --runs "$count" --json
    printf '%-8s %8.3f %10.0f %10.1f %8.1f\n' "$1" "$(wall)" "$(calc %.0f "$count / $(wall)")" \
        "$(field spread <"$place/out")" "$(peak)"
    grown "$1" spread_s "$(wall)"
}

# A real list: $1 name, $2 file, $3 a sed program that prints "from to" of its lines.
real() {
    [ -f "$data/$2" ] || return 0
    sed -nE "$3" "$data/$2" >"$place/$1.txt"
    names="$names $1"
}

names=""
rm -f "$place/grown"
real messages truth/college/CollegeMsg.txt 's/^([0-9]+) ([0-9]+) .*/\1 \2/p'
real trust truth/trust-alpha/soc-sign-bitcoinalpha.csv 's/^([0-9]+),([0-9]+),.*/\1 \2/p'
real congress truth/congress-twitter/congress.edgelist p
for scale in $scales; do
    if [ ! -f "$place/r$scale.txt" ]; then
        say "making 2^$scale nodes"
        "$bin/gen_rmat" "$scale" 16 >"$place/r$scale.new"
        mv "$place/r$scale.new" "$place/r$scale.txt"
    fi
    names="$names r$scale"
done

model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
echo "machine: ${model:-$(uname -m)}, $(nproc) cores, load $(cut -d ' ' -f 1 /proc/loadavg); $("$kith" --version | head -n 1)"
"$bin/machine" | tee "$place/machine"
echo
echo "text to packed, both ways"
printf '%-8s %9s %10s %8s %8s %8s %8s %8s %7s\n' graph nodes arcs MB 'cpu s' 'wall s' MB/s/cpu 'cat s' MiB
for name in $names; do
    say "packing $name"
    bench_text "$name"
    "$kith" graph rank "$place/$name.kith" -n 1 --json >"$place/size-$name"
done
echo
echo "choose 50, wc, epsilon 0.1, one thread"
printf '%-8s %8s %8s %8s %8s %9s %10s %8s %6s %8s %8s %8s\n' graph 'cpu s' load sample select sets \
    members M/s limit MiB allowed spread
for name in $names; do
    say "choosing in $name"
    bench_choose "$name"
done
echo
echo "rank, all threads, to 1e-10"
printf '%-8s %8s %7s %9s %8s %6s %8s\n' graph 'wall s' sweeps ms/sweep Garcs/s limit MiB
for name in $names; do
    say "ranking $name"
    bench_rank "$name"
done
echo
echo "spread of those 50, all threads"
printf '%-8s %8s %10s %10s %8s\n' graph 'wall s' runs/s spread MiB
for name in $names; do
    say "spreading in $name"
    bench_spread "$name"
done
echo
echo "growth: figure ~ arcs^x between one size and the next"
awk '$1 ~ /^r[0-9]/ {
    if (!($1 in at)) { at[$1] = ++sizes; name[sizes] = $1 }
    if (!($2 in column)) { column[$2] = ++columns; title[columns] = $2 }
    v[at[$1], column[$2]] = $3
}
END {
    printf "%-10s", "graphs"
    for (c = 2; c <= columns; c++) printf " %13s", title[c]
    printf "\n"
    for (s = 2; s <= sizes; s++) {
        printf "%-10s", name[s - 1] "-" name[s]
        for (c = 2; c <= columns; c++) {
            arcs = log(v[s, 1] / v[s - 1, 1])
            known = (v[s - 1, c] > 0 && v[s, c] > 0)
            printf " %13s", (known ? sprintf("%.2f", log(v[s, c] / v[s - 1, c]) / arcs) : "-")
        }
        printf "\n"
    }
}' "$place/grown"
