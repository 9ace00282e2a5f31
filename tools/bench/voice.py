#!/usr/bin/env python3
"""voice.py - tools: are the figures of a voice right, and do they hold?

  voice.py readable BUILD [--german] TEXT...
      Readability of each text by kith and by GNU style (Debian's diction); says where they differ
      by more than style's rounding. style reads it in ISO 8859-1 and without accents: Debian's
      build takes no accented letter for a vowel.
  voice.py reliable KITH SOURCE...
      Each source in a store of its own, everybody its market: how far odd and even docs of the
      same people agree in each measure of qualities and angles, and which are dropped there.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata

GRADES = ["Kincaid", "ARI", "Coleman-Liau", "Flesch Index", "Fog Index", "Lix", "SMOG-Grading"]
QUOTES = str.maketrans("\u2018\u2019\u201c\u201d\u201e", "''\"\"\"")


def latin(text):
    """The same text for style: letters by their base, other signs as one that is none."""
    out = []
    for c in text.translate(QUOTES):
        base = unicodedata.normalize("NFD", c)[0]
        if unicodedata.category(c)[0] == "L":
            out.append(base if ord(base) < 256 else "x")
        else:
            out.append(c if ord(c) < 256 else "\xa6")
    return "".join(out).encode("latin-1")


def style(text, german, locales):
    with tempfile.NamedTemporaryFile() as f:
        f.write(latin(text))
        f.flush()
        environment = dict(os.environ, LOCPATH=locales, LC_ALL="latin")
        said = subprocess.run(["style", "-L", "de" if german else "en", f.name], env=environment,
                              capture_output=True).stdout.decode("latin-1")
    figures = [re.search(name + r": (-?[\d.]+|-?nan)", said) for name in GRADES]
    counts = [re.search(r"(\d+) " + name, said) for name in ("characters", "words", "sentences")]
    if not all(figures[:1] + counts):
        return None
    return [int(c[1]) for c in counts], [float(f[1]) for f in figures]


def readable(build, german, texts):
    tool = os.path.join(build, "tools/bench/readable")
    said = subprocess.run([tool, "de" if german else "en"] + texts, capture_output=True, text=True,
                          check=True).stdout.splitlines()
    compared = differing = 0
    worst = dict.fromkeys(GRADES, 0.0)
    with tempfile.TemporaryDirectory() as locales:
        subprocess.run(["localedef", "-i", "en_US", "-f", "ISO-8859-1", locales + "/latin"],
                       check=False, capture_output=True)
        for line, path in zip(said, texts):
            own = line.split(" ", 10)
            with open(path, encoding="utf-8", errors="replace", newline="") as f:
                theirs = style(f.read(), german, locales)
            if theirs is None:
                print(f"{path}: style finds no sentence, kith {own[2]}")
                continue
            compared += 1
            same = [int(x) for x in own[:3]] == theirs[0]
            for name, o, t in zip(GRADES, own[3:10], theirs[1]):
                gap = abs(float(o) - t)
                worst[name] = max(worst[name], gap)
                same = same and gap <= 0.0501
            if not same:
                differing += 1
                print(f"{path}:\n  kith  {own[:10]}\n  style {theirs}")
    print(f"{compared} texts, {differing} differ by more than style's rounding;",
          "largest gap:", ", ".join(f"{n} {g:.3f}" for n, g in worst.items()))
    return differing == 0


def asked(kith, store, *words):
    return subprocess.run([kith, *words, "--db", store, "--no-progress"], capture_output=True,
                          text=True, check=True).stdout


def reliable(kith, sources):
    for source in sources:
        with tempfile.TemporaryDirectory() as place:
            store = place + "/kith.db"
            asked(kith, store, "import", source, "--quiet")
            asked(kith, store, "market", "add", "all", "--topic", "", "--audience", "everyone")
            most = json.loads(asked(kith, store, "people", "--sort", "posts", "-n", "1", "--json"))
            words = ["voice", most["rows"][0]["id"], "--market", "all", "--json"]
            qualities = json.loads(asked(kith, store, *words))["measures"]
            angles = json.loads(asked(kith, store, *words, "--angles"))["measures"]
        print(f"{source}\n  {'measure':<14}{'r':>6}{'people':>8}")
        own = [m for m in angles if m["measure"] not in {q["measure"] for q in qualities}]
        for m in qualities + own:
            r = m["reliability"]
            shown = "" if r is None else f"{r:.2f}"
            print(f"  {m['measure']:<14}{shown:>6}{m['reliability_people']:>8}"
                  f"  {m['how']}{' dropped' if m['dropped'] else ''}")
    return True


def main(words):
    if len(words) >= 3 and words[0] == "reliable":
        return reliable(words[1], words[2:])
    if len(words) >= 3 and words[0] == "readable":
        german = words[2] == "--german"
        return readable(words[1], german, words[2 + german:])
    print(__doc__)
    return False


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1:]) else 1)
