#!/bin/sh
# run.sh - tools: how fast is kith, against tools that do less? `make bench` runs it.
#
#   tools/bench/run.sh BUILD
#
# Prints the machine, then one table of ratios from this one run (machines are noisy: only ratios
# of one run mean something, and beside other work only those of processor time: "cpu"). Each figure
# is the median of BENCH_RUNS (3) runs, those of kith and of the other tool taking turns.
#
#   import   rows a second of an evidence table, against the sqlite3 shell importing the same file
#            into one table with the same two indexes and unique key
#   find     seconds and memory of one answer, the store's pages dropped from the cache before;
#            three sizes, once for a topic of one word in twenty and once for everything
#   feeds    bytes a second of processor time from a made feed to records (markup read, words not yet
#            indexed), against libxml2's reader merely walking the same bytes
#   git      commits a second from a clone to records, against git log writing the same text
#   mail     mails a second, against gmime merely parsing them; from $KITH_MAIL, else the demo's
#
# BENCH_ROWS (1000000) is the largest size. Data stay under BUILD/bench.
set -eu
cd "$(dirname "$0")/../.."
build=$1
runs=${BENCH_RUNS:-3}
rows_max=${BENCH_ROWS:-1000000}
ninja --quiet -C "$build" bench-tools kith
bin=$build/tools/bench
kith=$build/kith
place=$build/bench
mkdir -p "$place"
KITH_NOW=2026-06-01
export KITH_NOW

