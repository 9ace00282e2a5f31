#!/usr/bin/env python3
"""contacts.py - tools: are schedules, contacts and meetings read as Python's own libraries read them?

    contacts.py BUILD [-v]      BUILD holds tools/bench/records_seen (ninja bench-tools)

Reads $KITH_DATA (else ../shared/data beside the repository)/listen/fosdem and vcard-ics. Independent
readings: xml.etree of schedules, quopri of contacts, zoneinfo of meetings. Prints what was compared
and what was right; -v prints each miss. Exits 1 when one is wrong.
"""
import datetime
import glob
import json
import os
import pathlib
import quopri
import re
import subprocess
import sys
import xml.etree.ElementTree
import zoneinfo

# Why kith does otherwise, by the start of a miss behind its folder.
REASONS = {"parserv2.ics: their names": "one address under two names: the first stands"}
HERE = pathlib.Path(__file__).resolve().parent
DATA = pathlib.Path(os.environ.get("KITH_DATA", HERE.parent.parent.parent / "shared/data")) / "listen"
UTC = datetime.timezone.utc
right, wrong = {}, []


def check(what, path, want, got):
    right.setdefault(what, [0, 0])
    right[what][1] += 1
    if want == got:
        right[what][0] += 1
    else:
        wrong.append(f"{path}: {what}: want {want!r}, got {got!r}")


def seen(build, path):
    out = subprocess.run([f"{build}/tools/bench/records_seen", path], capture_output=True, check=True)
    return [json.loads(line) for line in out.stdout.splitlines()][2:]


def words(text):
    return " ".join((text or "").split())


# ---- schedules ----


def schedule(build, path):
    root = xml.etree.ElementTree.parse(path).getroot()
    docs = [r for r in seen(build, path) if "doc" in r]
    talks = [(d.get("date"), t) for d in root.findall("day") for t in d.iter("event")]
    check("talks", path, len(talks), len(docs))
    for (day, talk), doc in zip(talks, docs):
        people = [words(p.text) for p in talk.findall("persons/person")]
        got = [w["name"] for w in [doc["author"]] + doc.get("authors", [])] if "author" in doc else []
        check("title", path, words(talk.findtext("title")), doc.get("title", ""))
        check("speakers", path, people, got)
        check("start", path, f"{day}T{talk.findtext('start')}:00Z", doc.get("at"))
        check("track", path, True, f"Track: {words(talk.findtext('track'))}" in doc.get("text", ""))


# ---- lines ----


def unfolded(path):
    text = open(path, "rb").read().decode("utf-8", "replace").replace("\r\n", "\n")
    lines, quoted = [], False
    for line in text.split("\n"):
        if quoted:
            lines[-1] = lines[-1][:-1] + line
        elif line[:1] in (" ", "\t") and lines:
            lines[-1] += line[1:]
        else:
            lines.append(line)
        quoted = "QUOTED-PRINTABLE" in lines[-1].upper() and lines[-1].endswith("=")
    return lines


def parts(line):
    m = re.match(r'((?:"[^"]*"|[^:"])*):(.*)$', line, re.S)
    if not m:
        return None
    head = re.findall(r'((?:"[^"]*"|[^;"])+)', m[1])
    return head[0].split(".")[-1].upper(), head[1:], m[2]


def plain(value):
    return words(re.sub(r"\\([,;:\\])", r"\1", re.sub(r"\\[nN]", " ", value)))


# ---- contacts ----


def value_of(params, value):
    if any("QUOTED-PRINTABLE" in p.upper() for p in params):
        value = quopri.decodestring(value.encode()).decode("utf-8", "replace")
    return value


def lines_of(path):
    for line in unfolded(path):
        p = parts(line)
        if p:
            yield p


def cards(path):
    card = None
    for name, params, value in lines_of(path):
        if name == "BEGIN":
            card = {"FN": "", "EMAIL": [], "ORG": "", "TITLE": "", "N": ""}
        elif name == "END" and card is not None:
            yield card
            card = None
        elif card is not None and name in card:
            value = value_of(params, value)
            if name == "EMAIL":
                if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value.strip()):
                    card[name].append(value.strip())
            elif not card[name]:
                first = re.split(r"(?<!\\);", value)[0] if name == "ORG" else value
                card[name] = plain(first)


