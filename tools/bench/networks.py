#!/usr/bin/env python3
"""networks.py - tools: does kith foretell whom audiences of public networks heed next?

    networks.py BUILD [--json] [SET...]     all that are there

Reads $KITH_DATA (else ../shared/data beside the repository). Each set becomes a store: by kith's
own importers where it is a source that kith reads, else as a table of evidence. Audiences are
groups of the time before a day that parts the rows 3 : 2. `kith backtest` then shows 5 % and 20 %
of each audience; printed are the figures of each audience, and their means over the audiences with
90 % intervals over these (drawn anew; differences within a draw). Nothing is fitted here. Sets that
are not fresh were looked at while the estimator was chosen: half-lives from the past (aging.h) on
all but the newsletter.
"""
import collections
import csv
import json
import sys
import xml.etree.ElementTree

from truth import HERE, Lines, Missing, Store, bootstrap, communities, iso, mean, needed, parted, seconds

AUDIENCES, PEOPLE_LEAST = 6, 30
SHARES = (0.05, 0.2)
SPLITS = 32  # ways of parting an audience: with 8 the means move by 0.01 from seed to seed
FIRST = 20
RATERS = (("kith", "kith"), ("in-degree", "in-degree"), ("in-degree-fresh", "in-degree, as fresh"),
          ("pagerank", "PageRank"),
          ("followers", "followers"), ("votes_alone", "votes alone"), ("by_lot", "by lot"),
          ("placebo_reversed", "placebo: all rows reversed"),
          ("placebo_audience", "placebo: other people as buyers"),
          ("placebo_topic", "placebo: off the topic"),
          ("placebo_time", "placebo: rows dated by lot"))
MEASURES = (("ndcg", "NDCG@20"), ("precision", "precision@10"), ("captured", "captured@10"),
            ("rank_correlation", "rank correlation"))
DISTINCT = 0.25  # audiences are, where in the mean of two they share less of the first 20
NEAR = 0.01  # so near to in-degree is not worse than it


class Network:
    """One set in a store: rows are (seconds, verb, from, to, sign), audiences (name, members)."""

    def __init__(self, rows, at, audiences, topics=None):
        self.rows, self.at, self.audiences, self.topics = rows, at, audiences, topics


def college(store):
    lines = needed("truth/college/CollegeMsg.txt").read_text().split("\n")
    rows = [(int(t), "replied", "net:u" + u, "net:u" + v, 1)
            for u, v, t in (l.split() for l in lines if l)]
    store.evidence(rows)
    at = parted(rows)
    return Network(rows, at, grouped(rows, at))


def traders(store):
    with open(needed("truth/trust-alpha/soc-sign-bitcoinalpha.csv")) as f:
        rows = [(int(float(r["time"])), "cited", "net:u" + r["source"], "net:u" + r["target"],
                 1 if int(r["rating"]) > 0 else -1) for r in csv.DictReader(f)]
    store.evidence(rows)
    at = parted(rows)
    return Network(rows, at, grouped([r for r in rows if r[4] > 0], at))


def grouped(rows, at):
    return communities(((r[2], r[3]) for r in rows if r[0] < at), PEOPLE_LEAST, AUDIENCES)


def largest(groups):
    """[(name, members)] of {name: members}"""
    most = sorted(groups, key=lambda g: (-len(groups[g]), g))[:AUDIENCES]
    return [(g, sorted(groups[g])) for g in most]


def chat(store):
    rows, streams, number = [], collections.defaultdict(set), {}
    with open(needed("truth/lean-chat/messages-to-2022.csv")) as f:
        said = list(csv.DictReader(f))
    for m in said:
        for name in (m["mentions"] or "").split("|"):
            if name.strip() and name.strip() != m["sender"]:
                who = [number.setdefault(x, "net:u%d" % len(number)) for x in (m["sender"], name.strip())]
                rows.append((int(m["ts"]), "mentioned", who[0], who[1], 1))
    store.evidence(rows)
    at = parted(rows)
    for m in said:
        if int(m["ts"]) < at:
            streams[m["stream"]].add(m["sender"])
    audiences = [(s, [number[n] for n in g if n in number]) for s, g in largest(streams)]
    return Network(rows, at, audiences)


