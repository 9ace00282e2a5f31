#!/usr/bin/env python3
"""networks.py - tools: does kith foretell whom audiences of public networks heed next?

    networks.py BUILD [SET...]     college, chat, traders; all that are there

Reads $KITH_DATA (else ../shared/data beside the repository)/truth: dated messages of a college
(SNAP CollegeMsg), mentions in a developers' chat (lean-chat), dated ratings of traders (SNAP
bitcoin-alpha). Each becomes a table of evidence; audiences are the six largest communities
(modularity, moved greedily) or, of the chat, the six largest streams, both of the time before the
date that parts the rows 3 : 2. `kith backtest` then shows 5 % and 20 % of each audience; printed
is the mean NDCG@20 over the audiences. Prints nothing but a line where the data is not there.
"""
import collections
import csv
import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve()
DATA = pathlib.Path(os.environ.get("KITH_DATA", HERE.parents[2].parent / "shared/data")) / "truth"
AUDIENCES, PEOPLE_LEAST = 6, 30
RATERS = ("kith", "in-degree", "pagerank", "votes_alone", "by_lot")


def iso(at):
    return datetime.datetime.fromtimestamp(at, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


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


def communities(pairs):
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
    big = [g for g in groups.values() if len(g) >= PEOPLE_LEAST]
    return sorted(big, key=lambda g: (-len(g), min(g)))[:AUDIENCES]


def parted(rows):
    return sorted(r[0] for r in rows)[len(rows) * 3 // 5]


def college():
    lines = (DATA / "college/CollegeMsg.txt").read_text().split("\n")
    rows = [(int(t), "replied", "u" + u, "u" + v, 1) for u, v, t in (l.split() for l in lines if l)]
    at = parted(rows)
    return rows, at, communities((r[2], r[3]) for r in rows if r[0] < at)


def traders():
    with open(DATA / "trust-alpha/soc-sign-bitcoinalpha.csv") as f:
        rows = [(int(float(r["time"])), "cited", "u" + r["source"], "u" + r["target"],
                 1 if int(r["rating"]) > 0 else -1) for r in csv.DictReader(f)]
    at = parted(rows)
    return rows, at, communities((r[2], r[3]) for r in rows if r[0] < at and r[4] > 0)


def chat():
    rows, streams, said, number = [], collections.defaultdict(set), [], {}
    with open(DATA / "lean-chat/messages-to-2022.csv") as f:
        said = list(csv.DictReader(f))
    for m in said:
        for name in (m["mentions"] or "").split("|"):
            if name.strip() and name.strip() != m["sender"]:
                who = [number.setdefault(x, "u%d" % len(number)) for x in (m["sender"], name.strip())]
                rows.append((int(m["ts"]), "mentioned", who[0], who[1], 1))
    at = parted(rows)
    for m in said:
        if int(m["ts"]) < at:
            streams[m["stream"]].add(m["sender"])
    largest = sorted(streams, key=lambda s: (-len(streams[s]), s))[:AUDIENCES]
    return rows, at, [[number[n] for n in sorted(streams[s]) if n in number] for s in largest]


def measure(kith, name, rows, at, audiences):
    with tempfile.TemporaryDirectory() as work:
        def run(*words):
            return subprocess.run([kith, *words, "--db", work + "/s.db", "-q"], check=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        with open(work + "/evidence.csv", "w") as f:
            out = csv.writer(f)
            out.writerow(["at", "verb", "from", "to", "sign"])
            out.writerows((iso(t), verb, "net:" + u, "net:" + v, s) for t, verb, u, v, s in rows)
        with open(work + "/people.csv", "w") as f:
            tags = collections.defaultdict(list)
            for i, members in enumerate(audiences):
                for m in members:
                    tags[m].append("aud-%d" % i)
            out = csv.writer(f)
            out.writerow(["name", "handles", "tags"])
            out.writerows(("", "net:" + m, " ".join(tags[m])) for m in sorted(tags))
        run("import", work + "/people.csv", work + "/evidence.csv")
        for i in range(len(audiences)):
            run("market", "add", "m%d" % i, "--audience", "tag:aud-%d" % i, "--half-life", "0")
        for known in ("0.05", "0.2"):
            found = collections.defaultdict(list)
            for i in range(len(audiences)):
                answer = json.loads(run("backtest", "m%d" % i, "--at", iso(at)[:10],
                                        "--known", known, "--json"))
                for row in answer["rows"]:
                    found[row["is"]].append(row["ndcg"])
            means = "  ".join("%s %.3f" % (r, sum(found[r]) / len(found[r])) for r in RATERS)
            print("%-8s %3.0f %% shown, audiences of %d to %d: %s" % (
                name, 100 * float(known), min(map(len, audiences)), max(map(len, audiences)), means))


def main():
    sets = {"college": college, "chat": chat, "traders": traders}
    for name in sys.argv[2:] or sets:
        try:
            rows, at, audiences = sets[name]()
        except FileNotFoundError as missing:
            print("%-8s not here: %s" % (name, missing.filename))
            continue
        measure(sys.argv[1] + "/kith", name, rows, at, audiences)


main()
