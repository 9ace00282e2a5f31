#!/usr/bin/env python3
"""distrust.py - tools: does the past tell who will be opposed later?

    distrust.py BUILD [--json]

Dated ratings of traders (SNAP bitcoin-alpha), parted by time at 50, 60 and 70 % of the rows; `kith
find --against --all` as of then, with everybody heard, gives each person's doubt (of 100 who state an
opinion, how many oppose) and the chance to be opposed in a next period. Printed is the area under
the ROC curve for who is opposed later, with a 90 % interval (people drawn anew), beside in-degree:
among all of whom anything was said before, among those nobody had opposed, and among those rated
again later. The prior that the figure has of a market is fitted to its past; nothing else is.
"""
import bisect
import collections
import random
import sys

from networks import traders
from truth import Lines, Missing, SEED, Store, iso

DRAWS = 200
SPLITS = (0.5, 0.6, 0.7)


def area(pairs):
    """Chance that one who was opposed has the higher score than one who was not; ties half."""
    opposed = [s for s, later in pairs if later]
    others = sorted(s for s, later in pairs if not later)
    if not opposed or not others:
        return None
    wins = sum(bisect.bisect_left(others, s) + bisect.bisect_right(others, s) for s in opposed)
    return wins / 2 / len(opposed) / len(others)


def with_interval(pairs):
    rng, drawn = random.Random(SEED), []
    for _ in range(DRAWS):
        a = area([pairs[rng.randrange(len(pairs))] for _ in pairs])
        if a is not None:
            drawn.append(a)
    drawn.sort()
    return [area(pairs), drawn[len(drawn) // 20], drawn[-1 - len(drawn) // 20]]


def measure(lines, store, rows):
    rows = sorted(rows)
    store.run("market", "add", "all", "--audience", "everyone")
    for split in SPLITS:
        at = rows[int(len(rows) * split)][0]
        day = iso(at)[:10]
        past = [r for r in rows if iso(r[0])[:10] < day]
        heeded, opposed = collections.Counter(), collections.Counter()
        for _, _, _, v, sign in past:
            heeded[v] += 1
            opposed[v] += sign < 0
        later, against = collections.Counter(), collections.Counter()
        for _, _, _, v, sign in rows[len(past):]:
            later[v] += 1
            against[v] += sign < 0
        answer = store.ask("find", "all", "--against", "--all", "--until", day)["rows"]
        figure = {"net:" + r["name"]: r for r in answer}
        people = {
            "spoken of before": [v for v in sorted(heeded)],
            "not opposed before": [v for v in sorted(heeded) if not opposed[v]],
            "rated again later": [v for v in sorted(heeded) if later[v]],
        }
        for name, who in people.items():
            def pairs(score):
                return [(score(v), against[v] > 0) for v in who]
            lines.row("traders", "Who is opposed later: area under the curve",
                      "first %d %%, %s" % (100 * split, name), **{
                          "people#": len(who), "opposed later#": sum(against[v] > 0 for v in who),
                          "opposed next": with_interval(pairs(
                              lambda v: (figure.get(v) or {}).get("opposed_next") or 0.0)),
                          "doubt": with_interval(pairs(
                              lambda v: (figure.get(v) or {}).get("doubt_in_100") or 0.0)),
                          "in-degree": with_interval(pairs(lambda v: heeded[v])),
                          "low in-degree": with_interval(pairs(lambda v: -heeded[v]))})


def main():
    words = [w for w in sys.argv[1:] if w != "--json"]
    lines = Lines("distrust", "--json" in sys.argv)
    with Store(words[0]) as store:
        try:
            rows = traders(store).rows
        except Missing as missing:
            lines.put("traders", "missing", text=str(missing))
            return
        lines.put("traders", "set", title="Who will be opposed", seed=SEED,
                  question="does the past of a network of trust tell who is opposed later?",
                  split="by time, at 50, 60 and 70 % of the ratings", fresh=False)
        measure(lines, store, rows)


if __name__ == "__main__":
    main()
