#!/usr/bin/env python3
"""speed.py - tools: how long does an answer take, how much memory, and does it grow in line with the
evidence?

    speed.py BUILD [--json]     SPEED_ROWS (1000000) is the largest size, SPEED_RUNS (3) medians

`kith find` with its 400 draws on made markets (gen_evidence) of three sizes: a person for ten rows,
one in twenty a buyer, every row on the topic. In turn with it the sqlite3 shell reads the same
rows of the same store once and adds them up: what any answer from them takes at the least. Seconds
are of the processor (user and system, all threads) unless said otherwise. Stores stay in
BUILD/bench, where run.sh has them, too.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys

from truth import Lines

SCAN = "SELECT count(*), sum(at), sum(verb), sum(from_account), sum(to_account), sum(sign) FROM evidence;"


def sizes():
    most = int(os.environ.get("SPEED_ROWS", "1000000"))
    return [most // 10, most * 3 // 10, most]


def store_of(build, rows):
    """Made once: kith.db in BUILD/bench/ROWS, as run.sh makes them; anew when this kith cannot read it."""
    place = build / "bench" / str(rows)
    kith, db = build / "kith", place / "kith.db"
    if db.exists():
        answer = subprocess.run([kith, "find", "all", "--db", db, "-q"], stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL, check=False)
        if answer.returncode == 0:
            return db
        db.unlink()
    place.mkdir(parents=True, exist_ok=True)
    subprocess.run([build / "tools/bench/gen_evidence", str(rows), str(rows // 10), place], check=True)
    new = place / "new.db"
    for left in place.glob("new.db*"):
        left.unlink()
    for words in (["import", place / "evidence.csv", place / "people.csv"],
                  ["market", "add", "word", "--topic", "storage", "--audience", "tag:buyer"],
                  ["market", "add", "all", "--topic", "", "--audience", "tag:buyer"]):
        subprocess.run([kith, *words, "--db", new, "-q"], check=True, stdout=subprocess.DEVNULL)
    new.rename(db)
    return db


def timed(build, words):
    """(wall, processor seconds, peak MiB) of a command."""
    log = build / "bench/speed.log"
    log.unlink(missing_ok=True)
    done = subprocess.run([build / "tools/bench/measure", log, *words], check=True,
                          env={**os.environ, "KITH_NOW": "2026-06-01"}, stdout=subprocess.PIPE)
    wall, user, system, peak = map(float, log.read_text().split()[:4])
    return (wall, user + system, peak), done.stdout


def median(runs):
    return [sorted(r[i] for r in runs)[len(runs) // 2] for i in range(3)]


def measure(lines, build):
    runs = int(os.environ.get("SPEED_RUNS", "3"))
    lines.put("speed", "set", title="Speed of an answer", seed=1,
              question="How long does an answer take, and does that grow in line with the evidence?",
              data="made markets of three sizes (tools/bench/gen_evidence.c)",
              split="medians of %d runs of each in turn, one after another on this machine with %d cores; "
                    "only ratios of one run mean something" % (runs, os.cpu_count()))
    ratios = []
    for rows in sizes():
        db = store_of(build, rows)
        ours, theirs = [], []
        for _ in range(runs):
            spent, answer = timed(build, [build / "kith", "find", "all", "--db", db, "--json"])
            ours.append(spent)
            theirs.append(timed(build, ["sqlite3", "-readonly", db, SCAN])[0])
        wall, cpu, peak = median(ours)
        scan = median(theirs)[1]
        ratios.append((rows, cpu, scan))
        first = ratios[0]
        lines.row("speed", "find, 400 draws", "%d rows" % rows, **{
            "people#": rows // 10, "buyers#": json.loads(answer)["audience_size"], "seconds, wall": wall,
            "seconds": cpu, "peak MiB#": peak, "sqlite3 reading the rows, seconds": scan,
            "times that": cpu / scan,
            "seconds a row, as at the least size": (cpu / rows) / (first[1] / first[0])})
    last = ratios[-1]
    lines.put("speed", "says", text="A row costs %.2f times as much at %d rows as at %d. At %d rows find "
              "takes %.1f times what reading the rows once takes, %.1f s of the processor." % (
                  (last[1] / last[0]) / (ratios[0][1] / ratios[0][0]), last[0], ratios[0][0],
                  last[0], last[1] / last[2], last[1]))


def main():
    words = [w for w in sys.argv[1:] if w != "--json"]
    if len(words) != 1:
        sys.exit(__doc__)
    lines = Lines("speed", "--json" in sys.argv)
    build = pathlib.Path(words[0]).resolve()
    for tool in ("tools/bench/measure", "tools/bench/gen_evidence"):
        if not (build / tool).exists():
            lines.put("speed", "missing", text="there is no %s: ninja bench-tools makes it" % tool)
            return
    if not shutil.which("sqlite3"):
        lines.put("speed", "missing", text="there is no sqlite3 shell to compare with")
        return
    measure(lines, build)


if __name__ == "__main__":
    main()
