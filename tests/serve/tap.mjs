// tap.mjs - tests: what the tests of the pages share: TAP, a place of their own, a server.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let told = 0;
let bad = 0;
export function tell(name, why = "") {
  told++;
  console.log(`${why ? "not ok" : "ok"} ${told} - ${name}`);
  if (!why) return;
  bad = 1;
  console.log(String(why).replace(/^/gm, "# "));
}
export function skip(name, why) {
  told++;
  console.log(`ok ${told} - ${name} # SKIP ${why}`);
}

// A directory that goes when the run ends, with a store that commands find without being told.
export function place(name) {
  const work = mkdtempSync(join(tmpdir(), `kith-${name}-`));
  const db = join(work, "store.kith");
  const env = { ...process.env, KITH_NOW: "2026-06-01T00:00:00Z", LC_ALL: "C.UTF-8", KITH_DB: db };
  return { work, db, env };
}

// Runs main, which tells of so many things, and ends with whether anything failed.
export async function whole(work, count, main) {
  console.log(`1..${count}`);
  try {
    await main();
  } catch (e) {
    tell("the run", e.stack);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  process.exit(bad);
}

// ready: { base: "http://127.0.0.1:PORT/", out: all it said by then }.
export function serve(kith, env, ...flags) {
  const child = spawn(kith, ["serve", "--port", "0", ...flags], { env });
  let out = "";
  let said = "";
  child.stderr.on("data", (d) => (said += d));
  const ended = new Promise((ok) => child.on("exit", (code, signal) => ok({ code, signal, said })));
  const ready = new Promise((ok, no) => {
    child.stdout.on("data", (d) => {
      out += d;
      const m = /at http:\S+?:(\d+)\/\nCtrl-C ends it\.\n/.exec(out);
      if (m) setTimeout(() => ok({ base: `http://127.0.0.1:${m[1]}/`, out }), 50); // a link may follow
    });
    ended.then((e) => no(new Error(`ended early: ${JSON.stringify(e)}`)));
  });
  return { child, ready, end: () => { child.kill("SIGTERM"); return ended; } };
}