say() { echo "bench: $*" >&2; }
median() { cut -d ' ' -f "$2" "$1" | sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
cpu() { awk '{ print $2 + $3 }' "$1" >"$place/cpu" && median "$place/cpu" 1; } # user + system
div() { awk -v a="$1" -v b="$2" -v f="$3" 'BEGIN { printf f, a / b }'; }
line() { printf '%-34s %14s %14s %9s  %s\n' "$@"; }
# $1 log, the rest a command; a first word -c drops the file behind it from the cache.
timed() {
    if [ "$1" = -c ]; then cold="-c $2"; shift 2; else cold=""; fi
    log=$1
    shift
    # shellcheck disable=SC2086 # two words or none
    "$bin/measure" $cold "$log" "$@" >"$place/out" 2>"$place/err" || {
        cat "$place/err" >&2
        say "failed: $*"
        exit 1
    }
}
drop_store() { rm -f "$1" "$1-wal" "$1-shm" "$1-journal"; }

# $1 rows: makes the tables once.
tables() {
    [ -f "$place/$1/people.csv" ] && return
    say "making $1 rows of evidence"
    "$bin/gen_evidence" "$1" $(($1 / 10)) "$place/$1"
}

shell_import() { # $1 database $2 file: as the store does it, in one table
    cat >"$place/import.sql" <<SQL
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA cache_size = -65536;
CREATE TABLE evidence (at TEXT, verb TEXT, from_account TEXT, to_account TEXT, topic TEXT,
    UNIQUE (verb, from_account, to_account, at)) STRICT;
CREATE INDEX evidence_by_from ON evidence (from_account);
CREATE INDEX evidence_by_to ON evidence (to_account);
.import --csv --skip 1 $2 evidence
SQL
    timed "$place/shell.log" sqlite3 -bail "$1" ".read $place/import.sql"
}

bench_import() { # $1 rows $2 runs
    rm -f "$place/kith.log" "$place/shell.log"
    run=0
    while [ "$run" -lt "$2" ]; do
        say "import of $1 rows, run $((run + 1)) of $2"
        drop_store "$place/import.db"
        timed "$place/kith.log" "$kith" import --db "$place/import.db" "$place/$1/evidence.csv"
        drop_store "$place/shell.db"
        shell_import "$place/shell.db" "$place/$1/evidence.csv"
        run=$((run + 1))
    done
    drop_store "$place/shell.db"
    ours=$(div "$1" "$(median "$place/kith.log" 1)" %.0f)
    theirs=$(div "$1" "$(median "$place/shell.log" 1)" %.0f)
    line "import, $1 rows" "$ours rows/s" "$theirs rows/s" "$(div "$ours" "$theirs" %.2f)" \
        "sqlite3 shell; aim 0.5; cpu $(div "$(cpu "$place/shell.log")" "$(cpu "$place/kith.log")" %.2f); kith's peak $(median "$place/kith.log" 4) MiB"
}

bench_find() { # $1 rows
    db=$place/$1/kith.db
    if [ ! -f "$db" ]; then
        say "making the store of $1 rows"
        drop_store "$place/new.db"
        timed "$place/new.log" "$kith" import --db "$place/new.db" "$place/$1/evidence.csv" \
            "$place/$1/people.csv"
        timed "$place/new.log" "$kith" market add word --topic storage --audience tag:buyer \
            --db "$place/new.db"
        timed "$place/new.log" "$kith" market add all --topic '' --audience tag:buyer \
            --db "$place/new.db"
        mv "$place/new.db" "$db"
    fi
    for market in word all; do
        rm -f "$place/find.log"
        run=0
        while [ "$run" -lt "$runs" ]; do
            say "find in $1 rows, $market, run $((run + 1)) of $runs"
            timed -c "$db" "$place/find.log" "$kith" find "$market" --db "$db" --json
            run=$((run + 1))
        done
        line "find, $1 rows, topic: $market" "$(median "$place/find.log" 1) s" \
            "$(median "$place/find.log" 4) MiB" "" \
            "$(cut -d ' ' -f 5 "$place/find.log" | sort | uniq -c | tr -s ' \n' ' ')runs, cpu $(cpu "$place/find.log") s; aim 2 s, 600 MB at 1000000 rows"
    done
}

bench_feeds() {
    feed=$place/feed.xml
    [ -f "$feed" ] || "$bin/gen_feed" 20000 >"$feed"
    rm -f "$place/kith.log" "$place/xml.log"
    run=0
    while [ "$run" -lt "$runs" ]; do
        say "feeds, run $((run + 1)) of $runs"
        timed "$place/kith.log" "$bin/feed_read" "$feed"
        timed "$place/xml.log" "$bin/xml_only" "$feed"
        run=$((run + 1))
    done
    mb=$(($(wc -c <"$feed") / 1000000))
    ours=$(div "$mb" "$(cpu "$place/kith.log")" %.0f)
    theirs=$(div "$mb" "$(cpu "$place/xml.log")" %.0f)
    line "feeds, $mb MB" "$ours MB/cpu s" "$theirs MB/cpu s" "$(div "$ours" "$theirs" %.2f)" \
        "libxml2's reader only; aim 0.4; kith's peak $(median "$place/kith.log" 4) MiB"
}

bench_git() { # $1 commits
    repo=$place/git-$1
    [ -d "$repo" ] || tools/bench/gen_git.sh "$1" "$repo"
    rm -f "$place/kith.log" "$place/git.log"
    run=0
    while [ "$run" -lt "$runs" ]; do
        say "history of $1 commits, run $((run + 1)) of $runs"
        timed "$place/kith.log" "$bin/git_read" "$repo"
        timed "$place/git.log" git --git-dir="$repo" log -z --format='%H%n%P%n%an%n%ae%n%at%n%cn%n%ce%n%ct%n%B' main
        run=$((run + 1))
    done
    ours=$(div "$1" "$(median "$place/kith.log" 1)" %.0f)
    theirs=$(div "$1" "$(median "$place/git.log" 1)" %.0f)
    line "git, $1 commits" "$ours /s" "$theirs /s" "$(div "$ours" "$theirs" %.2f)" \
        "git log writing the same; aim 0.3; cpu with git's own $(div "$(cpu "$place/git.log")" "$(cpu "$place/kith.log")" %.2f); kith's peak $(median "$place/kith.log" 4) MiB"
}

bench_chats() {
    say "chats"
    "$bin/chat_read" "$runs" | while read -r kind mb unit records _ _ ours _ _ theirs _ _ ratio; do
        line "$kind, $mb $unit, $records records" "$ours MB/cpu s" "$theirs MB/cpu s" "$ratio" \
            "jansson alone on the same bytes; aim 0.4"
    done
}

bench_mail() {
    mail=${KITH_MAIL:-$build/demo/mail}
    if [ ! -d "$mail" ]; then
        echo "mail: skipped, for there is no $mail; run 'make demo' first, or name a folder of mails in KITH_MAIL"
        return
    fi
    rm -f "$place/kith.log" "$place/gmime.log"
    run=0
    while [ "$run" -lt "$runs" ]; do
        say "mail, run $((run + 1)) of $runs"
        drop_store "$place/import.db"
        timed "$place/kith.log" "$kith" import --db "$place/import.db" "$mail"
        timed "$place/gmime.log" "$bin/gmime_only" "$mail"
        run=$((run + 1))
    done
    mails=$(cut -d ' ' -f 1 "$place/out")
    ours=$(div "$mails" "$(median "$place/kith.log" 1)" %.0f)
    theirs=$(div "$mails" "$(median "$place/gmime.log" 1)" %.0f)
    line "import, $mails mails" "$ours mails/s" "$theirs mails/s" "$(div "$ours" "$theirs" %.2f)" \
        "gmime parsing only; aim 0.5; cpu $(div "$(cpu "$place/gmime.log")" "$(cpu "$place/kith.log")" %.2f); kith's peak $(median "$place/kith.log" 4) MiB"
}

model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
memory=$(awk '/MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo)
echo "machine: ${model:-$(uname -m)}, $(nproc) cores, $memory GiB, load $(cut -d ' ' -f 1 /proc/loadavg); $("$kith" --version | head -n 1); sqlite3 $(sqlite3 --version | cut -d ' ' -f 1)"
line measure kith other ratio remark
small=$((rows_max / 10))
tables "$small"
bench_import "$small" "$runs"
for rows in $((rows_max / 100)) "$small" "$rows_max"; do
    tables "$rows"
    bench_find "$rows"
done
bench_import "$rows_max" 1
bench_feeds
for commits in 5000 20000 80000; do bench_git "$commits"; done
bench_chats
bench_mail
tools/bench/forum.sh "$build"
drop_store "$place/import.db"
