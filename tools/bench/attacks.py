#!/usr/bin/env python3
"""attacks.py - tools: which place can a nobody buy?

    attacks.py BUILD [--json] [SET...]     college, chat, traders

A nobody gets 10^2, 10^3 and 10^4 fans, who are all heeded by one account that 0, 1, 5 or 20 of the
known buyers are duped to name; 5 % and 10 % of an audience are known (drawn by lot). Printed is the
place by `kith find` of the nobody before and after (- is: not listed), beside in-degree and PageRank.
"""
import random
import sys

import networks
from truth import Lines, Missing, SEED, Store, iso

FANS, DUPED, KNOWN = (100, 1000, 10000), (0, 1, 5, 20), (0.05, 0.1)
LEAST = 10  # known buyers, that anybody is ranked
NOBODY, HEAD = "net:a-nobody", "net:a-head"


def places(store):
    answer = store.ask("find", "m", "--all")
    for row in answer["rows"]:
        if row["name"] == NOBODY.partition(":")[2]:
            return row["rank"], row["place_in_degree"], row["place_pagerank"], len(answer["rows"])
    row = store.ask("find", "m", "--popular", "--all")["rows"]
    loud = [r["place_loud"] for r in row if r["name"] == NOBODY.partition(":")[2]]
    return None, loud[0] if loud else None, None, len(answer["rows"])


def attacked(build, rows, at, members, fans, duped):
    with Store(build) as store:
        made = [(at - 86400 * 30, "named", "net:a-fan%d" % i, NOBODY, 1) for i in range(fans)]
        if fans:
            made += [(at - 86400 * 30, "named", HEAD, "net:a-fan%d" % i, 1) for i in range(fans)]
        made += [(at - 86400 * 31, "named", m, HEAD, 1) for m in members[:duped]]
        store.evidence(rows + made)
        store.tag([("m", members)])
        store.run("market", "add", "m", "--audience", "tag:aud-0")
        return places(store)


def measure(lines, name, net, build):
    past = [r for r in net.rows if r[0] < net.at]
    others = sorted({r[2] for r in past})
    who = sorted(set(net.audiences[0][1]) & set(others))
    for known in KNOWN:
        rng = random.Random(SEED)
        members = rng.sample(who, max(LEAST, int(known * len(who))))
        start = past + [(net.at - 86400 * 40, "replied", rng.choice(others), NOBODY, 1)
                        for _ in range(3)]
        before = attacked(build, start, net.at, members, 0, 0)
        for duped in [d for d in DUPED if d <= len(members)]:
            for fans in FANS:
                after = attacked(build, start, net.at, members, fans, duped)
                lines.row(name, "Place of a nobody", "%d %% known, %d duped, %d fans" % (
                    100 * known, duped, fans), **{
                        "before#": before[0], "after#": after[0], "listed#": after[3],
                        "in-degree before#": before[1], "in-degree after#": after[1],
                        "PageRank after#": after[2]})


def main():
    words = [w for w in sys.argv[1:] if w != "--json"]
    lines = Lines("attacks", "--json" in sys.argv)
    for name in words[1:] or ("college", "chat", "traders"):
        with Store(words[0]) as store:
            try:
                net = getattr(networks, name)(store)
            except Missing as missing:
                lines.put(name, "missing", text=str(missing))
                continue
        measure(lines, name, net, words[0])


if __name__ == "__main__":
    main()