def dump(store):
    """quantum: communities of who heeded whom."""
    store.run("import", needed("listen/stackexchange-quantum"))
    rows = store.heeds()
    at = parted(rows)
    return Network(rows, at, grouped(rows, at))


def tags(store):
    """quantum: who asked under a tag; its market is on what the tag says."""
    place = needed("listen/stackexchange-quantum")
    store.run("import", place)
    rows = store.heeds()
    at = parted(rows)
    who, askers = store.persons(), collections.defaultdict(set)
    for _, post in xml.etree.ElementTree.iterparse(place / "Posts.xml"):
        user, tagged = post.get("OwnerUserId"), post.get("Tags")
        if user and tagged and seconds(post.get("CreationDate") + "Z") < at:
            for tag in tagged.strip("<>|").replace("><", "|").split("|"):
                askers[tag].add(who["stackexchange:%s:%s" % (place.name, user)])
    audiences = largest(askers)
    return Network(rows, at, audiences, ['"%s"' % a.replace("-", " ") for a, _ in audiences])


def mails(store):
    store.run("import", needed("listen/mbox-twisted"))
    rows = store.heeds()
    at = parted(rows)
    return Network(rows, at, grouped(rows, at))


def newsletter(store):
    """A reader is a section of an issue; it cites whose pages it links."""
    with open(needed("truth/rust/newsletter-links.csv")) as f:
        links = list(csv.DictReader(f))
    many = {l["domain"] for l in links if l["account"]}  # a page there is an account's, or nobody's
    rows, sections = [], collections.defaultdict(set)
    for l in links:
        section = l["subsection"] or l["section"]
        if not section or l["domain"] in many and not l["account"]:
            continue
        issue = "issue:%s/%s" % (l["issue_date"], "-".join(section.lower().split()))
        whom = l["domain"] + ("/" + l["account"].lower() if l["account"] else "")
        rows.append((seconds(l["issue_date"] + "T00:00:00Z"), "cited", issue, "page:" + whom, 1))
        sections[section].add(issue)
    newest = max(l["issue_date"] for l in links)
    now = {s: g for s, g in sections.items() if any(newest in i for i in g)}
    at = parted([r for r in rows if any(r[2] in g for g in now.values())])
    store.evidence(rows)
    return Network(rows, at, largest(now))


SETS = {
    "college": (college, {
        "title": "Messages of a college",
        "question": "Whom will the members of one community write to next?",
        "data": "dated messages between students; audiences are communities of who wrote to whom",
        "source": "SNAP, CollegeMsg", "licence": "none stated",
        "fresh": False}),
    "chat": (chat, {
        "title": "Mentions in a developers' chat",
        "question": "Whom will the people of one stream mention next?",
        "data": "dated messages with mentions, text dropped; audiences are streams",
        "source": "leanprover-community/archive", "licence": "none stated",
        "fresh": False}),
    "traders": (traders, {
        "title": "Ratings of traders",
        "question": "Whom will the traders of one community rate well next?",
        "data": "dated ratings, for or against; audiences are communities of who rated whom above 0",
        "source": "SNAP, soc-sign-bitcoin-alpha (Kumar et al. 2016)", "licence": "none stated",
        "fresh": False}),
    "quantum": (dump, {
        "title": "Questions and answers: communities",
        "question": "Whom will the members of one community answer, accept, mention or cite next?",
        "data": "a young site's dump as kith imports it; audiences are communities of who heeded whom",
        "source": "Stack Exchange, quantum computing", "licence": "CC BY-SA",
        "fresh": False}),
    "quantum-tags": (tags, {
        "title": "Questions and answers: tags",
        "question": "Whom will those who asked under a tag heed next on what the tag says?",
        "data": "the same dump; an audience asked under one of the commonest tags, the topic is the tag",
        "source": "Stack Exchange, quantum computing", "licence": "CC BY-SA",
        "fresh": False}),
    "twisted": (mails, {
        "title": "A mailing list",
        "question": "Whom will the members of one community answer next?",
        "data": "a list's months as mbox text as kith imports it; audiences are communities of who heeded "
                "whom",
        "source": "twisted/pipermail", "licence": "none stated",
        "fresh": False}),
    "newsletter": (newsletter, {
        "title": "A newsletter's sections",
        "question": "Whose pages will later issues link in one section?",
        "data": "links of a weekly newsletter; a buyer is a section of an issue, an audience a section "
                "that the newest issue still has",
        "source": "rust-lang/this-week-in-rust", "licence": "MIT",
        "fresh": True}),
}


