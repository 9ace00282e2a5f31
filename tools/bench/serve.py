#!/usr/bin/env python3
"""serve.py - tools: do pages stay quick and the server small, while others import and back up?

    serve.py BUILD [ROWS] [MINUTES]     1000000 rows of evidence, 1 minute

`kith serve` on the made market of speed.py, asked 50 times a second, whatever the last answers took
(each request has its own moment; what comes late counts as late): half for the market's page, the
rest for why, people, a person, sources and the market's CSV. One minute in ten nothing else
happens; then a third of the rows, of another seed, are imported by `kith import`, then a backup is
made, and so on in turn. A line a phase: requests, median, 99th in a hundred and longest wait in
milliseconds, resident memory and open files of the server behind it.

Before that: pages a second of one page against those of a file of ours of about its size, both
asked by wrk over 32 connections, and the first page after a start. Timings are of this machine and
run; only the ratio means something elsewhere.
"""
import http.client
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading
import time
import urllib.request

from speed import store_of

RATE = 50
WORKERS = 32
ENV = {**os.environ, "KITH_NOW": "2026-06-01"}


class Server:
    def __init__(self, build, db):
        self.child = subprocess.Popen([build / "kith", "serve", "--port", "0", "--db", db], env=ENV, stdout=subprocess.PIPE, text=True)
        self.port = int(re.search(r":(\d+)/", self.child.stdout.readline()).group(1))
        self.base = f"http://127.0.0.1:{self.port}"

    def get(self, path):
        with urllib.request.urlopen(self.base + path) as r:
            return r.read()

    def answered(self, path):
        """As a browser: a page that is still being worked out is asked for again."""
        while True:
            with urllib.request.urlopen(self.base + path) as r:
                page = r.read()
                if not r.headers.get("Refresh"):
                    return page

    def memory(self):
        status = pathlib.Path(f"/proc/{self.child.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024

    def files(self):
        return len(os.listdir(f"/proc/{self.child.pid}/fd"))

    def end(self):
        self.child.terminate()
        self.child.wait()


def mix(server):
    """Addresses in the order they are asked for, over and over."""
    page = server.answered("/m/word").decode()
    person = re.search(r'/m/word/why/(p\d+)', page).group(1)
    rest = [f"/m/word/why/{person}", "/people", f"/p/{person}", "/sources", "/m/word.csv"]
    return [address for other in rest for address in ("/m/word", other)]


def load(server, addresses, until):
    """Asks RATE times a second until `until` says so. Seconds each waited, behind its own moment."""
    took, faults, lock = [], [], threading.Lock()
    turn = [0]
    began = time.monotonic()

    def work():
        link = http.client.HTTPConnection("127.0.0.1", server.port)
        while True:
            with lock:
                if until():
                    return
                mine = turn[0]
                turn[0] += 1
            at = began + mine / RATE
            time.sleep(max(0, at - time.monotonic()))
            link.request("GET", addresses[mine % len(addresses)])
            answer = link.getresponse()
            answer.read()
            with lock:
                took.append(time.monotonic() - at)
                if answer.status != 200:
                    faults.append(f"{addresses[mine % len(addresses)]}: {answer.status}")

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return sorted(took), faults


def phase(server, addresses, name, until):
    took, faults = load(server, addresses, until)
    at = lambda share: took[min(len(took) - 1, int(len(took) * share))] * 1000
    print(f"  {name:<20} {len(took):>6} {at(.5):>8.1f} {at(.99):>8.1f} {took[-1] * 1000:>8.0f} {server.memory():>8.0f} {server.files():>6}"
          + (f"  {len(faults)} failed, first {faults[0]}" if faults else ""), flush=True)


def beside(server, addresses, name, words):
    """A phase that lasts as long as a command."""
    child = subprocess.Popen(words, env=ENV, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    phase(server, addresses, name, lambda: child.poll() is not None)
    if child.returncode:
        print(f"  {name} failed: {child.returncode}")


def pages_a_second(server, path):
    said = subprocess.run(["wrk", "-t", "1", "-c", "32", "-d", "5s", server.base + path], check=True, stdout=subprocess.PIPE, text=True).stdout
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said).group(1))


def throughput(server):
    page = server.get("/m/word")
    assets = re.findall(r'(?:href|src)="(/a/[^"]+)"', page.decode())
    nearest = min(assets, key=lambda a: abs(len(server.get(a)) - len(page)))
    if not shutil.which("wrk"):
        print("wrk is not here: no pages a second")
        return
    of_page, of_file = pages_a_second(server, "/m/word"), pages_a_second(server, nearest)
    print(f"market page of {len(page)} bytes: {of_page / of_file:.2f} of the requests a second of a file of {len(server.get(nearest))} bytes ({of_page:.0f}, {of_file:.0f})")


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else 1000000
    minutes = float(sys.argv[3]) if len(sys.argv) > 3 else 1
    made = store_of(build, rows)
    place = build / "bench" / "serve"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    db = place / "kith.db"
    subprocess.run([build / "kith", "backup", db, "--db", made, "-q"], check=True, stdout=subprocess.DEVNULL)
    server = Server(build, db)
    try:
        began = time.monotonic()
        server.answered("/m/word")
        print(f"{rows} rows: first page {time.monotonic() - began:.1f} s after its request, {server.memory():.0f} MiB")
        throughput(server)
        addresses = mix(server)
        for address in set(addresses):  # each is answered once before it is measured
            server.answered(address)
        print(f"  {'while':<20} {'asked':>6} {'median':>8} {'99 %':>8} {'longest':>8} {'MiB':>8} {'files':>6}")
        ends = time.monotonic() + 60 * minutes
        seed = 1
        while True:
            stop = time.monotonic() + min(60, 6 * minutes)
            phase(server, addresses, "nothing else", lambda: time.monotonic() > stop)
            seed += 1
            more = place / str(seed)
            more.mkdir()
            subprocess.run([build / "tools/bench/gen_evidence", str(rows // 3), str(rows // 30), more, str(seed)], check=True)
            beside(server, addresses, f"import of {rows // 3}", [build / "kith", "import", more / "evidence.csv", "--db", db, "-q"])
            shutil.rmtree(more)
            beside(server, addresses, "backup", [build / "kith", "backup", place / f"{seed}.db", "--db", db, "-q"])
            (place / f"{seed}.db").unlink(missing_ok=True)
            if time.monotonic() > ends:
                break
    finally:
        server.end()
        shutil.rmtree(place, ignore_errors=True)


main()
