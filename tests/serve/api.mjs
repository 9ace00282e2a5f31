// api.mjs - tests: do programs get what they ask for: once, in parts, and only while it holds still?
//
//   node api.mjs KITH
//
// Keys (a request sent twice is done once), cursors, If-Match, /readyz, /metrics, RateLimit.
// TAP on stdout.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { place, serve, tell, whole } from "./tap.mjs";

const kith = resolve(process.argv[2]);
const { work, db, env } = place("api");
const run = (words, input = "") => execFileSync(kith, words, { env, input, stdio: ["pipe", "pipe", "ignore"] }).toString();
const markets = () => JSON.parse(run(["market", "list", "--json"])).rows.map((r) => r.market);
const json = (url, fields, headers = {}) => fetch(url, { method: "POST", body: JSON.stringify(fields), headers: { "content-type": "application/json", ...headers } });
const checks = () => {
  const wrong = [];
  return { wrong, is: (name, got, want) => { if (got !== want) wrong.push(`${name}: ${got}, want ${want}`); } };
};
const key = (k) => ({ "idempotency-key": k });

async function keys(base) {
  const { wrong, is } = checks();
  const add = (k, name, base_now = base) => json(base_now + "markets", { name, topic: "container", strategy: "reach" }, key(k));
  const both = await Promise.all([add("k-1", "once"), add("k-1", "once")]); // at the same moment
  const codes = both.map((r) => r.status).sort().join(" ");
  if (codes !== "200 200" && codes !== "200 409") wrong.push(`two at once: ${codes}`);
  const first = await both.find((r) => r.status === 200).text();
  const again = await add("k-1", "once");
  is("again", again.status, 200);
  is("again, its answer", await again.text(), first);
  is("again, said", again.headers.get("idempotency-replayed"), "true");
  is("the same key for something else", (await add("k-1", "twice")).status, 422);
  is("at another address", (await json(base + "privacy/exempt", { name: "once", topic: "container", strategy: "reach" }, key("k-1"))).status, 422);
  is("without a key", (await json(base + "markets", { name: "once", topic: "container", strategy: "reach" })).status, 422);
  is("a failure is given again", (await add("k-2", "once")).status, 422);
  run(["market", "remove", "once"]);
  is("… as it was", (await add("k-2", "once")).status, 422);
  is("an empty key", (await add("", "x")).status, 400);
  is("a long key", (await add("k".repeat(256), "x")).status, 400);
  is("stored", markets().filter((m) => m === "once" || m === "twice").length, 0);
  const page = await (await fetch(base)).text();
  const hidden = (name) => new RegExp(`name="${name}" value="([0-9a-f]+)"`).exec(page)?.[1];
  const form = (name) => fetch(base + "markets", { method: "POST", redirect: "manual", body: new URLSearchParams({ name, topic: "container", strategy: "reach", token: hidden("token"), once: hidden("once") }) });
  const clicks = await Promise.all([form("clicked"), form("clicked"), form("clicked")]);
  is("a form sent three times at once", clicks.map((r) => r.status).join(" "), "303 303 303");
  is("the same form filled differently", (await form("another")).status, 303);
  is("its markets", markets().filter((m) => m === "clicked" || m === "another").length, 2);
  tell("what is sent twice is done once", wrong.join("\n"));
  return first;
}

async function kept_after_restart(base, first) {
  const { wrong, is } = checks();
  const again = await json(base + "markets", { name: "once", topic: "container", strategy: "reach" }, key("k-1"));
  is("after a restart", again.status, 200);
  is("its answer", await again.text(), first);
  const bytes = execFileSync("sh", ["-c", `cat '${db}' '${db}-wal'`], { maxBuffer: 1 << 28 });
  if (bytes.includes("k-1")) wrong.push("the key stands in the store");
  run(["erase", "p25", "Marta Sobol", "--yes"]);
  is("after somebody was erased it is done anew", (await json(base + "markets", { name: "once", topic: "container", strategy: "reach" }, key("k-1"))).headers.get("idempotency-replayed"), null);
  tell("kept answers outlive a restart, sealed, and go when somebody is erased", wrong.join("\n"));
}

