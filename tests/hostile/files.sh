#!/bin/sh
# files.sh - tests: what does `kith import` say of files that are not what they should be?
#
#   files.sh KITH PEAK     TAP on stdout; $HOSTILE_BYTES: length of the one long line (64 MiB)
#
# Each case is imported into a store of its own. What must hold: the exit code, the counts, one
# sentence that names the file (and the line) and the mend, and never more than 256 MiB of memory.
set -u
# shellcheck source=SCRIPTDIR/../tap.sh
. "$(dirname "$(realpath "$0")")/../tap.sh"
here=$(mktemp -d)
here=$(cd "$here" && pwd -P)
trap 'chmod -R u+rwx "$here"; rm -rf "$here"' EXIT
peak=$(realpath "$2")
cp "$(realpath "$1")" "$here/kith" # where everybody may run it
cp "$(dirname "$(realpath "$1")")/kith-listen.so" "$here"
cd "$here" || exit 1
chmod 755 "$here"
export LC_ALL=C.UTF-8 NO_COLOR=1 TERM=dumb KITH_NOW=2026-06-01T00:00:00Z
unset KITH_DB
long=${HOSTILE_BYTES:-67108864}
limit_kib=262144
[ "${ASAN_OPTIONS:-}" ] && limit_kib=1048576 # the sanitizer's own memory
wants="want one of the kinds in 'kith help sources'; nothing imported"
run() { # import's words
    rm -f s.db s.db-wal s.db-shm
    "$peak" kib ./kith import --db s.db "$@" >out 2>err </dev/null
    code=$?
    kib=$(cat kib)
}

small() { [ "$kib" -le $limit_kib ] || echo "$kib KiB of memory"; }

refused() { # NAME SENTENCE WORDS...: exit 1, one sentence, and at most the account of bad rows
    name=$1 sentence="kith import: $2"
    shift 2
    run "$@"
    why=$(small)
    [ "$code" = 1 ] || why="$why exit $code"
    [ "$(cat err)" = "$sentence" ] || why="$why said: $(head -c 600 err) wanted: $sentence"
    grep -q ": 0 kept, 0 merged" out || [ ! -s out ] || why="$why stdout: $(head -c 300 out)"
    tell "$name" "$why"
}

kept() { # NAME READ KEPT DROPPED NOTE WORDS...: exit 0, the counts, and NOTE among the notes
    rows=rows
    [ "$2" = 1 ] && rows=row
    name=$1 counts="Read $2 $rows of 1 source: $3 kept, 0 merged, $4 dropped." note=$5
    shift 5
    run "$@"
    why=$(small)
    [ "$code" = 0 ] || why="$why exit $code: $(head -c 600 err)"
    grep -qF "$counts" out || why="$why counts: $(head -n 1 out) wanted: $counts"
    if [ "$note" ]; then
        sed -i ':a; N; $!ba; s/\n  / /g' out # notes are wrapped
        grep -qxF "· $note" out || why="$why notes: $(grep '^·' out | head -c 900) wanted: $note"
    fi
    tell "$name ($kib KiB)" "$why"
}

fill() { head -c "$1" /dev/zero | tr '\0' "$2"; } # BYTES CHARACTER
repeat() { # TIMES TEXT: a # in it is the number
    awk -v n="$1" -v text="$2" 'BEGIN {
        parts = split(text, t, "#")
        for (i = 0; i < n; i++) {
            printf "%s", t[1]
            for (j = 2; j <= parts; j++) printf "%d%s", i, t[j]
        }
    }'
}

