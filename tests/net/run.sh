#!/bin/sh
# run.sh - tests: does `kith listen` end well with servers of every kind, and leave the house alone?
#
#   run.sh KITH UNRULY PEAK     TAP on stdout; $NET_FEEDS: how many feeds (60), a multiple of 20
#
# nginx serves what is good, slow, unchanged, moved, gone, busy or no feed; unruly.c what is endless,
# dripping, circular, or leads to a file or a private address. All of it on loopback: 127.0.0.1 is
# allowed by name, 127.0.0.2 and ::1 are where nobody may come, and are counted.
set -u
here=$(cd "$(dirname "$0")" && pwd -P)
kith=$(realpath "$1")
unruly=$(realpath "$2")
peak=$(realpath "$3")
feeds=${NET_FEEDS:-60}
PATH=$PATH:/usr/sbin:/sbin
command -v nginx >/dev/null 2>&1 || { echo "1..0 # SKIP nginx is not here"; exit 0; }

work=$(cd "$(mktemp -d)" && pwd -P)
server="" web=""
clean() {
    [ "$web" ] && kill "$web" 2>/dev/null
    [ "$server" ] && kill "$server" 2>/dev/null
    wait 2>/dev/null
    rm -rf "$work"
}
trap clean EXIT
trap 'exit 1' INT TERM
cd "$work" || exit 1
export LC_ALL=C.UTF-8 NO_COLOR=1 TERM=dumb HOME="$work" TMPDIR="$work"
unset KITH_DB KITH_NOW COLUMNS http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
echo "machine 127.0.0.1 login jane password secret" >.netrc # never to be sent
limit_kib=204800
[ "${ASAN_OPTIONS:-}" ] && limit_kib=1048576 # the sanitizer's own memory

echo "1..20"
# shellcheck source=SCRIPTDIR/../tap.sh
. "$here/../tap.sh"

# ---- the servers ----

there() { # FILE: waits for it
    left=100
    until [ -s "$1" ] || [ $left = 0 ]; do
        sleep 0.1
        left=$((left - 1))
    done
    [ -s "$1" ]
}
open_house() {
    rm -f ports
    "$unruly" ports counts &
    server=$!
    there ports && read -r rude forbidden free <ports
}
close_house() {
    kill "$server"
    wait "$server" 2>/dev/null
    server=""
    read -r came visits secrets <counts
}
open_house || exit 1

mkdir -p www/feeds www/slow www/plain www/new www/kept www/tmp
feed() { # NAME GUID: one entry, its links on the feed's own site
    cat <<END
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>$1</title><link>http://$1.example/</link>
<item><title>What $1 says</title><guid>tag:$1,$2</guid><author>writer@$1.example (Writer of $1)</author>
<pubDate>Mon, 04 May 2026 10:00:00 GMT</pubDate><description>On fetching, see
&lt;a href="http://other.example/"&gt;elsewhere&lt;/a&gt;. $(printf '%2000s' '' | tr ' ' 'x')</description></item>
</channel></rss>
END
}
i=0
while [ $i -lt "$feeds" ]; do
    case $((i % 20)) in
    8) feed "n$i" 1 >"www/plain/$i.xml" ;;
    9) feed "n$i" 1 >"www/slow/$i.xml" ;;
    11) feed "n$i" 1 >"www/new/$i.xml" ;;
    19) feed "n$i" 1 >"www/kept/$i.xml" ;;
    [0-7]) feed "n$i" 1 >"www/feeds/$i.xml" ;;
    esac
    i=$((i + 1))
done
printf 'User-agent: *\nDisallow: /kept/\n' >www/robots.txt
printf '<!doctype html><title>Sorry</title><p>No feed here.\n' >www/sorry.html
printf '<!doctype html><title>Home</title><link rel="alternate" type="application/rss+xml" href="/feeds/0.xml">\n' \
    >www/index.html

cat >nginx.conf <<END
daemon off;
master_process off;
pid $work/nginx.pid;
error_log $work/error.log;
events { worker_connections 512; }
http {
    access_log $work/access.log;
    client_body_temp_path $work/www/tmp;
    proxy_temp_path $work/www/tmp;
    fastcgi_temp_path $work/www/tmp;
    uwsgi_temp_path $work/www/tmp;
    scgi_temp_path $work/www/tmp;
    types { application/rss+xml xml; text/html html; text/plain txt; }
    gzip on;
    gzip_types application/rss+xml;
    gzip_http_version 1.0;
    server {
        listen 127.0.0.1:$free;
        root $work/www;
        location /slow/ { gzip off; limit_rate 2k; }
        location /plain/ { etag off; if_modified_since off; add_header Last-Modified ""; }
        location /busy/ { add_header Retry-After 7200 always; return 429; }
        location /moved/ { rewrite ^/moved/(.*)\$ /new/\$1 permanent; }
        location /gone/ { return 410; }
        location /sorry/ { rewrite ^ /sorry.html; }
    }
}
END
nginx -e "$work/error.log" -p "$work" -c "$work/nginx.conf" 2>nginx.err &
web=$!
there nginx.pid || { cat nginx.err error.log; exit 1; }

