# score.awk - how near do kith and plain counts come to the ballots?
#
#   awk -f csv.awk -f score.awk -v data=DIR -v tables=DIR [-v json=1]
#
# tables holds people.csv, evidence.csv and, for each election, reach-YEAR.csv: `kith find`'s answer on its
# candidates. README.md beside this file says how ballots, counts and intervals are made.

BEGIN {
    YEAR = 365 * 86400
    DRAWS = 1000
    seed = seed_given = 20180919
    measures = split("kith|merged work, last year|merged work, ever|groups led now|" \
        "nominations in proposals|people who heed them|people they heed|" \
        "mean place, four counts", title, "|")
    read_elections(data "/election-dates.csv")
    read_candidates(tables "/people.csv")
    for (e = 1; e <= elections; e++) {
        read_ballots(e)
        read_reach(e)
    }
    count_work(data "/activity.csv")
    count_leads(data "/leads-by-year.csv")
    count_nominations(data "/keps.csv")
    count_heads(tables "/evidence.csv")
    for (e = 1; e <= elections; e++) mean_places(e)
    if (json) {
        print_lines()
    } else {
        print_table()
        print_doubts()
    }
}

# ---- reading ----

# Those whose ballots are here.
function read_elections(file,    row, ballots, cell) {
    csv_open(file)
    while (csv_read(file, row)) {
        ballots = data "/elections/" row["election"] "/ballots.csv"
        if (!csv_cells(ballots, cell)) continue
        close(ballots)
        election[++elections] = row["election"]
        opens[elections] = seconds(row["voting_opens"])
    }
}

function read_candidates(file,    row, e, login) {
    csv_open(file)
    while (csv_read(file, row)) {
        login = tolower(row["handles"])
        sub(/^github:/, "", login)
        for (e = 1; e <= elections; e++) {
            if (index(" " row["tags"] " ", " candidate-" election[e] " ")) {
                login_of[e, row["name"]] = login
            }
        }
    }
}