def contact(build, path):
    want = [c for c in cards(path) if c["FN"] or c["EMAIL"] or c["N"].strip(";")]
    got = [r for r in seen(build, path) if "person" in r]
    check("cards", path, len(want), len(got))
    for card, row in zip(want, got):
        mails = sorted({w["handle"].lower() for w in row["person"] if w["channel"] == "email"})
        bare = re.sub(r"\W+", " ", card["FN"]).strip()
        check("name", path, bare, re.sub(r"\W+", " ", row.get("name", "")).strip())
        check("mails", path, sorted({m.lower() for m in card["EMAIL"]}), mails)
        check("organisation", path, card["ORG"], row.get("org", ""))
        if card["TITLE"]:
            check("job title", path, card["TITLE"], row.get("title", ""))


# ---- meetings ----


def second(params, value, fixed):
    if re.fullmatch(r"\d{8}", value):
        return f"{value[:4]}-{value[4:6]}-{value[6:]}T00:00:00Z"
    at = datetime.datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S")
    zone = next((p[5:].strip('"') for p in params if p.upper().startswith("TZID=")), "")
    where = UTC
    if zone and not value.endswith("Z"):
        where = fixed.get(zone) or zoneinfo.ZoneInfo(zone)
    return at.replace(tzinfo=where).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def events(path):
    stack, event, fixed, zone = [], None, {}, ""
    for name, params, value in lines_of(path):
        if name == "BEGIN":
            stack.append(value)
            if value == "VEVENT":
                event = {"start": None, "title": "", "mails": set(), "names": set()}
        elif name == "END" and stack:
            if stack.pop() == "VEVENT":
                yield event
        elif stack[-1:] == ["VTIMEZONE"] and name == "TZID":
            zone = value
        elif name == "TZOFFSETTO" and zone.startswith("Nowhere"):
            sign = -1 if value[0] == "-" else 1
            fixed[zone] = datetime.timezone(
                sign * datetime.timedelta(hours=int(value[1:3]), minutes=int(value[3:5])))
        elif stack[-1:] == ["VEVENT"]:
            if name == "DTSTART":
                event["start"] = second(params, value, fixed)
            elif name == "SUMMARY":
                event["title"] = plain(value)
            elif name in ("ATTENDEE", "ORGANIZER"):
                mail = re.sub("^mailto:", "", value, flags=re.I)
                if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", mail):
                    event["mails"].add(mail.lower())
                    cn = next((q[3:].strip('"') for q in params if q.upper().startswith("CN=")), "")
                    if cn and "@" not in cn:
                        event["names"].add(words(cn))


def calendar(build, path):
    records = seen(build, path)
    want = [x for x in events(path) if x["start"]]
    first = [r for r in records if "doc" in r and "part" not in r]
    check("meetings", path, len(want), len(first))
    people = [r["person"][0] for r in records if "person" in r]
    check("attendees", path, sorted(set().union(*[x["mails"] for x in want])),
          sorted({w["handle"].lower() for w in people}))
    check("their names", path, sorted(set().union(*[x["names"] for x in want])),
          sorted({w["name"] for w in people if "name" in w}))
    for event, doc in zip(want, first):
        check("meeting's title", path, event["title"], doc.get("title", ""))
        if "heeds" not in doc or "/" not in doc.get("key", ""):  # of a series: its first that is kept
            check("meeting's start", path, event["start"], doc.get("at"))


def main():
    if len(sys.argv) < 2 or not DATA.is_dir():
        sys.exit(f"{__doc__}\nno {DATA}")
    build = sys.argv[1]
    for path in sorted(glob.glob(f"{DATA}/fosdem/*.xml")):
        schedule(build, path)
    for path in sorted(glob.glob(f"{DATA}/vcard-ics/**/*.vcf", recursive=True)):
        contact(build, path)
    for path in sorted(glob.glob(f"{DATA}/vcard-ics/**/*.ics", recursive=True)):
        calendar(build, path)
    for what, (good, of) in right.items():
        print(f"{what}: {good} of {of}")
    unknown = 0
    for miss in wrong:
        why = next((w for k, w in REASONS.items() if miss.rpartition("/")[2].startswith(k)), "")
        unknown += not why
        if why or "-v" in sys.argv:
            print(f"{miss} ({why})" if why else miss)
    sys.exit(1 if unknown else 0)


main()