# ---- another format ----
printf '\211PNG\r\n\032\n\0\0\0\rIHDR' >a.png
printf '\177ELF\2\1\1\0\0\0' >a.elf
printf '\037\213\010.' >a.gz
printf '%%PDF-1.4\n%%\342\343\317\323\n' >a.pdf
printf '<!doctype html><html><title>x</title><p>hi</html>' >a.html
printf 'PK\003\004\024\0\0\0\0\0' >a.zip
fill 5000 '\1' >a.bin
: >a.empty
refused "a PNG" "a.png: a PNG image, $wants" a.png
refused "an ELF" "a.elf: a program, $wants" a.elf
refused "a gzip" "a.gz: not the archive it begins like; fetch it again; nothing imported" a.gz
refused "a PDF" "a.pdf: a PDF document (save its tables as CSV), $wants" a.pdf
refused "a web page" "a.html: a page that names neither author nor date, want the page of an article (meta author, JSON-LD, time, …); nothing imported" a.html
refused "a zip" "a.zip: a broken archive (Truncated ZIP file header); fetch it again; nothing imported" a.zip
refused "bytes" "a.bin: a binary file of a kind kith does not know, $wants" a.bin
for kind in csv tsv jsonl mbox mail feed; do
    refused "an empty file as $kind" "a.empty: an empty file; fetch or export it again; nothing imported" a.empty --kind $kind
done
header="no header that is known: found %PDF-1.4; want at, verb, from, to (evidence), name, email or handles (people), deal, org, stage (deals), teammate, person, strength (relationships), respondent, question, answer (answers; one row a respondent: --survey NAME) or company, domain (organisations); --map 'Their Header=column' says which is which; nothing imported"
headers="no mail headers, want From:, Date: or Subject: lines before the first empty line; nothing imported"
printf '%%PDF-1.4\n' >b.pdf
refused "a PDF as csv" "b.pdf: $header" b.pdf --kind csv
refused "a PDF as tsv" "b.pdf: $header" b.pdf --kind tsv
refused "a PDF as jsonl" "b.pdf:1: broken JSON ('[' or '{' expected near '%'); mend it, one object a line; nothing imported" b.pdf --kind jsonl
refused "a PDF as mbox" "b.pdf:1: $headers" b.pdf --kind mbox
refused "a PDF as mail" "b.pdf:1: $headers" b.pdf --kind mail
refused "a PDF as feed" "b.pdf: no XML element in it; want a feed; nothing imported" b.pdf --kind feed

# ---- archives ----
fill 314572800 x | gzip -9n >bomb.csv.gz
refused "a gzip of one letter" "bomb.csv.gz: unpacks to more than 128 times its size; unpack it yourself if you trust it; nothing imported" bomb.csv.gz
fill 314572800 '\0' | gzip -9n >zeros.csv.gz
refused "a gzip of zeros" "zeros.csv.gz: an archive without files; fetch it again; nothing imported" zeros.csv.gz
printf 'name,email\nJo,j@x.example\n' >jo.csv
gzip -nc jo.csv >jo.csv.gz
tar -cf inner.tar jo.csv
tar -czf outer.tgz inner.tar
refused "an archive within an archive" "outer.tgz/inner.tar: an archive within an archive; unpack the outer one first; nothing imported" outer.tgz
kept "a compressed table" 1 1 0 "" jo.csv.gz
cp jo.csv in.csv
tar -czPf out.tgz ../"$(basename "$here")"/jo.csv "$here/jo.csv" in.csv
kept "names that lead out" 1 1 0 "2 entries of archives (links, or names that lead out of it) were left out." out.tgz
tell "nothing unpacked stays behind" "$(ls -d ./*-unpacked-* 2>/dev/null)"

# ---- an element that takes libxml2 a minute ----
for kind in feed schedule; do
    root='rss version="2.0"'
    [ $kind = feed ] || root=schedule
    { printf '<%s><channel ' "$root"; repeat 300000 'a#="1" '; printf '><item><title>x</title></item></channel>'; } >crowd.xml
    refused "300,000 attributes as $kind" "crowd.xml:1: from here on the XML cannot be read; mend it, or fetch the $kind again; nothing imported" crowd.xml --kind $kind
done
{ printf '<rss version="2.0"><channel><item><title a="=">'; repeat 3000 'a=# '; printf '</title></item></channel></rss>'; } >text.xml
kept "as many in its text" 1 1 0 "" text.xml

# ---- rights ----
drop=""
if [ "$(id -u)" = 0 ]; then
    drop="setpriv --reuid 65534 --regid 65534 --clear-groups"
    $drop true 2>/dev/null || drop=none
fi
if [ "$drop" = none ]; then
    tell "rights # SKIP no setpriv to be nobody with" ""
