#!/usr/bin/env python3
"""feeds.py - tools: does kith read what others' tests of feeds expect? `make bench-truth` runs it.

    feeds.py BUILD [-v]

Reads $KITH_DATA (else ../shared/data beside the repository)/listen: feedparser's test feeds, whose
expectation stands in a comment of each file, rss-parser's with their expected JSON, csv-spectrum
with its expected JSON. Only expectations of what kith keeps are counted: of an entry title, link,
id, author (name, e-mail, address), dates, text (content, summary) and language, of a feed title,
link, language and author. Texts are compared without markup and blanks, for kith keeps text.
Prints one line a folder and every miss with what was wanted and what was got; -v also says which
expectations were not counted. Exits 1 when a share is below its aim.
"""
import ast
import collections
import html.parser
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse

# Why kith does otherwise, by the start of a miss.
REASONS = {
    "wellformed/lang/http_content_language": "said only in a header of HTTP, which a file has not",
    "wellformed/rss/item_description_not_a_doctype": "markup is read as browsers read it: '<!' begins"
    " a remark",
    "encoding/bozo_linenoise": "read as UTF-8 with a mark for its one bad byte, not as Windows-1252",
    "illformed/chardet": "an encoding that is not said is not guessed beyond Windows-1252; told",
    "rss-parser/feedburner.atom: feed feedUrl": "its last link of any kind is wanted, not rel=self",
    "rss-parser/item-itunes-episodeType.rss: feed": "the same: the hub's link is wanted",
    "rss-parser/reddit-atom.rss": "its XML reader lost elements, or left escapes of the markup",
}
HOST = "http://127.0.0.1:8097/"  # where feedparser's own tests are served
HERE = pathlib.Path(__file__).resolve().parent
WIDE = ("utf-32", "utf-32-be", "utf-32-le", "utf-16", "utf-16-be", "utf-16-le")
HIDDEN = ("script", "style", "title", "iframe", "noembed", "noframes")


