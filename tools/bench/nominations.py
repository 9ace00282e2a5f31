#!/usr/bin/env python3
"""nominations.py - tools: does the audit find the share of ties that both ends name?

    nominations.py KITH EDGES.csv...     columns from, to: `from` names `to`

Everybody of a network is twice in a store, as one of ours who claims whom they name, and as a
person who confirms whom they name. So what is confirmed of all pairs is what is reciprocated of all
ties, which is counted here by itself. Fails where the two differ, or where a cell does.
"""
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path


def kith(program, store, *words):
    done = subprocess.run([program, *words, "--db", store, "-q"], capture_output=True, text=True)
    if done.returncode:
        sys.exit("nominations: kith %s: %s" % (" ".join(words[:2]), done.stderr.strip()))
    return done.stdout


def by_hand(ties, people):
    """both, from alone, to alone, neither, of ordered pairs"""
    both = sum((v, u) in ties for u, v in ties)
    alone = len(ties) - both
    return both, alone, alone, len(people) * (len(people) - 1) - both - 2 * alone


def by_audit(program, ties, people):
    with tempfile.TemporaryDirectory() as where:
        store = str(Path(where) / "kith.db")
        pairs = [(u, v) for u in people for v in people if u != v]
        for name, head, row in (
                ("ours.csv", "teammate,person,strength", lambda u, v: ("ours:" + u, "theirs:" + v)),
                ("theirs.csv", "person,teammate,confirmed", lambda u, v: ("theirs:" + u, "ours:" + v))):
            lines = [head] + ["%s,%s,%d" % (*row(u, v), 3 * ((u, v) in ties)) for u, v in pairs]
            (Path(where) / name).write_text("\n".join(lines) + "\n")
        kith(program, store, "import", str(Path(where) / "ours.csv"))
        kith(program, store, "market", "add", "net", "--topic", "", "--audience", "everyone")
        kith(program, store, "claim", "net", "--freeze", "one")
        kith(program, store, "confirm", "net", str(Path(where) / "theirs.csv"))
        rows = json.loads(kith(program, store, "audit", "net", "--json"))["rows"]
        cells = ("both", "ours_only", "theirs_only", "neither")
        return tuple(sum(r[c] for r in rows if r["id"]) for c in cells)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    bad = False
    for path in sys.argv[2:]:
        with open(path, newline="") as file:
            rows = [(r["from"].strip(), r["to"].strip()) for r in csv.DictReader(file)]
        ties = {(u, v) for u, v in rows if u != v}
        people = sorted({x for tie in ties for x in tie})
        hand, audit = by_hand(ties, people), by_audit(sys.argv[1], ties, people)
        bad |= hand != audit
        print("%s: %d people, %d ties, %d reciprocated (%.4f); audit %d of %d (%.4f)%s" % (
            Path(path).name, len(people), len(ties), hand[0], hand[0] / max(1, len(ties)), audit[0],
            audit[0] + audit[1], audit[0] / max(1, audit[0] + audit[1]),
            "" if hand == audit else " DIFFERENT: %s, by hand %s" % (audit, hand)))
    sys.exit(bad)


if __name__ == "__main__":
    main()