else
    may="you may not read it; ask its owner or change its rights"
    mkdir shut part store
    printf 'name,email\nJo,j@x.example\n' | tee part/good.csv >shut.csv
    cp part/good.csv part/shut.csv
    chmod 777 store
    chmod 000 shut shut.csv part/shut.csv
    for what in shut shut.csv; do
        # shellcheck disable=SC2086
        $drop ./kith import --db store/s.db $what >out 2>err; code=$?
        why=""
        [ "$code" = 1 ] || why="exit $code"
        [ "$(cat err)" = "kith import: $what: $may" ] || why="$why said: $(cat err)"
        tell "$what, which one may not read" "$why"
    done
    # shellcheck disable=SC2086
    $drop ./kith import --db store/s.db part >out 2>err; code=$?
    why=""
    [ "$code" = 0 ] || why="exit $code $(cat err)"
    grep -qF ": 1 kept, 0 merged, 0 dropped" out || why="$why counts: $(head -n 1 out)"
    grep -qxF "· part/shut.csv: $may" out || why="$why notes: $(grep '^·' out)"
    tell "a directory with one file that one may not read" "$why"
    chmod 755 shut
fi

# ---- one line of $long bytes ----
mail() { printf 'From a@x.example Thu May  1 12:00:00 2025\nFrom: a@x.example\nDate: Thu, 1 May 2025 12:00:00 +0000\nMessage-ID: <%s@x.example>\nSubject: s\n\nhello %s\n\n' "$1" "$1"; }
only() { # NAME SENTENCE WORDS...: refused, and the file given back to the disk
    refused "$@"
    rm -f big
}
row=16777216 object=4194304
{ printf 'at,verb,from,to\n2026-01-01,replied,a@x.example,b@x.example\n'; fill "$long" x; printf '\n2026-01-01,replied,a@x.example,c@x.example\n'; } >big
kept "one line in a csv" 3 2 1 "big:3: longer than $row bytes; split it" big
{ printf 'name\temail\nJo\tj@x.example\n'; fill "$long" x; printf '\nJi\ti@x.example\n'; } >big
kept "one line in a tsv" 3 2 1 "big:3: longer than $row bytes; split it" big
{ printf 'name,email\nJo,j@x.example\n"'; fill "$long" x; printf '\nJi,i@x.example\n'; } >big
kept "an open quote before one line in a csv" 3 2 1 "big:3: a quote is opened and not closed; close it, or write \"\" for a quote in a cell" big
{ printf '{"name":"Jo","email":"j@x.example"}\n{"name":"'; fill "$long" x; printf '"}\n{"name":"Ji","email":"i@x.example"}\n'; } >big
kept "one line in a jsonl" 3 2 1 "big:2: longer than $object bytes; split it" big
{ printf '[{"name":"Jo","email":"j@x.example"},\n{"name":"'; fill "$long" x; printf '"},\n{"name":"Ji","email":"i@x.example"}]\n'; } >big
kept "one line in a json array" 3 2 1 "big:2: longer than $object bytes; split it" big
{ mail 1; mail 2; fill "$long" x; printf '\n'; mail 3; } >big
kept "one line in an mbox" 3 2 1 "big:9: a mail longer than $row bytes; take it out or shorten its attachments" big
{ printf '<rss version="2.0"><channel><title>Q</title><link>https://x.example/</link><item><guid>1</guid><title>one</title><description>'; fill "$long" x; printf '</description></item><item><guid>2</guid><title>two</title></item></channel></rss>'; } >big
kept "one line in an rss" 2 2 0 "" big
{ printf '{"version":"https://jsonfeed.org/version/1.1","title":"Q","items":[{"id":"1","title":"a"},\n{"id":"2","content_text":"'; fill "$long" x; printf '"},{"id":"3","title":"c"}]}'; } >big
kept "one line in a json feed" 3 2 1 "big:2: longer than $object bytes; split it" big
{ mail 1 | tail -n +2; fill "$long" x; } >big
only "one line in a mail" "big:1: a mail longer than $row bytes; shorten its attachments; nothing imported" big
fill "$long" x >big
refused "nothing but one line, as csv" "big:1: longer than $row bytes; split it; nothing imported" big --kind csv
refused "nothing but one line, as tsv" "big:1: longer than $row bytes; split it; nothing imported" big --kind tsv
refused "nothing but one line, as jsonl" "big:1: longer than $object bytes; split it; nothing imported" big --kind jsonl
refused "nothing but one line, as mbox" "big:1: a mail longer than $row bytes; take it out or shorten its attachments; nothing imported" big --kind mbox
refused "nothing but one line, as mail" "big:1: a mail longer than $row bytes; shorten its attachments; nothing imported" big --kind mail
only "nothing but one line, as feed" "big: no XML element in it; want a feed; nothing imported" big --kind feed