async function cursors(base) {
  const { wrong, is } = checks();
  const all = JSON.parse(run(["people", "--rows", "100000", "--json"])).rows;
  for (const limit of [1000, 500, 7, all.length, all.length - 1]) {
    if (limit > 500) { is("too many", (await fetch(`${base}people.json?limit=${limit}`)).status, 400); continue; }
    const got = [];
    let next = `people.json?limit=${limit}`;
    let asked = 0;
    while (next && asked++ < 200) {
      const r = await fetch(new URL(next, base));
      const body = await r.json();
      got.push(...body.rows);
      const link = /^<([^>]+)>; rel="next"$/.exec(r.headers.get("link") ?? "")?.[1];
      if (!!link !== !!body.next || (link && !link.includes(body.next))) wrong.push(`limit ${limit}: next is ${body.next}, Link ${link}`);
      next = link;
    }
    is(`limit ${limit}: how often`, asked, Math.max(1, Math.ceil(all.length / limit)));
    is(`limit ${limit}`, JSON.stringify(got), JSON.stringify(all));
  }
  const lines = run(["people", "--rows", "100000", "--csv"]).trimEnd().split("\r\n");
  const csv = await fetch(base + "people.csv?limit=3");
  is("as CSV", (await csv.text()).trimEnd(), lines.slice(0, 4).join("\r\n"));
  const next = /<([^>]+)>/.exec(csv.headers.get("link"))[1];
  is("as CSV, on", (await (await fetch(new URL(next, base))).text()).trimEnd(), [lines[0], ...lines.slice(4, 7)].join("\r\n"));
  const sorted = await (await fetch(base + "m/containers.json?sort=-reach&limit=2")).json();
  const whole_one = await (await fetch(base + "m/containers.json?sort=-reach")).json();
  is("sorted", JSON.stringify(sorted.rows), JSON.stringify(whole_one.rows.slice(0, 2)));
  const cursor = (await (await fetch(base + "people.json?limit=3")).json()).next;
  for (const [name, path, want] of [["a cursor that is none", "people.json?cursor=x", 400], ["another list's", `same.json?cursor=${cursor}`, 400], ["another order's", `people.json?sort=name&cursor=${cursor}`, 400],
    ["a limit of 0", "people.json?limit=0", 400], ["no number", "people.json?limit=x", 400], ["the same again", `people.json?limit=3&cursor=${cursor}`, 200]]) {
    const r = await fetch(base + path);
    is(name, r.status, want);
    if (want === 400) is(`${name}, how it is said`, r.headers.get("content-type"), "application/problem+json");
  }
  writeFileSync(join(work, "more.csv"), "name,email\nNew Somebody,new@more.example\n");
  run(["import", join(work, "more.csv")]);
  is("the list has changed since", (await fetch(`${base}people.json?limit=3&cursor=${cursor}`)).status, 410);
  tell("lists in parts are the whole list, and say when it has changed", wrong.join("\n"));
}

async function if_match(base) {
  const { wrong, is } = checks();
  const about = () => fetch(base + "m/containers/about.json");
  const tag = (await about()).headers.get("etag");
  const set = (kinds, match) => json(base + "m/containers/strategy", { kinds }, match ? { "if-match": match } : {});
  is("as it was read", (await set("reach", tag)).status, 200);
  const late = await set("loyalty", tag);
  is("changed since", late.status, 412);
  is("how it is said", late.headers.get("content-type"), "application/problem+json");
  is("whatever it is", (await set("loyalty,reach", "*")).status, 200);
  is("one of several", (await set("reach", `"x", ${(await about()).headers.get("etag")}`)).status, 200);
  tell("what changed since it was read is not written over", wrong.join("\n"));
}

async function how_it_is(base) {
  const { wrong, is } = checks();
  is("ready", await (await fetch(base + "readyz")).text(), "ready\n");
  const gone = await fetch(base + "nothing.json");
  is("no such address, to a program", `${gone.status} ${gone.headers.get("content-type")}`, "404 application/problem+json");
  const bad = await fetch(base + "markets", { method: "POST", body: "{", headers: { "content-type": "application/json" } });
  is("no JSON, to a program", `${bad.status} ${bad.headers.get("content-type")}`, "400 application/problem+json");
  await fetch(base + "p/Nobody%20Such.json");
  const text = await (await fetch(base + "metrics")).text();
  const sample = {};
  for (const line of text.trimEnd().split("\n")) {
    if (/^# (HELP|TYPE) [a-z_]+ .+$/.test(line)) continue;
    const m = /^([a-z_]+(?:\{[a-z]+="[^"\\\n]*"(?:,[a-z]+="[^"\\\n]*")*\})?) ([0-9.e+-]+|\+Inf)$/.exec(line);
    if (m) sample[m[1]] = Number(m[2]); else wrong.push(`not the text form: ${line}`);
  }
  is("requests by pattern", sample['kith_requests_total{route="/p/{person}",method="GET",status="404"}'], 1);
  is("no address as asked", /Nobody/.test(text), false);
  is("buckets hold all", sample['kith_request_seconds_bucket{le="+Inf"}'], sample.kith_request_seconds_count);
  for (const name of ["kith_answers_kept", "kith_answers_kept_bytes", "kith_store_bytes", "process_resident_memory_bytes", "process_open_fds"]) {
    if (!(sample[name] > 0)) wrong.push(`${name}: ${sample[name]}`);
  }
  const relayed = await fetch(base + "metrics", { headers: { "x-forwarded-for": "192.0.2.7" } });
  is("through a proxy", relayed.status, 401);
  tell("it says how it is, in the text form of Prometheus, to this machine", wrong.join("\n"));
}

