#!/usr/bin/env python3
"""doctors.py - tools: do the doctors others ask for advice adopt a drug first? And does the program say
by itself how firm that is?

    doctors.py BUILD [--json]

Reads $KITH_DATA (else ../shared/data beside the repository)/truth/doctors: whom doctors of four
cities ask for advice, and the month each adopted (the last month means never). `kith graph
direction` deals the months anew among the doctors of each city; its sentence is what is printed.
"""
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

from truth import Lines, Missing, needed

SEED = 1


def table(name):
    with open(needed("truth/doctors/medInnovations.%s.csv" % name)) as f:
        return list(csv.DictReader(f))


def measure(lines, build):
    ties, months = table("ties"), table("adoption")
    never = max(int(m["toa"]) for m in months)
    with tempfile.TemporaryDirectory() as place:
        def listed(name, rows):
            path = pathlib.Path(place, name)
            path.write_text("".join("%s %s\n" % r for r in rows))
            return path
        done = subprocess.run([
            pathlib.Path(build).resolve() / "kith", "graph", "direction",
            listed("asks", [(t["ego"], t["alter"]) for t in ties]), "--reverse", "--times",
            listed("adopted", [(m["id"], m["toa"]) for m in months if int(m["toa"]) != never]), "--groups",
            listed("city", [(m["id"], m["id"][0]) for m in months]), "--seed", str(SEED), "--json"],
            stdout=subprocess.PIPE, check=True)
    answer = json.loads(done.stdout)
    row = answer["rows"][0]
    lines.put("doctors", "set", title="Doctors and a new drug",
              question="Do doctors whom others ask for advice adopt before those who ask them?",
              data="%d ties of %d doctors, the month each adopted" % (len(ties), len(months)),
              source="Coleman, Katz, Menzel 1966, as in netdiffuseR", licence="MIT", seed=SEED, fresh=True,
              split="months dealt anew among the doctors of each city, %d times" % answer["shuffles"])
    lines.row("doctors", "direction of ties", "asked adopts first", **{
        "share": row["share"], "by chance": row["chance"], "p": [row["p"], row["p_lo"], row["p_hi"]],
        "first#": row["first"], "together#": row["same"], "later#": row["last"]})
    lines.put("doctors", "says", text=answer["lead"])


def main():
    words = [w for w in sys.argv[1:] if w != "--json"]
    if len(words) != 1:
        sys.exit(__doc__)
    lines = Lines("doctors", "--json" in sys.argv)
    try:
        measure(lines, words[0])
    except Missing as missing:
        lines.put("doctors", "missing", text=str(missing))


main()
