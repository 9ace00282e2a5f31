"""truth.py - tools: what the measuring scripts share: where the data are, how kith is asked, what a
line of theirs looks like.

A part of `make bench-truth` is a script PART.py BUILD that prints text and, with --json, JSON lines;
proof.py makes a page of these lines. A line is one of

    {"part": P, "set": S, "is": "set", "title": …, "question": …, "data": …, "source": …,
     "licence": …, "split": …, "seed": …, "fresh": true|false, "tuned": …}   any of them but "title"
                                                                             may be missing
    {"part": P, "set": S, "is": "row", "table": T, "by": first cell, "figures": {column: figure}}
    {"part": P, "set": S, "is": "says", "text": a sentence computed from the figures}
    {"part": P, "set": S, "is": "missing", "text": what is not here}

where a figure is a number, a text, null, or [value, lo, hi], a 90 % interval. A name of a column
that ends in "#" is shown without decimals, one in "%" as a share in 100.
"""
import collections
import csv
import datetime
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve()
DATA = pathlib.Path(os.environ.get("KITH_DATA", HERE.parents[2].parent / "shared/data"))
DRAWS, SEED = 2000, 1
LEVEL = 0.9


class Missing(Exception):
    """What a part needs is not here; the text says what."""


def needed(path):
    path = DATA / path
    if not path.exists():
        raise Missing("not here: %s" % path.relative_to(DATA))
    return path