# ballot[e, b, c] is the rank that ballot b gives candidate c; 0 is "No opinion".
function read_ballots(e,    file, cell, c, b, name) {
    file = data "/elections/" election[e] "/ballots.csv"
    if (!csv_cells(file, cell)) return
    candidates[e] = cell[0]
    for (c = 1; c <= cell[0]; c++) {
        name = cell[c]
        sub(/ *\(@.*/, "", name)
        candidate[e, c] = name
        if ((e, name) in login_of && login_of[e, name] != "") place[e, login_of[e, name]] = c
        by_name[e, tolower(name)] = c
    }
    while (csv_cells(file, cell)) {
        if (cell[0] < candidates[e]) continue
        b = ++ballots[e]
        for (c = 1; c <= candidates[e]; c++) ballot[e, b, c] = cell[c] + 0
    }
    for (b = 1; b <= ballots[e]; b++) drawn[b] = b
    judge(e, drawn, rank_truth, pair_truth)
}

function read_reach(e,    file, row, c) {
    file = tables "/reach-" election[e] ".csv"
    csv_open(file)
    while (csv_read(file, row)) {
        c = by_name[e, tolower(row["name"])]
        if (c && row["reach_in_100"] != "") score[1, e, c] = row["reach_in_100"] + 0
    }
    for (c = 1; c <= candidates[e]; c++) {
        if ((1, e, c) in score) continue
        unheard = unheard (unheard_count == 0 ? "" : unheard_count % 4 ? ", " : ",\n") \
            candidate[e, c] " " election[e]
        unheard_count++
    }
}

# The candidate's place behind a login, else behind the name of one who has none.
function place_of(e, login, name) {
    if (login != "") return place[e, tolower(login)]
    return by_name[e, tolower(name)]
}

function count_work(file,    row, at, e, c) {
    csv_open(file)
    while (csv_read(file, row)) {
        at = seconds(row["time"])
        for (e = 1; e <= elections; e++) {
            c = place_of(e, row["login"], row["name"])
            if (!c || at >= opens[e]) continue
            score[3, e, c]++
            if (at >= opens[e] - YEAR) score[2, e, c]++
        }
    }
}

# Of the last snapshot before voting opened.
function count_leads(file,    row, e, c, at, newest) {
    csv_open(file)
    while (csv_read(file, row)) {
        at = seconds(row["asof"])
        for (e = 1; e <= elections; e++) if (at < opens[e] && at > newest[e] + 0) newest[e] = at
    }
    csv_open(file)
    while (csv_read(file, row)) {
        for (e = 1; e <= elections; e++) {
            c = place_of(e, row["github"], "")
            if (c && seconds(row["asof"]) == newest[e]) score[4, e, c]++
        }
    }
}

function count_nominations(file,    row, e, c, who, n, i) {
    csv_open(file)
    while (csv_read(file, row)) {
        n = split(row["reviewers"] ";" row["approvers"], who, ";")
        for (i = 1; i <= n; i++) {
            for (e = 1; e <= elections; e++) {
                c = place_of(e, who[i], "")
                if (c && seconds(row["created"]) < opens[e]) score[5, e, c]++
            }
        }
    }
}

# Distinct people in the evidence that kith saw, on either side of a candidate.
function count_heads(file,    row, at, e) {
    csv_open(file)
    while (csv_read(file, row)) {
        at = seconds(row["at"])
        sub(/^github:/, "", row["from"])
        sub(/^github:/, "", row["to"])
        for (e = 1; e <= elections; e++) {
            if (at >= opens[e] || at < opens[e] - YEAR) continue
            count_head(6, e, place_of(e, row["to"], ""), row["from"])
            count_head(7, e, place_of(e, row["from"], ""), row["to"])
        }
    }
}

function count_head(m, e, c, other) {
    if (!c || (m, e, c, other) in head) return
    head[m, e, c, other] = 1
    score[m, e, c]++
}

# Plain counts together: the mean of a candidate's places in work, leads and nominations.
function mean_places(e,    m, c, n, v, place) {
    n = candidates[e]
    for (m = 2; m <= 5; m++) {
        for (c = 1; c <= n; c++) v[c] = score[m, e, c] + 0
        places(v, n, place)
        for (c = 1; c <= n; c++) score[8, e, c] += place[c] / 4
    }
}

# ---- judging ----

# Of the ballots drawn[1..]: mean rank, negative so that more is better, "No opinion" as the last
# place; and pairs won, ties half, among those who ranked both.
function judge(e, drawn, by_rank, by_pairs,    b, c, d, n, r, q, ahead) {
    n = candidates[e]
    for (c = 1; c <= n; c++) by_rank[e, c] = by_pairs[e, c] = 0
    for (b = 1; b <= ballots[e]; b++) {
        for (c = 1; c <= n; c++) {
            r = ballot[e, drawn[b], c]
            by_rank[e, c] -= (r ? r : n) / ballots[e]
            for (d = 1; d < c; d++) {
                q = ballot[e, drawn[b], d]
                if (r && q) ahead[c, d] += (r < q) - (r > q)
            }
        }
    }
    for (c = 1; c <= n; c++) {
        for (d = 1; d < c; d++) {
            by_pairs[e, c] += ahead[c, d] > 0 ? 1 : ahead[c, d] < 0 ? 0 : 0.5
            by_pairs[e, d] += ahead[c, d] < 0 ? 1 : ahead[c, d] > 0 ? 0 : 0.5
        }
    }
}

# Places in v[1..n], equal values sharing the mean of theirs.
function places(v, n, ret,    i, j) {
    for (i = 1; i <= n; i++) {
        ret[i] = 0.5
        for (j = 1; j <= n; j++) ret[i] += v[j] < v[i] ? 1 : v[j] > v[i] ? 0 : 0.5
    }
}

# Spearman's rank correlation with ties (Pearson's of the places); 0 where one side is all equal.
function spearman(v, w, n,    p, q, i, m, top, left, right) {
    places(v, n, p)
    places(w, n, q)
    m = (n + 1) / 2
    for (i = 1; i <= n; i++) {
        top += (p[i] - m) * (q[i] - m)
        left += (p[i] - m) ^ 2
        right += (q[i] - m) ^ 2
    }
    return left && right ? top / sqrt(left * right) : 0
}

# Of measure m in election e, over the candidates pick[1..n].
function agreement(m, e, truth, pick, n,    i, v, w) {
    for (i = 1; i <= n; i++) {
        v[i] = score[m, e, pick[i]] + 0
        w[i] = truth[e, pick[i]]
    }
    return spearman(v, w, n)
}

function everyone(e, pick,    c) {
    for (c = 1; c <= candidates[e]; c++) pick[c] = c
    return candidates[e]
}

# ---- chance ----

# 1..n by Park and Miller's generator, so that every awk draws the same.
function draw(n) {
    seed = (seed * 16807) % 2147483647
    return int(seed / 2147483647 * n) + 1
}

function sort(v, n,    i, j, gap, x) {
    for (gap = int(n / 2); gap > 0; gap = int(gap / 2)) {
        for (i = gap + 1; i <= n; i++) {
            x = v[i]
            for (j = i; j > gap && v[j - gap] > x; j -= gap) v[j] = v[j - gap]
            v[j] = x
        }
    }
}

# Sets lo[m] and hi[m] to the middle 90 % of the mean agreement when candidates are drawn anew,
# less_lo[m] and less_hi[m] to that of kith's less the measure's, and ahead[m] to the share of draws
# in which kith comes nearer than measure m.
function redraw_candidates(    k, m, e, i, n, pick, mean, all) {
    for (k = 1; k <= DRAWS; k++) {
        split("", mean)
        for (e = 1; e <= elections; e++) {
            n = candidates[e]
            for (i = 1; i <= n; i++) pick[i] = draw(n)
            for (m = 1; m <= measures; m++) {
                mean[m] += agreement(m, e, rank_truth, pick, n) / elections
            }
        }
        for (m = 1; m <= measures; m++) {
            all[m, k] = mean[m]
            ahead[m] += (mean[1] > mean[m]) / DRAWS
        }
    }
    for (m = 1; m <= measures; m++) {
        for (k = 1; k <= DRAWS; k++) pick[k] = all[m, k]
        sort(pick, DRAWS)
        lo[m] = pick[int(DRAWS * 0.05) + 1]
        hi[m] = pick[int(DRAWS * 0.95)]
        for (k = 1; k <= DRAWS; k++) pick[k] = all[1, k] - all[m, k]
        sort(pick, DRAWS)
        less_lo[m] = pick[int(DRAWS * 0.05) + 1]
        less_hi[m] = pick[int(DRAWS * 0.95)]
    }
}

# What 1 in 20 orders drawn by lot would reach.
function by_lot(    draws, k, e, c, d, n, x, pick, v, w, mean) {
    draws = 4 * DRAWS
    for (k = 1; k <= draws; k++) {
        for (e = 1; e <= elections; e++) {
            n = everyone(e, pick)
            for (c = n; c > 1; c--) { d = draw(c); x = pick[c]; pick[c] = pick[d]; pick[d] = x }
            for (c = 1; c <= n; c++) { v[c] = pick[c]; w[c] = rank_truth[e, c] }
            mean[k] += spearman(v, w, n) / elections
        }
    }
    sort(mean, draws)
    return mean[draws * 0.95]
}

# How far the mean agreement of kith moves when ballots are drawn anew: half of the middle 90 %.
function by_ballots(    k, e, b, n, drawn, r, p, pick, mean, draws) {
    draws = 100
    for (k = 1; k <= draws; k++) {
        for (e = 1; e <= elections; e++) {
            for (b = 1; b <= ballots[e]; b++) drawn[b] = draw(ballots[e])
            judge(e, drawn, r, p)
            n = everyone(e, pick)
            mean[k] += agreement(1, e, r, pick, n) / elections
        }
    }
    sort(mean, draws)
    return (mean[draws * 0.95] - mean[draws * 0.05 + 1]) / 2
}

# ---- printing ----

function print_table(    m, e, n, pick, each, mean, pairs) {
    redraw_candidates()
    printf "%-26s", "agreement with ballots"
    for (e = 1; e <= elections; e++) printf "%7s", election[e]
    printf "%8s  %-14s%7s%8s\n", "mean", "90 %", "pairs", "nearer"
    for (m = 1; m <= measures; m++) {
        mean = pairs = 0
        printf "%-26s", title[m]
        for (e = 1; e <= elections; e++) {
            n = everyone(e, pick)
            each = agreement(m, e, rank_truth, pick, n)
            mean += each / elections
            pairs += agreement(m, e, pair_truth, pick, n) / elections
            printf "%7.2f", each
        }
        printf "%8.2f  %5.2f to %5.2f%7.2f%8s\n", mean, lo[m], hi[m], pairs, \
            (m == 1 ? "" : sprintf("%.2f", ahead[m]))
    }
}

# Lines for tools/bench/proof.py; tools/bench/truth.py says how they look.
function print_lines(    m, e, n, pick, each, mean, votes, all) {
    redraw_candidates()
    for (e = 1; e <= elections; e++) {
        all = all (e > 1 ? ", " : "") candidates[e]
        votes += ballots[e]
    }
    line("set")
    text("title", "Elections by secret ballot")
    text("question", "In what order do a project's people rank those who stand for its committee?")
    text("data", "merged work, leads and proposals; " all " candidates, " votes " ballots")
    text("source", "kubernetes/community, enhancements, org, steering")
    text("licence", "Apache-2.0")
    text("split", "evidence of the year before voting opened; the program's own weights, nothing is fitted")
    text("tuned", "which records count as what was settled with these figures in view: " \
        "examples/kubernetes/README.md lists the ways looked at")
    printf ", \"fresh\": false, \"seed\": %d}\n", seed_given
    for (m = 1; m <= measures; m++) {
        mean = 0
        line("row")
        text("table", "Spearman's correlation with the mean rank on the ballots")
        text("by", title[m])
        printf ", \"figures\": {"
        for (e = 1; e <= elections; e++) {
            n = everyone(e, pick)
            each = agreement(m, e, rank_truth, pick, n)
            mean += each / elections
            printf "\"%s\": %.6f, ", election[e], each
        }
        of_mean[m] = mean
        printf "\"mean\": [%.6f, %.6f, %.6f]", mean, lo[m], hi[m]
        if (m > 1) printf ", \"kith more by\": [%.6f, %.6f, %.6f]", of_mean[1] - mean, less_lo[m], less_hi[m]
        print "}}"
    }
    line("says")
    text("text", sprintf("kith's mean is %.2f, that of the mean place in four counts %.2f: kith is %s. " \
        "An order by lot exceeds %.2f once in 20 times; drawn anew, ballots move kith's mean by %.2f " \
        "either way.", of_mean[1], of_mean[8], nearness(of_mean[1] - of_mean[8], less_lo[8], less_hi[8]), \
        by_lot(), by_ballots()))
    print "}"
}

function line(is) {
    printf "{\"part\": \"elections\", \"set\": \"kubernetes\", \"is\": \"%s\"", is
}

function text(key, value) {
    printf ", \"%s\": \"%s\"", key, value
}

function nearness(gain, from, to) {
    if (from > 0) return "nearer to the ballots"
    if (to < 0) return "further from the ballots"
    return (gain < 0 ? "further from" : "nearer to") " the ballots, which may be chance"
}

function print_doubts(    e, all, votes) {
    for (e = 1; e <= elections; e++) {
        all = all (e > 1 ? ", " : "") candidates[e]
        votes += ballots[e]
    }
    print ""
    print "Spearman's rank correlation of each measure, from before voting opened, with the mean rank"
    print "on the ballots (\"No opinion\" is the last place); pairs: with pairs won instead. 90 %: the"
    print "middle of " DRAWS " redraws of the candidates; nearer: share of these in which kith is nearer than it."
    print "People who heed them, people they heed: plain counts in the same tables that kith read. Four"
    print "counts: the mean of a candidate's places in work, last year and ever, leads and nominations."
    printf "%s candidates and %d ballots: an order by lot exceeds %.2f once in 20 times, and redrawn\n", \
        all, votes, by_lot()
    printf "ballots move kith's mean by %.2f either way.\n", by_ballots()
    if (unheard) print "Without a figure before voting opened, so last with kith:\n" unheard "."
}
