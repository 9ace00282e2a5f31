#!/usr/bin/env python3
"""proof.py - tools: what was measured, as a page: docs/proof.md. `make bench-truth` runs it.

    proof.py BUILD [-o FILE] [PART...]     FILE is docs/proof.md, else; PARTs are those of PARTS

Runs each part with --json and writes what it printed; truth.py says what a line looks like. Every
figure and every conclusion on the page is a part's; here stands only what holds of all of them. The
same data and build give the same page, but for the part that takes time.
"""
import json
import pathlib
import subprocess
import sys

from truth import DATA, HERE, as_text

BENCH = HERE.parent
PARTS = {  # in the order of the page; BUILD stands for what was built
    "elections": [BENCH.parents[1] / "examples/kubernetes/bench-truth", "BUILD/kith", "--json"],
    "networks": [BENCH / "networks.py", "BUILD", "--json"],
    "distrust": [BENCH / "distrust.py", "BUILD", "--json"],
    "doctors": [BENCH / "doctors.py", "BUILD", "--json"],
    "coverage": [BENCH / "coverage.py", "BUILD", "--json"],
    "calibration": ["BUILD/tools/bench/calibration"],
    "attacks": [BENCH / "attacks.py", "BUILD", "--json"],
    "speed": [BENCH / "speed.py", "BUILD", "--json"],
}
KINDS = {"set", "row", "says", "missing"}


def lines_of(part, build):
    """What the part printed, and why not more."""
    words = [str(w).replace("BUILD", str(build)) for w in PARTS[part]]
    if not pathlib.Path(words[0]).exists():
        return [], "there is no %s" % pathlib.Path(words[0]).name
    print("proof: %s" % part, file=sys.stderr)
    if words[0].endswith(".py"):
        words.insert(0, sys.executable)
    done = subprocess.run(words, stdout=subprocess.PIPE, check=False)
    lines = []
    for text in done.stdout.decode().splitlines():
        try:
            line = json.loads(text)
        except ValueError:
            line = {}
        if line.get("is") not in KINDS or "set" not in line:
            return lines, "it printed what truth.py does not know: %s" % text[:80]
        lines.append(line)
    if done.returncode:
        return lines, "it ended with status %d" % done.returncode
    return lines, None if lines else "it printed nothing"


def sets_of(lines):
    """{set: its lines}, in the order they came."""
    sets = {}
    for line in lines:
        sets.setdefault(line["set"], []).append(line)
    return sets


# ---- the page ----


def cell(text):
    return text.replace("|", "\\|")


def table(rows):
    columns = []
    for r in rows:
        columns += [c for c in r["figures"] if c not in columns]
    yield "| | " + " | ".join(cell(c.rstrip("#").strip()) for c in columns) + " |"
    yield "|---" * (len(columns) + 1) + "|"
    for r in rows:
        shown = [cell(as_text(c, r["figures"].get(c))) for c in columns]
        yield "| %s | %s |" % (cell(r["by"]), " | ".join(shown))


def facts(head):
    of = [("question", "Question"), ("data", "Data"), ("split", "Split")]
    for key, name in of:
        if key not in head:
            continue
        more = ""
        if key == "data":
            more = "".join(" %s: %s." % (k.capitalize(), head[k]) for k in ("source", "licence") if k in head)
        if key == "split" and "seed" in head:
            more = " Seed: %s." % head["seed"]
        yield "- **%s.** %s%s%s" % (name, head[key][0].upper() + head[key][1:],
                                    "" if head[key][-1] in ".?" else ".", more)
    if "tuned" in head:
        yield "- **Tried.** %s." % (head["tuned"][0].upper() + head["tuned"][1:]).rstrip(".")
    if "fresh" in head:
        yield "- **Tuned on.** " + ("No: first measured when the estimator stood." if head["fresh"] else
                                   "Yes: looked at while the estimator or its input was chosen.")


def section(lines):
    head = next((l for l in lines if l["is"] == "set"), {})
    yield "## %s" % head.get("title", lines[0]["set"])
    yield from facts(head)
    says = [l["text"] for l in lines if l["is"] in ("says", "missing")]
    if says:
        yield ""
    for text in says:
        yield "**%s**" % text if len(says) == 1 else "- **%s**" % text
    tables = {}
    for row in (l for l in lines if l["is"] == "row"):
        tables.setdefault(row["table"], []).append(row)
    for title, rows in tables.items():
        yield ""
        yield "%s%s:" % (title[0].upper(), title[1:])
        yield ""
        yield from table(rows)
    yield ""


def tuned(sets):
    looked = [h["title"] for h in sets if h.get("fresh") is False]
    fresh = [h["title"] for h in sets if h.get("fresh") is True]
    yield "## What was tuned on"
    if looked:
        yield ("- Looked at while the estimator, its defaults or the way records become evidence were chosen: "
               "%s." % "; ".join(looked))
    if fresh:
        yield ("- First measured when these stood: %s. Where their figures have changed since, what was "
               "changed may have been chosen with them in view." % "; ".join(fresh))
    yield "- No weight and no limit is fitted to a set inside of this run."
    yield ""


def version(build):
    named = subprocess.run([str(build / "kith"), "--version"], stdout=subprocess.PIPE, check=True)
    git = ["git", "-C", str(BENCH), "describe", "--always", "--dirty=, changed", "--exclude", "*"]
    commit = subprocess.run(git, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    first = named.stdout.decode().splitlines()[0]
    return first + (", commit " + commit.stdout.decode().strip() if commit.returncode == 0 else "")


def page(build, parts):
    made_with = version(build)
    all_lines, not_run = [], []
    for part in parts:
        lines, why = lines_of(part, build)
        all_lines += lines
        if why:
            not_run.append("%s: %s." % (part, why))
    sets = sets_of(all_lines)
    here = {s: ls for s, ls in sets.items() if any(l["is"] != "missing" for l in ls)}
    not_run += ["%s: %s." % (s, l["text"]) for s, ls in sets.items() if s not in here for l in ls]
    yield "# Proof: what was measured"
    yield ""
    yield ("Made by `make bench-truth` with %s; nothing on this page is typed by hand. Intervals are 90 %% "
           "unless said otherwise. How figures come about: [methods](methods.md). The data are public, and "
           "not part of this repository." % made_with)
    yield ""
    yield from tuned([l for ls in here.values() for l in ls if l["is"] == "set"])
    for lines in here.values():
        yield from section(lines)
    if not_run:
        yield "## Not run here"
        yield from ("- %s" % n for n in not_run)
        yield ""


def main():
    words = sys.argv[1:]
    out = BENCH.parents[1] / "docs/proof.md"
    if "-o" in words:
        at = words.index("-o")
        out = pathlib.Path(words[at + 1])
        del words[at:at + 2]
    if not words or any(w not in PARTS for w in words[1:]):
        sys.exit(__doc__)
    if not DATA.is_dir():
        print("proof: there is no %s; say where the data are with KITH_DATA" % DATA, file=sys.stderr)
    text = "\n".join(page(pathlib.Path(words[0]).resolve(), words[1:] or PARTS))
    out.write_text(text.rstrip("\n") + "\n")
    print("proof: wrote %s" % out, file=sys.stderr)


main()