def iso(at):
    return datetime.datetime.fromtimestamp(at, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds(at):
    return int(datetime.datetime.fromisoformat(at.replace("Z", "+00:00")).timestamp())


class Lines:
    """A part's lines, as JSON or as text."""

    def __init__(self, part, as_json):
        self.part, self.as_json = part, as_json

    def put(self, of, kind, **more):
        if self.as_json:
            print(json.dumps({"part": self.part, "set": of, "is": kind, **more}), flush=True)
        elif kind == "row":
            print("%s, %s, %s: %s" % (of, more["table"], more["by"], ", ".join(
                "%s %s" % (name, as_text(name, f)) for name, f in more["figures"].items())), flush=True)
        elif kind in ("says", "missing"):
            print("%s: %s" % (of, more["text"]), flush=True)

    def row(self, of, table, by, **figures):
        self.put(of, "row", table=table, by=by, figures=figures)


def as_text(name, figure):
    """How a figure of that column is shown."""
    if isinstance(figure, list):
        if figure[0] is None:
            return "-"
        shown = [as_text(name, f) for f in figure]
        return shown[0] if figure[1] is None else "%s (%s to %s)" % tuple(shown)
    if figure is None:
        return "-"
    if isinstance(figure, str):
        return figure
    if name.endswith("#"):
        return "%.0f" % figure
    if name.endswith("%"):
        return "%.0f" % (100 * figure)
    return re.sub("^-(0.0+)$", r"\1", "%.3f" % figure)


class Store:
    """A store of kith's in a directory that goes away, asked as a user would."""

    def __init__(self, build):
        self.kith = str(pathlib.Path(build).resolve() / "kith")
        self.place = tempfile.TemporaryDirectory()
        self.db = self.place.name + "/s.db"

    def __enter__(self):
        return self

    def __exit__(self, *why):
        self.place.cleanup()

    def run(self, *words):
        done = subprocess.run([self.kith, *map(str, words), "--db", self.db, "-q"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if done.returncode:
            sys.exit("kith %s: %s" % (" ".join(map(str, words)), done.stderr.decode()))
        return done.stdout

    def ask(self, *words):
        return json.loads(self.run(*words, "--json"))

    def table(self, name, header, rows, *words):
        path = self.place.name + "/" + name
        with open(path, "w", encoding="utf-8") as f:
            out = csv.writer(f)
            out.writerow(header)
            out.writerows(rows)
        self.run("import", path, *words)

    def evidence(self, rows, *words):
        """(seconds, verb, from, to, sign) each"""
        self.table("evidence.csv", ["at", "verb", "from", "to", "sign"],
                   ((iso(t), verb, u, v, s) for t, verb, u, v, s in rows), *words)

    def tag(self, audiences):
        """Whoever is in audience i is tagged aud-i."""
        tags = collections.defaultdict(list)
        for i, (_, members) in enumerate(audiences):
            for m in members:
                tags[m].append("aud-%d" % i)
        self.table("people.csv", ["name", "handles", "tags"],
                   (("", m, " ".join(tags[m])) for m in sorted(tags)))

    def persons(self):
        """One account of the person behind each account."""
        who = {}
        for line in self.run("export", "people", "--json").splitlines():
            accounts = (json.loads(line)["handles"] or "").split()
            who.update((a, accounts[0]) for a in accounts)
        return who

    def heeds(self):
        """Who heeded whom among persons: (seconds, verb, from, to, sign), by date."""
        who, rows = self.persons(), []
        for line in self.run("export", "evidence", "--json").splitlines():
            e = json.loads(line)
            u, v = who.get(e["from"]), who.get(e["to"])
            if u and v and u != v:
                rows.append((seconds(e["at"]), e["verb"], u, v, e["sign"]))
        return sorted(rows)


def parted(rows):
    """The second that parts the rows 3 : 2."""
    return sorted(r[0] for r in rows)[len(rows) * 3 // 5]


# ---- communities ----

def moved(weight):
    """One level of greedy modularity: community of each node of {(u, v): weight}."""
    near, degree, total = collections.defaultdict(dict), collections.Counter(), 0
    for (u, v), w in weight.items():
        total += w
        degree[u] += w
        degree[v] += w
        if u != v:
            near[u][v] = near[u].get(v, 0) + w
            near[v][u] = near[v].get(u, 0) + w
    community = {n: n for n in degree}
    inside = dict(degree)
    changed, ever = True, False
    while changed:
        changed = False
        for n in sorted(degree):
            home = community[n]
            inside[home] -= degree[n]
            ties = collections.Counter()
            for other, w in near[n].items():
                ties[community[other]] += w
            best, most = home, ties[home] - inside[home] * degree[n] / (2 * total)
            for c in sorted(ties):
                gain = ties[c] - inside[c] * degree[n] / (2 * total)
                if gain > most + 1e-12:
                    best, most = c, gain
            community[n] = best
            inside[best] += degree[n]
            changed |= best != home
            ever |= best != home
    return community, ever


def communities(pairs, least, most):
    """The largest communities of at least so many, at most so many of them: [(name, members)]."""
    weight = collections.Counter(tuple(sorted(p)) for p in pairs if p[0] != p[1])
    member = {n: n for p in weight for n in p}
    while True:
        community, ever = moved(weight)
        if not ever:
            break
        member = {n: community[c] for n, c in member.items()}
        joined = collections.Counter()
        for (u, v), w in weight.items():
            joined[tuple(sorted((community[u], community[v])))] += w
        weight = joined
    groups = collections.defaultdict(list)
    for n, c in member.items():
        groups[c].append(n)
    big = sorted((sorted(g) for g in groups.values() if len(g) >= least), key=lambda g: (-len(g), g[0]))
    return [("community %d" % (i + 1), g) for i, g in enumerate(big[:most])]


# ---- figures ----

def mean(values):
    return sum(values) / len(values) if values else None


def quantile(ordered, q):
    """R's type 7."""
    at = q * (len(ordered) - 1)
    i = int(at)
    return ordered[i] + (at - i) * (ordered[min(i + 1, len(ordered) - 1)] - ordered[i])


def bootstrap(values, figure=mean):
    """[figure, lo, hi]: 90 % of what it is when the values (any objects) are drawn anew."""
    rng, n = random.Random(SEED), len(values)
    if not n:
        return None
    drawn = sorted(figure([values[int(rng.random() * n)] for _ in range(n)]) for _ in range(DRAWS))
    return [figure(values), quantile(drawn, (1 - LEVEL) / 2), quantile(drawn, (1 + LEVEL) / 2)]