class Text(html.parser.HTMLParser):
    """What a reader would see of markup, blanks aside."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.out, self.hidden = [], 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in HIDDEN

    def handle_endtag(self, tag):
        self.hidden -= tag in HIDDEN and self.hidden > 0

    def handle_data(self, data):
        if not self.hidden:
            self.out.append(data)


def squash(text):
    return re.sub(r"[\s\u00a0\u200b]+", "", str(text))


def seen(markup):
    reader = Text()
    reader.feed(str(markup))
    reader.close()
    return squash("".join(reader.out))


def same_text(want, got):
    return squash(got) in (squash(want), seen(want))


def same_time(want, got):
    if isinstance(want, str):
        return squash(want) == squash(got)
    return got == "%04d-%02d-%02dT%02d:%02d:%02dZ" % tuple(want[:6])


def run(build, places):
    """{path: what feed_seen says of it}; places: [(path, url it came from or '')]"""
    lines = "".join("%s\t%s\n" % place for place in places)
    done = subprocess.run([build / "tools/bench/feed_seen"], input=lines.encode(),
                          stdout=subprocess.PIPE, check=True)
    rows = [json.loads(line) for line in done.stdout.decode().splitlines()]
    return {row["path"]: row for row in rows}


# ---- feedparser ----

def comment_of(raw):
    """The comment with the expectation, and the encoding in which it could be read."""
    for encoding in ("latin-1",) + WIDE:
        text = raw.decode(encoding, "replace")
        found = re.search(r"Expect:\s*(.*?)\s*-->", text, re.S)
        if found:
            base = re.search(r"Header:\s*Content-Location:\s*(\S+)", text)
            url = urllib.parse.urljoin(HOST, base.group(1) if base else "")
            return found.group(1), url if url.startswith("http") else HOST
    raise ValueError("no expectation")


def path_of(node):
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        above = path_of(node.value)
        return above and above + [node.slice.value]
    if isinstance(node, ast.Attribute):
        above = path_of(node.value)
        return above and above + [node.attr]
    return None


TEXTS = {("title",): "title", ("title_detail", "value"): "title",
         ("summary",): "summary", ("description",): "summary",
         ("summary_detail", "value"): "summary", ("content", 0, "value"): "content",
         ("fullitem",): "content", ("body",): "content", ("xhtml_body",): "content"}
TIMES = {"published": "published", "issued": "published", "created": "published",
         "updated": "updated", "modified": "updated", "date": "updated"}
TIMES.update({k + "_parsed": v + "_at" for k, v in list(TIMES.items())})
AUTHOR = {("author_detail", "name"): "name", ("author_detail", "email"): "email",
          ("author_detail", "url"): "uri", ("author_detail", "href"): "uri",
          ("authors", 0, "name"): "name", ("authors", 0, "email"): "email",
          ("authors", 0, "url"): "uri", ("authors", 0, "href"): "uri"}


def author_same(want, who):
    name, email = who.get("name", ""), who.get("email", "")
    full = [name, email, "%s (%s)" % (name, email), "%s (%s)" % (email, name)]
    return squash(want) in map(squash, full)


class Links(html.parser.HTMLParser):
    """The addresses that a text links to."""

    def __init__(self):
        super().__init__()
        self.out = []

    def handle_starttag(self, tag, attrs):
        href = dict(attrs).get("href") or ""
        if tag == "a" and re.match("https?://[^/]", href):
            self.out.append(href)


def links_of(markup):
    reader = Links()
    reader.feed(str(markup))
    return reader.out


class Seen:
    """One file as kith saw it; look() gives (test, what was got), or None where kith keeps none."""

    def __init__(self, row):
        self.row = row
        self.feed = row.get("feed", {})
        self.entries = row.get("entries", [])
        self.links = [url for e in [self.feed] + self.entries for k, v in e.items()
                      if k.endswith("_links") for url in v]
        self.docs = [r for r in row["records"] if "line" in r or "bad" in r]

    def look(self, path):
        if path[0] == "feed":
            return self.look_feed(tuple(path[1:]))
        if path[0] == "entries" and len(path) > 2 and isinstance(path[1], int):
            at = path[1]
            entry = self.entries[at] if at < len(self.entries) else {}
            doc = self.docs[at] if at < len(self.docs) else {}
            return self.look_entry(tuple(path[2:]), entry, doc)
        return None

    def look_feed(self, key):
        if key in (("title",), ("title_detail", "value")):
            return same_text, self.feed.get("title", "")
        if key == ("link",):
            return same_text, self.feed.get("link", self.feed.get("self", ""))
        if key == ("language",):
            return same_text, self.feed.get("lang", "")
        if key == ("author",):
            return author_same, self.feed
        if key in AUTHOR:
            return same_text, self.feed.get(AUTHOR[key], "")
        return None

    def look_entry(self, key, entry, doc):
        if key in TEXTS:
            return same_text, self.text(TEXTS[key], entry, doc)
        if key == ("link",):
            return same_text, doc.get("url", "")
        if key in (("id",), ("guid",)):
            return same_text, entry.get("id", "")
        if key == ("language",):
            return same_text, doc.get("lang", "") if "doc" in doc else entry.get("lang", "")
        if key == ("author",):
            return author_same, entry
        if key in AUTHOR:
            return same_text, entry.get(AUTHOR[key], "")
        if len(key) == 1 and key[0] in TIMES:
            return same_time, entry.get(TIMES[key[0]], "")
        return None

    def text(self, field, entry, doc):
        if field == "title":
            return doc.get("title", "")
        other = {"summary": "content", "content": "summary"}[field]
        got = entry.get(field, "") or entry.get(other, "")
        kept = entry.get("content") or entry.get("summary", "")
        return doc.get("text", "") if got == kept else got


class Judge:
    """Counts the parts of expectations that concern what kith keeps."""

    def __init__(self):
        self.good, self.misses, self.passed = 0, [], collections.Counter()

    def part(self, node, now):
        """True, False, or None where kith keeps nothing of it; and what was got."""
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
            parts = [self.part(v, now) for v in node.values]
            known = [p for p in parts if p[0] is not None]
            if not known:
                return None, ""
            return any(p[0] for p in known), known[0][1]
        if isinstance(node, ast.Compare) and all(isinstance(o, ast.Eq) for o in node.ops):
            sides = [node.left] + node.comparators
            if not isinstance(sides[-1], (ast.Constant, ast.Tuple)):
                return None, ""
            want = ast.literal_eval(sides[-1])
            looks = [now.look(path_of(side) or [""]) for side in sides[:-1]]
            if not all(looks):
                return None, ""
            missing = set(links_of(want)) - set(now.links)
            if missing and looks[0][0] is same_text:
                return False, "no link to %s" % missing.pop()
            return all(same(want, got) for same, got in looks), [got for _, got in looks]
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            call = node.operand
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) \
                    and call.func.attr == "has_key":
                look = now.look(path_of(call.func.value) + [call.args[0].value])
                if look:
                    return look[1] in ("", {}), look[1]
        return None, ""

    def judge(self, name, expression, now):
        node = ast.parse(re.sub(r"\s+", " ", expression), mode="eval").body
        parts = node.values if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) \
            else [node]
        for part in parts:
            holds, got = self.part(part, now)
            if holds is None:
                self.passed[re.sub(r"\[\d+\]", "[]", ast.unparse(part).split("==")[0])] += 1
            elif holds:
                self.good += 1
            else:
                self.misses.append("%s: want %s, got %s" % (name, ast.unparse(part), got))


def say(folder, judge, aim):
    total = judge.good + len(judge.misses)
    share = judge.good / total if total else 1
    print("%-34s %5d of %5d  %6.2f %%  aim %g %%" % (folder, judge.good, total, 100 * share,
                                                   100 * aim))
    for miss in judge.misses:
        print("    " + miss)
        for start, reason in REASONS.items():
            if miss.startswith(start):
                print("        because: " + reason)
    return share >= aim


def feedparser(build, root, folder, aim, judge_all, judge=None):
    files = sorted((root / folder).rglob("*.xml"))
    told = {path: comment_of(path.read_bytes()) for path in files}
    rows = run(build, [(path, told[path][1]) for path in files])
    judge = judge or Judge()
    for path in files:
        judge.judge(str(path.relative_to(root)), told[path][0], Seen(rows[str(path)]))
    judge_all.passed.update(judge.passed)
    return say("feedparser/" + folder, judge, aim)


def encodings(build, root, folder, judge):
    """Each file gives what the same file in UTF-8 gives, read with the encoding that is expected."""
    with tempfile.TemporaryDirectory() as place:
        pairs = []
        for path in sorted((root / folder).rglob("*.xml")):
            raw = path.read_bytes()
            found = re.search(r"encoding == '([^']+)'", comment_of(raw)[0])
            if not found:
                continue
            text = raw.decode(found.group(1), "replace").lstrip("\ufeff")
            text = re.sub(r"(<\?xml[^>]*?)\s+encoding\s*=\s*(['\"]).*?\2", r"\1", text)
            plain = pathlib.Path(place) / ("%d.xml" % len(pairs))
            plain.write_bytes(text.encode())
            pairs.append((path, plain, found.group(1)))
        rows = run(build, [(p, "") for pair in pairs for p in pair[:2]])
    for path, plain, encoding in pairs:
        ours, theirs = rows[str(path)], rows[str(plain)]
        for row in (ours, theirs):
            row.pop("path")
            row["records"] = [json.dumps(r).replace(path.name, plain.name)
                              for r in row["records"] if "remarks" not in r and r]
        if ours == theirs and theirs.get("feed") is not None:
            judge.good += 1
        else:
            judge.misses.append("%s: want it as %s" % (path.relative_to(root), encoding))


# ---- rss-parser ----

def same_mangled(want, got):
    """rss-parser leaves relative links as they are, decodes Latin-1 as UTF-8, and moves the text of
    XHTML before its elements."""
    if same_text(want, got) or (want.startswith("/") and got.endswith(want)):
        return True
    if "\ufffd" in want:
        like = re.escape(squash(want)).replace("\ufffd", ".?"), re.escape(seen(want))
        return any(re.fullmatch(w.replace("\ufffd", ".?"), squash(got)) for w in like)
    return any(sorted(w) == sorted(squash(got)) for w in (squash(want), seen(want)))



def items_of(name, want, row, judge):
    now = Seen(row)

    def check(what, holds, wanted, got):
        if holds:
            judge.good += 1
        else:
            judge.misses.append("%s: %s: want %.120s, got %.120s" % (name, what, wanted, got))

    for key, ours in (("title", "title"), ("link", "link"), ("feedUrl", "self")):
        if want.get(key):
            got = now.feed.get(ours, "")
            check("feed " + key, same_text(want[key], got), want[key], got)
    check("items", len(now.docs) == len(want["items"]), len(want["items"]), len(now.docs))
    for at, item in enumerate(want["items"][:len(now.docs)]):
        doc, entry = now.docs[at], now.entries[at]
        author = item.get("creator") or item.get("author")
        rows = [("title", item.get("title"), doc.get("title", "")),
                ("link", item.get("link"), doc.get("url", "")),
                ("id", item.get("guid") or item.get("id"), entry.get("id", ""))]
        for key, wanted, got in rows:
            if isinstance(wanted, str) and wanted:
                check("%d %s" % (at, key), same_mangled(wanted, got), wanted, got)
        if item.get("isoDate"):
            got = doc.get("at", "")
            check("%d date" % at, got[:19] == item["isoDate"][:19], item["isoDate"], got)
        if isinstance(author, str):
            check("%d author" % at, author_same(author, entry), author, entry.get("name"))
        texts = [entry.get(k, "") for k in ("content", "summary")]
        if isinstance(item.get("content"), str):
            wanted = item["content"]
            check("%d content" % at, any(same_mangled(wanted, t) for t in texts), wanted, texts)


def text_of(path):
    raw = path.read_bytes()
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def rss_parser(build, root, aim):
    wants = {p.stem: json.loads(text_of(p)) for p in (root / "output").glob("*.json")}
    del wants["xml2js-options"]  # wants "EMPTY" for an empty element, as told by an option
    paths = [p for p in sorted((root / "input").iterdir()) if p.stem in wants]
    rows = run(build, [(p, "") for p in paths])
    judge = Judge()
    for path in paths:
        want = wants[path.stem]
        items_of("rss-parser/" + path.name, want.get("feed", want), rows[str(path)], judge)
    return say("rss-parser", judge, aim)


# ---- csv-spectrum ----

def csv_spectrum(build, root, aim):
    judge = Judge()
    for path in sorted((root / "csvs").glob("*.csv")):
        done = subprocess.run([build / "tools/bench/csv_seen", path], stdout=subprocess.PIPE,
                              check=True)
        rows = [json.loads(line) for line in done.stdout.decode().splitlines()]
        got = [dict(zip(rows[0], row)) for row in rows[1:]]
        want = json.loads((root / "json" / (path.stem + ".json")).read_text())
        want = want if isinstance(want, list) else [want]
        raw = path.read_bytes().decode()
        for row, seen_row in zip(want, got):  # checkouts change line ends, one number is another's
            for key, value in row.items():
                if "\r" not in raw:
                    row[key] = value = value.replace("\r\n", "\n")
                if value.replace('"', '""') not in raw and value not in raw:
                    print("    %s: '%s' is not in the file; not compared" % (path.name, value))
                    row[key] = seen_row.get(key)
        if got == want:
            judge.good += 1
        else:
            judge.misses.append("%s: want %.200s, got %.200s" % (path.name, want, got))
    return say("csv-spectrum", judge, aim)


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    data = pathlib.Path(os.environ.get("KITH_DATA", HERE.parents[1] / "../shared/data"))
    root = data.resolve() / "listen/feeds/feedparser"
    if not root.is_dir():
        print("feeds.py: the feeds are not here; say where with KITH_DATA=DIR")
        return 0
    judge = Judge()
    good = feedparser(build, root, "wellformed", 0.99, judge)
    good &= feedparser(build, root, "entities", 0.99, judge)
    good &= feedparser(build, root, "illformed", 0, judge)
    encoded, guessed = Judge(), Judge()
    encodings(build, root, "encoding", encoded)
    encodings(build, root, "illformed/chardet", guessed)
    good &= feedparser(build, root, "encoding", 0.98, judge, encoded)
    good &= say("feedparser, encodings not said", guessed, 0)
    good &= rss_parser(build, root.parent / "rss-parser", 0.99)
    good &= csv_spectrum(build, data.resolve() / "listen/csv/csv-spectrum", 1)
    if "-v" in sys.argv:
        print("not counted, for kith keeps none of it:")
        for key, n in judge.passed.most_common():
            print("%6d %s" % (n, key))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