# ---- the feeds: each on a site of its own, which all are 127.0.0.1 (RFC 6761) ----

i=0
while [ $i -lt "$feeds" ]; do
    good="http://n$i.localhost:$free" other="http://n$i.localhost:$rude"
    case $((i % 20)) in
    8) echo "$good/plain/$i.xml" ;;
    9) echo "$good/slow/$i.xml" ;;
    10) echo "$good/busy/$i.xml" ;;
    11) echo "$good/moved/$i.xml" ;;
    12) echo "$other/endless/$i" ;;
    13) echo "$other/self/$i" ;;
    14) echo "$other/private/$i" ;;
    15) echo "$other/file/$i" ;;
    16) echo "$other/drip/$i" ;;
    17) echo "$good/gone/$i.xml" ;;
    18) echo "$good/sorry/$i" ;;
    19) echo "$good/kept/$i.xml" ;;
    *) echo "$good/feeds/$i.xml" ;;
    esac
    i=$((i + 1))
done >feeds.txt
"$kith" import feeds.txt >/dev/null || exit 1

allowed="--allow-private 127.0.0.1/32"
listen() { # FLAGS...: JSON to out, peak of memory to kib
    # shellcheck disable=SC2086 # a list of words
    "$peak" kib "$kith" listen --json $allowed --at-once 16 --timeout 3 "$@" >out 2>err </dev/null
    code=$?
    # LeakSanitizer looks when all is done and said, and may fall down by itself: then it has no finding.
    if grep -q 'LeakSanitizer has encountered a fatal error' err; then
        echo "# the leak checker fell down; what was answered is looked at all the same"
        code=0
    fi
}
counts() { # "outcome feeds" each, from the answer's table of outcomes
    sed -n 's/^  {"outcome":"\([^"]*\)","feeds":\([0-9]*\),.*/\1 \2/p' out
}
fact() { sed -n "s/^ \"$1\":\([0-9]*\),.*/\1/p" out; }
differ() { # NAME GOT WANTED
    [ "$2" = "$3" ] || printf '%s: got %s wanted %s\n' "$1" "$(echo "$2" | tr '\n' ',')" "$(echo "$3" | tr '\n' ',')"
}

# ---- the first time ----

each=$((feeds / 20))
began=$(date +%s)
listen
took=$(($(date +%s) - began))
tell "listening ends, and is well" "$([ "$code" = 0 ] || echo "exit $code: $(cat err)")"
never="robots $each
private $each
no http $each
loop $each
too slow $each
too big $each
no feed $each"
wanted="news $((each * 11))
later $each
gone $each
$never"
tell "each outcome is counted exactly" "$(differ outcomes "$(counts)" "$wanted")"
tell "every feed that was due was asked" "$(differ asked "$(fact asked) $(fact left)" "$feeds 0")"
tell "each news is one doc" "$(differ docs "$(fact docs) $(sqlite3 kith.db 'SELECT count(*) FROM doc')" \
    "$((each * 11)) $((each * 11))")"
kib=$(cat kib)
echo "# $feeds feeds in $took s, at most $kib KiB"
tell "in at most $limit_kib KiB" "$([ "$kib" -le $limit_kib ] || echo "$kib KiB")"
tell "nothing stays in the temporary directory" "$(find "$work" -maxdepth 1 -name 'kith-*' | head -3)"
tell "redirects for good are remembered" "$(differ moved \
    "$(sqlite3 kith.db "SELECT count(*) FROM feed WHERE url LIKE '%/new/%'")" "$each")"
tell "who is busy is asked when it said" "$(differ wait \
    "$(sqlite3 kith.db "SELECT count(*) FROM feed f JOIN feed g ON g.url LIKE '%/self/%'
        WHERE f.url LIKE '%/busy/%' AND f.next_at = g.next_at + 3600" | awk '{ print ($1 > 0) }')" 1)"
tell "what a robots.txt keeps was not asked" "$(grep -c '"GET /kept/' access.log | grep -v '^0$')"

# ---- again ----

listen
tell "nobody is asked before it is due" "$(differ due "$(fact due)" 0)"
listen --now
wanted="nothing new $each
unchanged $((each * 10))
later $each
$never"
tell "what is there already is not fetched again" "$(differ outcomes "$(counts)" "$wanted")"
feed n0 2 >www/feeds/0.xml
listen --now --feed "http://n0.localhost:$free/feeds/0.xml"
tell "what is new is" "$(differ docs "$(fact docs) $(counts)" "1 news 1")"

# ---- stopped in the middle ----