# ---- what is measured ----


def store_of(store, name):
    """Fills the store, with a market m0, m1, … for each audience; returns the set's Network."""
    network = SETS[name][0](store)
    if not network.audiences:
        raise Missing("no audience of %d" % PEOPLE_LEAST)
    store.tag(network.audiences)
    for i in range(len(network.audiences)):
        topic = ("--topic", network.topics[i]) if network.topics else ()
        store.run("market", "add", "m%d" % i, "--audience", "tag:aud-%d" % i,
                  *topic)
    return network


def shared(network):
    """Share of the first 20 that two audiences have in common, by whom they heeded before the date;
    mean over pairs of audiences."""
    first = []
    for _, members in network.audiences:
        inside = set(members)
        pairs = {(r[2], r[3]) for r in network.rows
                 if r[0] < network.at and r[4] >= 0 and r[2] in inside}
        heeded = collections.Counter(v for _, v in pairs)
        first.append(set(sorted(heeded, key=lambda v: (-heeded[v], v))[:FIRST]))
    pairs = [(a, b) for i, a in enumerate(first) for b in first[:i] if a and b]
    return mean([len(a & b) / min(len(a), len(b)) for a, b in pairs])


def gains(found, other):
    """Pairs of NDCG, kith's and the other's, of the audiences that have both."""
    return [(f["kith"]["ndcg"], f[other]["ndcg"]) for f in found if other in f]


def verdict(gain):
    """In words, of [kith less in-degree, lo, hi]."""
    if gain[1] > 0:
        return "better than in-degree"
    if gain[2] < 0 and gain[0] < -NEAR:
        return "worse than in-degree here"
    if gain[0] < -NEAR:
        return "below in-degree, though that may be chance"
    return "not worse than in-degree"


def print_means(lines, name, known, found):
    table = "%.0f %% of the buyers shown, mean over %d audiences" % (100 * known, len(found))
    for rater, title in RATERS:
        have = [f[rater] for f in found if rater in f]
        if not have:
            continue
        figures = {t: bootstrap([h[m] for h in have]) for m, t in MEASURES}
        if rater not in ("kith", "placebo_time"):  # that one has judges of its own
            figures["kith more by"] = bootstrap(gains(found, rater), lambda g: mean([x - y for x, y in g]))
        lines.row(name, table, title, **figures)
    pairs = gains(found, "in-degree")
    gain = bootstrap(pairs, lambda g: mean([x - y for x, y in g]))
    lines.put(name, "says", text="With %.0f %% of the buyers shown kith is %s: NDCG@20 %.3f against %.3f, "
              "%+.3f (%+.3f to %+.3f)." % (100 * known, verdict(gain), mean([x for x, _ in pairs]),
                                           mean([y for _, y in pairs]), *gain))
    return mean([x for x, _ in pairs]), mean([y for _, y in pairs])


