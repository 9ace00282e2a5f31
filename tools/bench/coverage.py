#!/usr/bin/env python3
"""coverage.py - tools: do intervals of places hold the true place among the whole audience?

    coverage.py BUILD [--json] [SET...]     all of networks.py that are there

Of each audience of networks.py 5 % and 20 % are drawn DRAWS times and made the market's audience,
up to the day that parts the rows. The truth is the place by the votes of the whole audience in the
same time, as `kith find` counts them; of equals the place in the middle. Counted are the first ten
of each draw: how often `place_lo` to `place_hi` holds the truth; and, over the first ROWS, how far
P(top 10) is from the share that is there, in ten bins of it (of those with .05 or more, too).
"""
import bisect
import random
import sys

from networks import SETS, SHARES, store_of
from truth import SEED, Lines, Missing, Store, bootstrap, iso, mean

DRAWS, ROWS, TOP = 4, 200, 10


def draw_all(store, audiences):
    """A market for each audience and draw; returns {(audience, share, draw): market}."""
    rng, tags, markets = random.Random(SEED), {}, {}
    for i, (_, members) in enumerate(audiences):
        for known in SHARES:
            for draw in range(DRAWS):
                market = markets[i, known, draw] = "d%d-%02.0f-%d" % (i, 100 * known, draw)
                for m in rng.sample(sorted(members), max(1, int(len(members) * known))):
                    tags.setdefault(m, []).append(market)
    store.table("drawn.csv", ["name", "handles", "tags"],
                (("", m, " ".join(tags[m])) for m in sorted(tags)))
    return markets


def places(rows):
    """{id: (first, last) of the places that equals share}, by votes."""
    less = sorted(-(r["votes"] or 0) for r in rows)
    return {r["id"]: (bisect.bisect_left(less, -(r["votes"] or 0)) + 1,
                      bisect.bisect_right(less, -(r["votes"] or 0))) for r in rows}


def in_top(place):
    """What share of those who share the place is among the first ten."""
    return min(1.0, max(0.0, (TOP + 1 - place[0]) / (place[1] + 1 - place[0])))


def off(stated):
    """Mean distance of stated and true chance, in ten bins of the stated one."""
    bins = {}
    for p, true in stated:
        bins.setdefault(min(9, int(10 * p)), []).append((p, true))
    return sum(abs(sum(p - t for p, t in b)) for b in bins.values()) / len(stated) if stated else None


def measure(lines, build, name):
    with Store(build) as store:
        network = store_of(store, name)
        until = ("--until", iso(network.at)[:10])
        topic = [("--topic", t) for t in network.topics] if network.topics else [()] * len(network.audiences)
        markets = draw_all(store, network.audiences)
        truth = [places(store.ask("find", "m%d" % i, "--all", *until)["rows"])
                 for i in range(len(network.audiences))]
        lines.put(name, "set", title="Places of %s" % name, seed=SEED, split=(
            "none: the same time for those drawn and for the whole audience, up to %s; %d draws of each "
            "of %d audiences" % (until[1], DRAWS, len(network.audiences))),
            question="Do 90 % intervals of places hold the true place?")
        for known in SHARES:
            held, wide, stated, ranked, heard = [], [], [], 0, []
            for (i, share, _), market in markets.items():
                if share != known:
                    continue
                store.run("market", "add", market, "--audience", "tag:" + market, *topic[i])
                answer = store.ask("find", market, "-n", ROWS, *until)
                heard.append(answer["heard"])
                if not answer["ranked"]:
                    continue
                ranked += 1
                last = (len(truth[i]) + 1, len(truth[i]) + 1)
                for r in answer["rows"]:
                    place = truth[i].get(r["id"], last)
                    stated.append((r["p_top_10"], in_top(place)))
                    if r["rank"] <= TOP:
                        held.append(1.0 if r["place_lo"] <= mean(place) <= r["place_hi"] else 0.0)
                        wide.append(r["place_hi"] - r["place_lo"])
            by = "%.0f %% of the audience" % (100 * known)
            likely = [s for s in stated if s[0] >= 0.05]
            lines.row(name, "places", by, **{
                "heard#": mean(heard), "draws ranked#": ranked, "first ten#": len(held),
                "interval holds": bootstrap(held) if held else None,
                "places wide#": sorted(wide)[len(wide) // 2] if wide else None,
                "P(top 10) off by": off(stated), "where .05 or more": off(likely)})
            if held:
                share = mean(held)
                lines.put(name, "says", text="With %s known, 90 %% intervals hold %.0f of 100 true places%s." % (
                    by, 100 * share, "" if 0.85 <= share <= 0.99 else
                    ": too few" if share < 0.85 else ": they are wider than they say"))
            else:
                lines.put(name, "says", text="With %s known nobody is ranked: fewer than 8 buyers are heard." % by)


def main():
    words = [w for w in sys.argv[1:] if w != "--json"]
    if not words:
        sys.exit(__doc__)
    lines = Lines("coverage", "--json" in sys.argv)
    for name in words[1:] or SETS:
        try:
            measure(lines, words[0], name)
        except Missing as missing:
            lines.put(name, "missing", text=str(missing))


if __name__ == "__main__":
    main()
