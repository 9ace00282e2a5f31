#!/bin/sh
# run.sh - tests: is the module with the libraries of others found where it may be, and only there?
#
#   run.sh KITH MODULE OTHER NET HTTP [GRAPH]   OTHER: a module of another version; NET: what
#                                               fetches; HTTP: that which serves pages; GRAPH:
#                                               that of communities, if it was built
#
# Copies of the program stand alone, beside its module, beside something else, and as installed.
set -u
here=$(cd "$(dirname "$0")" && pwd -P)
kith=$(realpath "$1")
module=$(realpath "$2")
other=$(realpath "$3")
net=$(realpath "$4")
http=$(realpath "$5")
graph=${6:+$(realpath "$6")}
build=$(dirname "$kith")
work=$(cd "$(mktemp -d)" && pwd -P)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export KITH_NOW=2026-06-01T00:00:00Z LC_ALL=C.UTF-8
unset KITH_DB LD_LIBRARY_PATH

echo "1..18"
# shellcheck source=SCRIPTDIR/../tap.sh
. "$here/../tap.sh"

printf 'From: Jane <jane@x.org>\nDate: Thu, 22 Aug 2002 12:36:23 +0000\nSubject: x\n\nHello.\n' >a.eml
printf '<rss version="2.0"><channel><title>T</title><item><title>A</title></item></channel></rss>' >a.xml
printf 'name,email\nJane,jane@x.org\n' >a.csv

# $1 directory of the program, $2 what stderr must say: is a mail refused so, and nothing kept?
refused() {
    rm -f store.db
    "$1/kith" import a.eml --db store.db >told 2>&1
    [ $? = 1 ] || return 1
    grep -qF "$2" told && grep -q 'nothing imported' told || { sed 's/^/# /' told; return 1; }
    [ "$("$1/kith" export docs --db store.db 2>/dev/null | grep -c jane)" = 0 ]
}
# $1 program: does it read a mail, a feed and a table?
reads() {
    rm -f store.db
    "$1" import a.eml a.xml a.csv --db store.db >told 2>&1 || { sed 's/^/# /' told; return 1; }
}
place() { # NAME [FILE]: a copy of the program, FILE as its module
    mkdir "$1" && cp "$kith" "$1/kith" && { [ $# = 1 ] || cp "$2" "$1/kith-listen.so"; }
}

LD_TRACE_LOADED_OBJECTS=1 "$kith" | grep -E 'gmime|glib|curl|igraph|hunspell|microhttpd' | sed 's/^/# /' >heavy
cat heavy
[ ! -s heavy ]
tell "the program starts without the libraries for mail, the net and graphs" $?

nm -D --defined-only "$module" | awk '$3 !~ /^_/ { print $3 }' >shown
[ "$(cat shown)" = kith_foreign ]
tell "the module shows one name" $?

nm -D --defined-only "$net" | awk '$3 !~ /^_/ { print $3 }' >shown
[ "$(cat shown)" = kith_net ]
tell "the module that fetches shows one name" $?

nm -D --defined-only "$http" | awk '$3 !~ /^_/ { print $3 }' >shown
[ "$(cat shown)" = kith_http ]
tell "the module that serves shows one name" $?

if [ "$graph" ]; then
    nm -D --defined-only "$graph" | awk '$3 !~ /^_/ { print $3 }' >shown
    [ "$(cat shown)" = kith_leiden ]
fi
tell "the module of communities shows one name, or was not built" $?

place beside "$module"
reads beside/kith
tell "a module beside the program is loaded" $?

place alone
refused alone "a.eml: mail, feeds and archives cannot be read, there is neither $work/alone/kith-listen.so nor "
tell "without a module mail is refused, and the sentence says where it was looked for" $?

"$work/alone/kith" import http://127.0.0.1:9/ --db alone.db >told 2>&1
[ $? = 1 ] && ! [ -e alone.db ] &&
    grep -qF "nothing can be fetched, there is neither $work/alone/kith-net.so nor " told
tell "without the module that fetches nothing is, and the sentence says where it was looked for" $?

printf '1 2\n2 3\n1 3\n' >arcs.txt
"$work/alone/kith" graph communities arcs.txt >told 2>&1
[ $? = 1 ] && if [ "$graph" ]; then
    grep -qF "communities cannot be found, there is neither $work/alone/kith-graph.so nor " told
else
    grep -qF "communities cannot be found, this kith was built without igraph" told
fi
tell "without the module of communities there are none, and the sentence says why" $?
"$work/alone/kith" graph rank arcs.txt >told 2>&1 && {
    [ ! "$graph" ] || { cp "$graph" "$work/alone/kith-graph.so" &&
        "$work/alone/kith" graph communities arcs.txt >told 2>&1; }
}
tell "graphs are ranked without it, and parted with it" $?

cp "$net" "$work/alone/kith-net.so"
"$work/alone/kith" import http://127.0.0.1:9/ --db alone.db >told 2>&1
[ $? = 1 ] && grep -qF "its address 127.0.0.1 is loopback" told
tell "beside the program it is loaded" $?

"$work/alone/kith" import a.csv --db alone.db >told 2>&1
tell "without a module tables are read" $?

(cp "$module" kith-listen.so && LD_LIBRARY_PATH=$work && export LD_LIBRARY_PATH &&
    refused alone "there is neither")
tell "the current directory and LD_LIBRARY_PATH name no module" $?
rm -f kith-listen.so

place version "$other"
refused version "a.eml: mail, feeds and archives cannot be read, $work/version/kith-listen.so is not the one of kith "
tell "a module of another version is refused" $?

echo "no module" >text
place damaged text
refused damaged "a.eml: mail, feeds and archives cannot be read, $work/damaged/kith-listen.so does not load ("
tell "a module that is none is refused" $?

place open "$module"
chmod o+w open/kith-listen.so
refused open "belongs to somebody else than kith or everybody may write to it"
tell "a module that everybody may write to is refused" $?

meson install -C "$build" --no-rebuild --quiet --destdir "$work/installed" >told 2>&1 ||
    sed 's/^/# /' told
program=$(find installed -type f -name kith -path '*/bin/*')
[ "$program" ] && reads "$program"
tell "an installed tree reads mail, wherever it is put" $?

mv installed moved && reads "moved${program#installed}"
tell "and when it is moved" $?
exit $bad
