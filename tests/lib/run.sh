#!/bin/sh
# run.sh - tests: is the library what its header says, and nothing else?
#
#   run.sh KITH LIBRARY ARCHIVE EXAMPLE HEADER EXAMPLE.c     TAP on stdout
#
# What it shows and needs; the header under several compilers and standards, alone; the example
# against the answers of the command line.
set -u
here=$(cd "$(dirname "$0")" && pwd -P)
kith=$(realpath "$1")
library=$(realpath "$2")
archive=$(realpath "$3")
example=$(realpath "$4")
header=$(realpath "$5")
source=$(realpath "$6")
build=$(dirname "$kith")
work=$(cd "$(mktemp -d)" && pwd -P)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export LC_ALL=C.UTF-8

echo "1..11"
# shellcheck source=SCRIPTDIR/../tap.sh
. "$here/../tap.sh"

nm -D --defined-only "$library" | awk '{ print $3 }' | sort >shown
grep -vE '^kith_[a-z_]+$' shown | sed 's/^/# /' >strange
cat strange
[ -s shown ] && ! [ -s strange ]
tell "the library shows nothing but kith_" $?

grep -oE 'kith_[a-z_]+\(' "$header" | tr -d '(' | sort -u | grep -vE '_init$' >promised
diff promised shown >differ 2>&1
same=$?
[ "$same" = 0 ] || sed 's/^/# /' differ
tell "every function of the header is there, and no other" $same

instrumented() {
    nm -D "$library" | grep -q '__asan_\|__ubsan_\|__tsan_\|__gcov_'
}
nm -g --defined-only "$archive" | awk 'NF == 3 { print $3 }' | sort >shown.static
if instrumented; then cp shown shown.static; fi # whose own names come with it
diff shown shown.static >differ
same=$?
sed 's/^/# /' differ
tell "the static library shows the same" $same

readelf -d "$library" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' |
    grep -vE '^(libc|libm|libz|libzstd|libpthread|libasan|libubsan|libgcc_s|ld-linux.*)\.so' |
    sed 's/^/# /' >heavy
cat heavy
[ ! -s heavy ]
tell "the library needs only libc, libm, libz and libzstd" $?

nm "$library" 2>/dev/null | awk '$2 ~ /^[bBC]$/ && $3 !~ /^(_|completed|__)/ { print "# " $3 }' >state
if instrumented; then : >state; fi
cat state
[ ! -s state ]
tell "the library keeps no state between calls" $?

dir=$(dirname "$header")
try() { # NAME COMPILER LANGUAGE STANDARD
    if ! command -v "$2" >/dev/null 2>&1; then
        n=$((n + 1))
        echo "ok $n - $1 # SKIP there is no $2"
        return
    fi
    "$2" -x "$3" "-std=$4" -I"$dir" -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror \
        -fsyntax-only alone 2>said
    code=$?
    sed 's/^/# /' said
    tell "$1" "$code"
}
cat >alone <<'END'
#include <kith.h>
int main(void)
{
    struct kith_choose_options o;
    struct kith_list l = {NULL, NULL, 0};
    kith_choose_options_init(&o);
    o.audience = l;
    o.model = KITH_MODEL_LT;
    return (int)(o.audience.count + (kith_version() == NULL));
}
END
try "the header compiles as C99" gcc c c99
try "the header compiles as C++11" g++ c++ c++11
try "the header compiles as C17 under clang" clang c c17

printf '# a list\n10 20\n10 30\n10 40\n20 30\n50 60\n50 10\n60 70\n70 50\n' >arcs.txt
i=0
while [ $i -lt 400 ]; do
    echo "$((i * 7 % 101)) $((i * i % 97 + 100))"
    i=$((i + 1))
done >>arcs.txt
"$example" arcs.txt 5 >got || echo "# the example failed"
number() { grep -oE "\"$1\":[0-9.e+-]*" | head -n 1 | cut -d: -f2 | xargs printf '%.6f'; }
{
    "$kith" graph choose arcs.txt -k 5 --json >choose.json
    ids=$(sed -n 's/.*"seeds":\[\([0-9,]*\)\].*/\1/p' choose.json)
    echo "seeds $(echo "$ids" | tr , ' ')"
    echo "spread $(number spread <choose.json)"
    echo "guarantee $(number guarantee <choose.json)"
    echo "$ids" | tr , '\n' >seeds.txt
    head -n 1 seeds.txt >first.txt
    "$kith" graph spread arcs.txt --seeds seeds.txt --json >all.json
    "$kith" graph spread arcs.txt --seeds first.txt --json >first.json
    echo "moved $(number spread <all.json), by the first alone $(number spread <first.json)"
    echo "rank$("$kith" graph rank arcs.txt -n 3 --csv | tr -d '\r' | awk -F, '
        $1 ~ /^[123]$/ { printf " %s %.6f", $2, $3 }')"
} >want
diff want got >differ
same=$?
sed 's/^/# /' differ
tell "the example says what the command line says" $same

# As installed: found by pkg-config, compiled from its source, linked and run.
cc=${CC:-cc}
mkdir shared static
cp "$library" shared/libkith.so.0 && ln -s libkith.so.0 shared/libkith.so && cp "$archive" static
# $1 directory whose libkith is linked, $2 more for pkg-config
build() {
    # shellcheck disable=SC2046,SC2086 # the flags are words
    sed "s|^prefix=.*|prefix=$work|; s|^libdir=.*|libdir=$work/$1|;
        s|^includedir=.*|includedir=$dir|" "$build/meson-private/kith.pc" >"$1/kith.pc" &&
        "$cc" "$source" -o "$1/mine" $(PKG_CONFIG_PATH=$1 pkg-config $2 --cflags --libs kith) 2>said &&
        LD_LIBRARY_PATH=$1 "$1/mine" arcs.txt 5 >mine.got && cmp -s mine.got got
    code=$?
    sed 's/^/# /' said
    tell "a program is built by the pkg-config file $3" "$code"
}
if instrumented || ! command -v pkg-config >/dev/null 2>&1; then
    for how in shared static; do
        n=$((n + 1))
        echo "ok $n - a program is built by the pkg-config file, $how # SKIP instrumented, or no pkg-config"
    done
else
    build shared "" "with the shared library"
    build static --static "with the static library"
fi
exit $bad
