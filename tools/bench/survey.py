#!/usr/bin/env python3
"""survey.py - tools: do estimates of samples equal those of R's survey?

    survey.py KITH DIR      DIR holds apisrs.csv, apistrat.csv, apiclus1.csv, apiclus2.csv
                            (R: data(api, package = "survey"))

Each sample is read by kith as a survey; means and totals with their standard errors are held
against svymean and svytotal of R (Rscript with the package survey), and the weights of
`survey show --rake` against rake() and trimWeights(). Prints each largest relative difference; fails above 1e-6.
"""
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

DESIGNS = {  # of R, of kith
    "apisrs": ("id=~1, fpc=~fpc, weights=~pw", ["--population", "fpc"]),
    "apistrat": ("id=~1, strata=~stype, fpc=~fpc, weights=~pw", ["--stratum", "stype", "--population", "fpc"]),
    "apiclus1": ("id=~dnum, fpc=~fpc, weights=~pw", ["--cluster", "dnum", "--population", "fpc"]),
    "apiclus2": ("id=~dnum+snum, fpc=~fpc1+fpc2, weights=~pw",
                 ["--cluster", "dnum,snum", "--population", "fpc1,fpc2"]),
}
NUMBERS = ["api00", "api99", "enroll", "meals", "ell", "full", "avg.ed"]
MARGINS = {"stype": {"E": .7, "H": .13, "M": .17}, "sch.wide": {"No": .2, "Yes": .8}}


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        sys.exit("survey: %s: %s" % (" ".join(words[:3]), done.stderr.strip()[-400:]))
    return done.stdout


def by_r(where):
    lines = ["suppressMessages(library(survey))"]
    for name, (design, _) in DESIGNS.items():
        lines.append("d <- svydesign(%s, data=read.csv('%s', check.names=FALSE, colClasses=c(cds='character')))"
                     % (design, where / (name + ".csv")))
        for y in NUMBERS:
            lines.append("m <- svymean(~%s, d, na.rm=TRUE, deff='replace'); t <- svytotal(~%s, d, na.rm=TRUE)" % (y, y))
            lines.append("cat('%s', '%s', sprintf('%%.15g', c(coef(m), SE(m), deff(m), coef(t), SE(t))), '\\n')" % (name, y))
        freq = ", ".join("data.frame(`%s`=c(%s), Freq=%g*c(%s), check.names=FALSE)"
                         % (q, ", ".join("'%s'" % k for k in of), 1000, ", ".join("%r" % v for v in of.values()))
                         for q, of in MARGINS.items())
        lines.append("r <- rake(d, list(~stype, ~`sch.wide`), list(%s), control=list(maxit=500, epsilon=1e-10))" % freq)
        lines.append("w <- mean(weights(r)); r <- trimWeights(r, lower=.3*w, upper=3*w, strict=TRUE)")
        lines.append("cat('%s', 'weights', sprintf('%%.15g', weights(r)/mean(weights(r))), '\\n')" % name)
    rows = {}
    for line in run("Rscript", "-e", "\n".join(lines)).splitlines():
        name, what, *figures = line.split()
        rows[name, what] = [float(x) for x in figures]
    return rows


def by_kith(program, where, scratch):
    store = str(scratch / "kith.db")
    margins = scratch / "margins.csv"
    margins.write_text("question,answer,share\n" + "".join(
        "%s,%s,%r\n" % (q, k, v) for q, of in MARGINS.items() for k, v in of.items()))
    rows = {}
    for name, (_, flags) in DESIGNS.items():
        run(program, "import", str(where / (name + ".csv")), "--survey", name, "--map", "cds=respondent",
            "--map", "name=text", "--db", store, "-q")
        for y in NUMBERS:
            answer = json.loads(run(program, "survey", "show", name, "--question", y, *flags, "--db", store, "--json"))
            row = answer["rows"][0]
            rows[name, y] = [row[k] for k in ("mean", "se", "deff", "total", "total_se")]
        answer = json.loads(run(program, "survey", "show", name, "--question", "stype", "--rows", "--rake",
                                str(margins), "--db", store, "--json"))
        by_line = {int(row["place"]): row["weight"] for row in answer["rows"]}
        rows[name, "weights"] = [by_line[line] for line in sorted(by_line)]
    return rows


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, where = sys.argv[1], Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as scratch:
        got, want = by_kith(program, where, Path(scratch)), by_r(where)
    worst = 0.0
    for key in want:
        if len(got[key]) != len(want[key]):
            sys.exit("survey: %s %s has %d figures, R %d" % (*key, len(got[key]), len(want[key])))
        off = max(abs(g - w) / abs(w) for g, w in zip(got[key], want[key]))
        print("%-9s %-8s %.2g" % (*key, off))
        worst = max(worst, off)
    print("largest relative difference: %.2g" % worst)
    sys.exit(worst > 1e-6)


if __name__ == "__main__":
    main()
