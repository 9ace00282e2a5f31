#!/bin/sh
# team.sh - examples: a made team and the people of its market, the same bytes every time
#
#   team.sh DIR [PEOPLE TEAMMATES BUYERS]    400 people, 30 teammates, 60 buyers
#
# Writes DIR/people.csv, DIR/evidence.csv and DIR/relationships.csv. See README.md beside this.
set -eu
[ $# -ge 1 ] || { echo "team.sh: want a directory to write to" >&2; exit 2; }
mkdir -p "$1"
LC_ALL=C awk -v dir="$1" -v people="${2:-400}" -v mates="${3:-30}" -v buyers="${4:-60}" '
function next_number(n) { state = (state * 16807) % 2147483647; return state % n }
# The first of n much oftener than the last.
function near_first(n,   x, y) { x = next_number(n); y = next_number(n); return int(x * y / n) }
function pick(list,   part, n) { n = split(list, part, " "); return part[1 + next_number(n)] }
# Surnames that nobody has, each once.
function name(i,   a, b, j) {
    split("Ada Ben Cleo Dag Eva Finn Gro Hal Ida Jon Kim Lea Max Nia Ole Pia Rex Sue Tom Una", a, " ")
    split("bar kel dom fin gus hav lip mot nek zur", b, " ")
    j = (i * 7919) % 10000
    return a[1 + i % 20] " " toupper(substr(b[1 + int(j / 1000)], 1, 1)) substr(b[1 + int(j / 1000)], 2) \
        b[1 + int(j / 100) % 10] b[1 + int(j / 10) % 10] b[1 + j % 10]
}
function day(i,   m, d) { m = 1 + next_number(12); d = 1 + next_number(28); return sprintf("2025-%02d-%02d", m, d) }
BEGIN {
    state = 4711
    file = dir "/people.csv"
    print "name,handles,org,country,tags,team,seniority,capacity,topics,languages,policy,training" > file
    for (i = 0; i < buyers; i++)
        printf "%s,forum:buyer%d,Customer %d,%s,buyer,,,,,,,\n", name(3000 + i), i, i % 25, pick("DE FR GB US") > file
    for (i = 0; i < people; i++)
        printf "%s,forum:person%d,Firm %d,%s,,,%s,,%s,%s,,\n", name(i), i, i % 90, pick("DE FR GB US"), \
            (i % 9 ? "" : 1 + next_number(5)), (i % 4 ? "" : pick("storage backup network cloud")), \
            (i % 3 ? "en" : pick("en de fr") "; en") > file
    for (i = 0; i < mates; i++)
        printf "%s,forum:mate%d,Initech,%s,teammate,%s,%d,%d,%s,%s,%s,%s\n", name(7000 + i), i, \
            pick("DE FR GB US"), pick("press analysts support sales product community research executive"), \
            1 + next_number(5), 2 + next_number(28), (i % 3 ? pick("storage backup network cloud") : ""), \
            (i % 5 ? "en" : "en; de"), (i % 15 == 7 ? "no" : "yes"), (i % 6 ? "yes" : "no") > file
    file = dir "/evidence.csv"
    print "at,verb,from,to,topic" > file
    for (i = 0; i < buyers * 12; i++)
        printf "%s,%s,forum:buyer%d,forum:person%d,storage\n", day(i), pick("named replied cited shared asked"), \
            next_number(buyers), near_first(people) > file
    for (i = 0; i < mates * 25; i++)
        printf "%s,%s,forum:mate%d,forum:person%d,storage\n", day(i), pick("replied shared met"), \
            near_first(mates), near_first(people) > file
    for (i = 0; i < mates * 10; i++)
        printf "%s,%s,forum:person%d,forum:mate%d,storage\n", day(i), pick("replied thanked"), \
            near_first(people), near_first(mates) > file
    for (i = 0; i < people; i++)
        printf "%s,replied,forum:person%d,forum:person%d,storage\n", day(i), i, near_first(people) > file
    file = dir "/relationships.csv"
    print "teammate,person,strength,confirmed,wanted,view" > file
    for (i = 0; i < mates * 4; i++)
        printf "forum:mate%d,forum:person%d,%d,%s,%s,%s\n", next_number(mates), near_first(people), \
            next_number(5), (i % 3 ? "" : next_number(4)), (i % 7 ? "" : "yes"), \
            (i % 11 ? "" : next_number(5) - 2) > file
}'