// What /api says of an address is what the description says, and its curl line answers.
async function described(base) {
  const { wrong, is } = checks();
  const api = await (await fetch(base + "openapi.json")).json();
  const page = await (await fetch(base + "api")).text();
  const rows = (await (await fetch(base + "api.json")).json()).rows;
  is("addresses", rows.length, Object.values(api.paths).flatMap((p) => Object.values(p)).filter((o) => o.security.length).length);
  for (const r of rows) {
    const o = api.paths[r.address]?.[r.method.toLowerCase()];
    if (!o || o.summary !== r.question || o.security[0].token[0] !== r.right) wrong.push(`${r.method} ${r.address} is described otherwise`);
    const refs = o?.parameters.filter((p) => p.$ref).map((p) => p.$ref.split("/").reduce((x, k) => (k === "#" ? x : x[k]), api).name) ?? [];
    if (r.method === "POST" && refs.join() !== "Idempotency-Key,If-Match") wrong.push(`${r.address}: ${refs}`);
  }
  for (const r of rows.filter((x) => x.method === "GET" && !/[A-Z]{3}/.test(x.curl) && x.address !== "/api.json")) {
    const at = /(?:^| )'?(http:\/\/\S+?)'?$/.exec(r.curl)?.[1];
    const status = at ? (await fetch(at)).status : 0;
    if (![200, 400, 404].includes(status)) wrong.push(`${r.curl}: ${status}`);
  }
  const home = await (await fetch(base + "m/containers")).text();
  for (const [, id] of home.matchAll(/href="\/api#([^"]+)"/g)) if (!page.includes(`id="${id}"`)) wrong.push(`the foot leads to #${id}, which is not there`);
  is("the foot leads there", /href="\/api#get-m-market-"/.test(home), true);
  const words = (await (await fetch(base + "help/words.json")).json()).rows;
  for (const [word, means] of [["reach", /buyers in 100/], ["advised", /evidence/], ["reach_in_100", /estimated/], ["--until", /./], ["tier", /./]]) {
    if (!words.some((w) => w.word === word && means.test(w.means))) wrong.push(`no word ${word}`);
  }
  is("words on the page", /<h1>What do the words mean/.test(await (await fetch(base + "help/words")).text()), true);
  tell("addresses and words are described as they are", wrong.join("\n"));
}

async function with_users() {
  const { wrong, is } = checks();
  run(["user", "add", "boss", "--role", "admin", "--password-file", "-"], "four words make one\n");
  run(["user", "add", "ana", "--role", "editor", "--password-file", "-"], "other words make one\n");
  const token = (user, rights) => /kith_[0-9a-f]{64}/.exec(run(["user", "token", user, "--name", "t", "--rights", rights]))[0];
  const root = { authorization: `Bearer ${token("boss", "read,write,admin")}` };
  const ana = { authorization: `Bearer ${token("ana", "read,write")}` };
  const server = serve(kith, env);
  const { base } = await server.ready;
  const far = { "x-forwarded-for": "192.0.2.7" };
  is("metrics, by an admin's token", (await fetch(base + "metrics", { headers: { ...far, ...root } })).status, 200);
  is("metrics, by another", (await fetch(base + "metrics", { headers: { ...far, ...ana } })).status, 403);
  const r = await fetch(base + "status.json", { headers: ana });
  const left = (x) => Number(/^"requests";r=(\d+);t=\d+$/.exec(x.headers.get("ratelimit") ?? "")?.[1]);
  is("how often", r.headers.get("ratelimit-policy"), '"requests";q=600;w=10');
  if (!(left(r) >= 590 && left(r) < 600)) wrong.push(`left: ${r.headers.get("ratelimit")}`);
  const one = await json(base + "markets", { name: "mine", strategy: "reach" }, { ...ana, ...key("same") });
  const two = await json(base + "markets", { name: "mine", strategy: "reach" }, { ...root, ...key("same") });
  is("another user's key is another key", `${one.status} ${two.status}`, "200 422");
  await server.end();
  tell("users have keys and counts of their own", wrong.join("\n"));
}

async function main() {
  execFileSync(kith, ["demo", "--db", db], { env, stdio: "ignore" });
  let server = serve(kith, env);
  let { base } = await server.ready;
  const first = await keys(base);
  await cursors(base);
  await if_match(base);
  await how_it_is(base);
  await described(base);
  await server.end();
  server = serve(kith, env);
  ({ base } = await server.ready);
  await kept_after_restart(base, first);
  await server.end();
  await with_users();
}

await whole(work, 7, main);