# ---- bytes that are no text ----
shown="shown as $(printf '\357\277\275')"
dated="2 entries without a date that can be read: kept, but no evidence"
printf 'name,email\nJ\303\266 \303\266,j@x.example\nB\377d,k@x.example\nZ,l\377@x.example\nno,mail\n' >u.csv
kept "bad UTF-8 in a csv" 4 3 1 "u.csv:5: email 'mail', want name@host" u.csv
kept "bad UTF-8 in a csv, told" 4 3 1 "u.csv: 2 rows held bytes that are no UTF-8, $shown" u.csv
tr , '\t' <u.csv >u.tsv
kept "bad UTF-8 in a tsv" 4 3 1 "u.tsv: 2 rows held bytes that are no UTF-8, $shown" u.tsv
printf '{"name":"J\303\266 \303\266","email":"j@x.example"}\n{"name":"B\377","email":"k@x.example"}\n{"name":"Z","email":"l\377@x.example"}\n{"name":"no","email":"mail"}\n' >u.jsonl
kept "bad UTF-8 in a jsonl" 4 3 1 "u.jsonl: 2 rows held bytes that are no UTF-8, $shown" u.jsonl
{ mail 1; mail 2 | sed 's/hello/h\xffllo/; s/^From: /From: J\xff /'; mail 3; } >u.mbox
kept "bad UTF-8 in an mbox" 3 3 0 "" u.mbox
mail 2 | sed '1d; s/hello/h\xffllo/; s/^From: /From: J\xff /' >u.eml
kept "bad UTF-8 in a mail" 1 1 0 "" u.eml
printf '<rss version="2.0"><channel><title>Q</title><item><title>o\377ne \303\251</title></item><item><title>\303\251two</title></item></channel></rss>' >u.xml
kept "bad UTF-8 in an rss" 2 2 0 "u.xml: bytes that are no text $shown; $dated" u.xml
printf '{"version":"https://jsonfeed.org/version/1.1","title":"Q","items":[{"id":"1","title":"a\377"},{"id":"3","title":"\303\251\303\251"}]}' >u.json
kept "bad UTF-8 in a json feed" 2 2 0 "u.json: bytes that are no text $shown; $dated" u.json

printf 'name,email\nJo,j@x.example\nB\0ad,k@x.example\nJ,l\0@x.example\n' >n.csv
kept "NUL in a csv" 3 3 0 "n.csv: 2 rows held bytes that are no UTF-8, $shown" n.csv
tr , '\t' <n.csv >n.tsv
kept "NUL in a tsv" 3 3 0 "n.tsv: 2 rows held bytes that are no UTF-8, $shown" n.tsv
printf '{"name":"Jo","email":"j@x.example"}\n{"name":"B\0","email":"k@x.example"}\n{"name":"Bu\\u0000u","email":"l@x.example"}\n' >n.jsonl
kept "NUL in a jsonl" 3 2 1 "n.jsonl:3: a NUL character (\\u0000) in a text; take it out" n.jsonl
{ mail 1; mail 2 | sed 's/hello/h\x00llo/; s/^From: /From: J\x00 /'; mail 3; } >n.mbox
kept "NUL in an mbox" 3 3 0 "" n.mbox
mail 2 | sed '1d; s/hello/h\x00llo/; s/^From: /From: J\x00 /' >n.eml
kept "NUL in a mail" 1 1 0 "" n.eml
printf '<rss version="2.0"><channel><title>Q</title><item><title>o\0ne</title></item><item><title>two</title></item></channel></rss>' >n.xml
kept "NUL in an rss" 2 2 0 "" n.xml
printf '{"version":"https://jsonfeed.org/version/1.1","title":"Q","items":[{"id":"1","title":"a\0"},{"id":"2","title":"\\u0000"},{"id":"3","title":"c"}]}' >n.json
kept "NUL in a json feed" 3 2 1 "n.json:1: a NUL character (\\u0000) in a text; take it out" n.json