def print_audience(lines, name, known, audience, answer):
    by = {r["is"]: r for r in answer["rows"]}
    kith, other = by["kith"], by["in-degree"]
    lines.row(name, "each audience, %.0f %% of the buyers shown" % (100 * known), audience, **{
        "people#": answer["audience_size"], "shown#": answer["known"], "judges": answer["judges"],
        "prior": answer["model"].split(": ")[-1],
        "NDCG@20": [kith["ndcg"], kith["ndcg_lo"], kith["ndcg_hi"]],
        "in-degree": [other["ndcg"], other["ndcg_lo"], other["ndcg_hi"]],
        "kith more by": [other["gain"], other["gain_lo"], other["gain_hi"]]})
    return by


def measure(lines, build, name):
    """Means of NDCG, (kith, in-degree) by share shown, and whether the audiences are distinct."""
    with Store(build) as store:
        network = store_of(store, name)
        common = shared(network)
        at = iso(network.at)
        lines.put(name, "set", **SETS[name][1], seed=1, split=(
            "before and from %s (3 : 2 of %d rows); %d audiences of %d to %d, each parted in %d ways; "
            "half-life as the past says; two audiences share %.0f %% of the first %d they heeded before, in the mean" % (
                at, len(network.rows), len(network.audiences),
                min(len(m) for _, m in network.audiences),
                max(len(m) for _, m in network.audiences), SPLITS, 100 * common, FIRST)))
        means, few = {}, set()
        for known in SHARES:
            found = []
            for i, (audience, _) in enumerate(network.audiences):
                answer = store.ask("backtest", "m%d" % i, "--at", at, "--known", known,
                                   "--splits", SPLITS)
                if answer["rows"]:
                    found.append(print_audience(lines, name, known, audience, answer))
                else:
                    few.add(audience)
            means[known] = print_means(lines, name, known, found)
        if few:
            lines.put(name, "says", text="Too few judges for a figure: %s." % ", ".join(sorted(few)))
        return means, common < DISTINCT


def print_bar(lines, done):
    """The bar over all sets: in no set more than 0.01 below in-degree; above by a fifth where
    audiences are distinct. Sets that are fresh keep what was first measured of them: kith and
    in-degree, as this program printed it at that commit."""
    first = json.loads((HERE.parent / "networks_first.json").read_text())
    lines.put("all", "set", title="All networks together")
    for known in SHARES:
        below = [n for n in done if done[n][0][known][0] < done[n][0][known][1] - NEAR]
        apart = [n for n in done if done[n][1]]
        for name in done:
            kith, other = done[name][0][known]
            once = first["ndcg"].get(name, {}).get("%.0f" % (100 * known), (None, None))
            lines.row("all", "%.0f %% of the buyers shown" % (100 * known), name, **{
                "distinct": "yes" if done[name][1] else "no", "kith": kith, "in-degree": other,
                "more by": kith - other, "more by, %": kith / other - 1,
                "first (%s): kith" % first["commit"]: once[0], "in-degree then": once[1]})
        text = "With %.0f %% shown kith is more than %.2f below in-degree in %d of %d sets%s" % (
            100 * known, NEAR, len(below), len(done), ": " + ", ".join(below) if below else "")
        if apart:
            text += "; where audiences are distinct (%s) its mean is %+.0f %% of in-degree's" % (
                ", ".join(apart), 100 * (mean([done[n][0][known][0] for n in apart]) /
                                         mean([done[n][0][known][1] for n in apart]) - 1))
        lines.put("all", "says", text=text + ".")


def main():
    words = [w for w in sys.argv[1:] if w != "--json"]
    if not words:
        sys.exit(__doc__)
    lines, done = Lines("networks", "--json" in sys.argv), {}
    for name in words[1:] or SETS:
        try:
            done[name] = measure(lines, words[0], name)
        except Missing as missing:
            lines.put(name, "missing", text=str(missing))
    if len(done) > 1:
        print_bar(lines, done)


if __name__ == "__main__":
    main()
