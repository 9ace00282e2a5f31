#!/usr/bin/env python3
"""ties.py - tools: does the strength of a relationship foretell who answers whom?

    ties.py KITH SOURCE=CUT,CUT... ...     SOURCE: what `kith import` reads; CUT: a date

Of the people active in the year before a cut a random half are called ours (four halves a cut). For
each ordered pair of one of ours and one of theirs: does the first answer the second in the next 92
days? Said before by `kith relations --until CUT` (0 where it lists no relationship), by "answered
before", and by how often. Prints the AUC of each; ties count half. Also among pairs that
`relations` lists. What happens is counted here, from `kith export`.
"""
import csv
import datetime
import io
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

QUARTER, YEAR = datetime.timedelta(days=92), datetime.timedelta(days=365)
HALVES = 4


def kith(program, store, *words):
    done = subprocess.run([program, *words, "--db", store, "-q"], capture_output=True, text=True)
    if done.returncode:
        sys.exit("ties: kith %s: %s" % (" ".join(words[:2]), done.stderr.strip()))
    return done.stdout


def table(program, store, kind):
    csv.field_size_limit(1 << 30)
    return list(csv.DictReader(io.StringIO(kith(program, store, "export", kind, "--csv"))))


def auc(yes, no):
    """How often a pair that came true stands above one that did not: counted by value."""
    below, wins = 0, 0.0
    for value in sorted(set(yes) | set(no)):
        wins += yes[value] * (below + no[value] / 2)
        below += no[value]
    return wins / (sum(yes.values()) * below)


class Source:
    def __init__(self, program, path, where):
        self.program, self.store, self.where = program, str(where / "kith.db"), where
        kith(program, self.store, "import", path)
        self.person, self.handle = {}, {}
        for row in json.loads(kith(program, self.store, "people", "-n", "0", "--json"))["rows"]:
            for handle in (row["accounts"] or "").split():  # known by name alone: left out
                self.person[handle] = row["id"]
                self.handle[row["id"]] = handle
        when = lambda row: datetime.datetime.fromisoformat(row["at"].replace("Z", ""))
        who = lambda name: self.person.get(name, "")
        self.rows = [(when(r), r["verb"], who(r["from"]), who(r["to"]))
                     for r in table(program, self.store, "evidence")]
        self.docs = [(when(r), who(r["author"])) for r in table(program, self.store, "docs") if r["at"]]

    def active(self, cut):
        seen = [(at, u) for at, _, u, _ in self.rows] + self.docs
        return sorted({u for at, u in seen if u.startswith("p") and cut - YEAR <= at < cut})

    def strengths(self, ours, cut):
        """By kith, of a copy of the store in which these are ours."""
        store = str(self.where / "ours.db")
        Path(store).unlink(missing_ok=True)
        kith(self.program, self.store, "backup", store)
        lines = ["handles,tags"] + ["%s,teammate" % self.handle[u] for u in sorted(ours)]
        (self.where / "ours.csv").write_text("\n".join(lines) + "\n")
        kith(self.program, store, "import", str(self.where / "ours.csv"))
        rows = json.loads(kith(self.program, store, "relations", "--until", cut.strftime("%Y-%m-%d"),
                               "-n", "1000000", "--json"))["rows"]
        return {(r["teammate_id"], r["id"]): r["strength"] for r in rows}

    def measure(self, cut, seed):
        people = self.active(cut)
        ours = set(random.Random(seed).sample(people, len(people) // 2))
        theirs = [v for v in people if v not in ours]
        answered = [(at, (u, v)) for at, verb, u, v in self.rows if verb == "replied"]
        before = Counter(pair for at, pair in answered if at < cut)
        after = {pair for at, pair in answered if cut <= at < cut + QUARTER}
        strength = self.strengths(ours, cut)
        said = {"strength": lambda u, v: strength.get((u, v), 0.0),
                "answered before": lambda u, v: min(1, before[u, v]),
                "how often": lambda u, v: before[u, v]}
        pairs = [(u, v) for u in sorted(ours) for v in theirs]
        print("  %s half %d: %d people, %d pairs, %d come true" %
              (cut.date(), seed, len(people), len(pairs), sum(p in after for p in pairs)), flush=True)
        found = {}
        for scope, among in (("all", pairs), ("listed", [p for p in pairs if p in strength])):
            for name, score in said.items():
                yes = Counter(score(*p) for p in among if p in after)
                no = Counter(score(*p) for p in among if p not in after)
                found[scope, name] = auc(yes, no) if yes and no else None
        return found


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    for path, cuts in (word.rsplit("=", 1) for word in sys.argv[2:]):
        print(path)
        with tempfile.TemporaryDirectory() as where:
            source = Source(sys.argv[1], path, Path(where))
            found = [source.measure(datetime.datetime.fromisoformat(cut), seed)
                     for cut in cuts.split(",") for seed in range(1, HALVES + 1)]
        for key in found[0]:
            values = [f[key] for f in found if f[key] is not None]
            wins = sum(f[key[0], "strength"] > f[key] for f in found if f[key] is not None)
            print("  %-7s %-16s AUC mean %.3f (%.3f to %.3f); strength above it in %d of %d" %
                  (*key, sum(values) / len(values), min(values), max(values), wins, len(values)))


main()