# ---- shapes ----
printf 'name,email\nJo,"j@x.example\nJi,i@x.example\nJa,a@x.example\n' >q.csv
kept "an open quote" 3 2 1 "q.csv:2: a quote is opened and not closed; close it, or write \"\" for a quote in a cell" q.csv
{ printf 'name,email'; repeat 2600 ',c#'; printf '\nJo,j@x.example\n'; } >w.csv
refused "2602 columns" "w.csv:1: 2602 columns, the most is 2048; leave some out; nothing imported" w.csv
{ printf 'name,email\nJo,j@x.example'; repeat 600 ',c#'; printf '\nJi,i@x.example\n'; } >w.csv
kept "602 cells in a row" 2 1 1 "w.csv:2: 602 cells, the header has 2; put cells that hold a ',' in quotes" w.csv
{ printf '{"name":"Jo","email":"j@x.example"'; repeat 2136 ',"c#":#'; printf '}\n'; } >w.jsonl
kept "2138 keys" 1 1 0 "w.jsonl: 90 values under keys beyond the first 2048 left out; columns 'c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8', 'c9' and 2036 more are not known and kept as extra" w.jsonl
{ printf '{"name":"Jo","email":"j@x.example"}\n{"name":'; fill 100000 '['; printf '\n{"name":"Ja","email":"a@x.example"}\n'; } >d.jsonl
kept "deep JSON" 3 2 1 "d.jsonl:2: objects within objects too deep; make it flat" d.jsonl
{
    printf '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
    p=a
    for i in b c d e f g h i; do printf '<!ENTITY %s "&%s;&%s;&%s;&%s;&%s;&%s;&%s;&%s;&%s;&%s;">' $i $p $p $p $p $p $p $p $p $p $p; p=$i; done
    printf ']><rss version="2.0"><channel><title>Q</title><item><title>&i; boo</title><guid>1</guid></item><item><title>ok</title><guid>2</guid></item></channel></rss>'
} >bomb.xml
kept "a bomb of entities" 2 2 0 "bomb.xml: broken XML mended, first at line 1: Entity 'i' not defined; $dated" bomb.xml
{ printf '<rss version="2.0"><channel><title>Q</title><item><title>one</title></item><item>\n'; repeat 100000 '<a>'; printf '</item></channel></rss>'; } >deep.xml
refused "deep XML" "deep.xml:2: elements nested deeper than 128; no feed is, fetch it again; nothing imported" deep.xml
{ printf '<rss version="2.0"><channel><title>Q</title>\n<item><title>one</title><guid>1</guid></item><item'; repeat 1000000 ' a#="1"'; printf '><title>two</title></item></channel></rss>'; } >wide.xml
kept "a million attributes" 2 1 1 "wide.xml:2: from here on the XML cannot be read; mend it, or fetch the feed again" wide.xml
top() { printf 'From: a@x.example\nDate: Thu, 1 May 2025 12:00:00 +0000\nSubject: s\n'; }
{ top; printf 'Content-Type: multipart/mixed; boundary=b\n\n'; repeat 3000000 '--b\n\n'; } >parts.eml
kept "three million parts" 1 1 0 "" parts.eml
{ top; repeat 1000000 'X-#: y\n'; printf '\nhello\n'; } >headers.eml
kept "a million headers" 1 1 0 "" headers.eml
{ top; printf 'To: '; repeat 900000 'a#@x.example,' | head -c 16000000; printf '\n\nhello\n'; } >crowd.eml
kept "a crowd of addresses" 1 1 0 "" crowd.eml
{ top; printf 'Content-Type: text/plain'; repeat 1000000 '; a#=b'; printf '\n\nhello\n'; } >parameters.eml
kept "a million parameters" 1 1 0 "" parameters.eml
echo "1..$n"
exit $bad