stopped() { # SIGNAL FLAGS...: after a second
    signal=$1
    shift
    # shellcheck disable=SC2086 # a list of words
    "$kith" listen --json $allowed --timeout 20 "$@" >out 2>err </dev/null &
    pid=$!
    sleep 1
    kill "$signal" $pid
    wait $pid 2>/dev/null
    code=$?
}
stopped -INT --now --at-once 2
why=""
[ $code = 130 ] || why="exit $code: $(cat err)"
[ "$(($(fact asked) + $(fact left)))" = "$(fact due)" ] || why="$why asked $(fact asked), left $(fact left)"
[ "$(fact left)" -gt 0 ] || why="$why nothing was left"
tell "Ctrl-C ends it, and says what is left" "$why"

sqlite3 kith.db "UPDATE feed SET next_at = NULL WHERE url LIKE '%/feeds/%' OR url LIKE '%/drip/%'"
stopped -9 --at-once 4
before=$(sqlite3 kith.db "SELECT count(*) FROM feed WHERE url LIKE '%/feeds/%' AND next_at IS NULL")
listen
done=$(counts | sed -n 's/^unchanged //p')
tell "after a kill it goes on where it was" "$(differ unchanged "${done:-0}" "$before")$(
    "$kith" doctor >told 2>&1 || cat told)"

# ---- one by one ----

fails() { # NAME PATH SENTENCE: kith import of what unruly gives there
    # shellcheck disable=SC2086 # a list of words
    "$peak" kib "$kith" import "http://u.localhost:$rude/$2" $allowed --timeout 2 --db one.db >out 2>err
    code=$?
    [ "$code" = 1 ] && grep -qF "$3" err && [ "$(cat kib)" -le $limit_kib ] && ! [ -e one.db ] && return
    echo "$1: exit $code, $(cat kib) KiB: $(cat err)"
}
tell "what no server should do ends with a sentence" "$(
    fails bomb bomb "sends more than 268435456 bytes"
    fails headers headers "sends more than 65536 bytes of headers"
    fails silent silent "too slow"
    fails cut cut "no answer that can be read"
    fails garbage garbage "no answer that can be read"
    fails circle 'circle?a' "leads round in a circle")"
tell "private addresses are known in every spelling" "$(
    fails decimal decimal "its address 127.0.0.2 is loopback"
    fails mapped mapped "127.0.0.2 is loopback"
    fails six six "its address ::1 is loopback")"

# shellcheck disable=SC2086 # a list of words
"$kith" import "http://x.localhost:$free/feeds/1.xml" $allowed --db url.db >out 2>err &&
    "$kith" import "http://x.localhost:$free/feeds/1.xml" $allowed --db url.db >out 2>>err
why=$(differ known "$? $(sqlite3 url.db 'SELECT count(*) FROM source') $(
    sqlite3 url.db 'SELECT url FROM feed')" "0 1 http://x.localhost:$free/feeds/1.xml")
# shellcheck disable=SC2086 # a list of words
"$kith" import "http://x.localhost:$free/" $allowed --db url.db >out 2>>err
cat out err | tr '\n' ' ' | tr -s ' ' | grep -qF "kith import" || why="$why $(cat out err)"
cat out err | grep -qF "http://x.localhost:$free/feeds/0.xml" || why="$why $(cat out err)"
tell "a feed that was imported is known, a page tells of its feeds" "$why"

if command -v openssl >/dev/null 2>&1 &&
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=t.localhost -keyout key.pem -out cert.pem \
        >/dev/null 2>&1; then
    kill "$web"
    wait "$web" 2>/dev/null
    sed "s|listen 127.0.0.1:$free;|listen 127.0.0.1:$free ssl; ssl_certificate $work/cert.pem; ssl_certificate_key $work/key.pem;|" \
        nginx.conf >tls.conf
    nginx -e "$work/error.log" -p "$work" -c "$work/tls.conf" 2>nginx.err &
    web=$!
    sleep 0.5
    # shellcheck disable=SC2086 # a list of words
    "$kith" import "https://t.localhost:$free/feeds/1.xml" $allowed --db tls.db >out 2>err
    code=$?
    why=""
    [ $code = 1 ] && grep -qF "its certificate is not to be trusted" err || why="exit $code: $(cat err nginx.err)"
    tell "a certificate that nobody signed is refused" "$why"
else
    tell "a certificate that nobody signed is refused # SKIP openssl is not here" ""
fi

# ---- who came where nobody should ----

close_house
tell "nobody came to a private address ($came requests elsewhere), no cookie or password was sent" \
    "$(differ visits "$visits $secrets" "0 0")"

open_house
# shellcheck disable=SC2086 # a list of words
"$kith" import "http://u.localhost:$rude/private" $allowed --allow-private 127.0.0.0/8 --db one.db >out 2>err
close_house
tell "but where it is allowed somebody comes (port $forbidden)" "$([ "$visits" -gt 0 ] || echo "nobody came: $(cat err)")"
exit $bad
