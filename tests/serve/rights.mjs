// rights.mjs - tests: does anybody see of the buyers, or of another team's market, what is not theirs?
//
//   node rights.mjs KITH
//
// Every address the server itself describes is asked by who lacks the right `buyers`, as a page, as
// JSON and as CSV; of no buyer may any byte tell the name, the id or an address. TAP on stdout.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { place, serve, tell, whole } from "./tap.mjs";

const kith = resolve(process.argv[2]);
const { work, db, env } = place("rights");
const run = (words, input = "") => execFileSync(kith, words, { env, input, stdio: ["pipe", "pipe", "ignore"] }).toString();
const rows = (words) => JSON.parse(run([...words, "--json"])).rows;
const ask = (url, options = {}) => fetch(url, { redirect: "manual", ...options });
const secret = (name) => `the word of ${name} is long`;
const form = (fields, cookie = "") => ({ method: "POST", body: new URLSearchParams(fields), headers: { "content-type": "application/x-www-form-urlencoded", cookie } });

async function sign_in(base, name) {
  const r = await ask(base + "login", form({ name, password: secret(name) }));
  const cookie = (r.headers.get("set-cookie") ?? "").split(";")[0];
  const page = await (await ask(base, { headers: { cookie } })).text();
  return { cookie, token: /name="token" value="([0-9a-f]+)"/.exec(page)?.[1] };
}
const token = (user, rights) => /kith_[0-9a-f]{64}/.exec(run(["user", "token", user, "--name", rights.replace(/,/g, "-"), "--rights", rights]))[0];

// What of the buyers nothing may hold: names in both orders, ids, addresses.
function told_by(buyers) {
  const words = [];
  for (const b of buyers) {
    const [first, ...rest] = b.name.split(" ");
    words.push(b.name, `${rest.join(" ")}, ${first}`, ...(b.accounts ?? "").split(/[ ,]+/).filter(Boolean).map((a) => a.replace(/^email:/, "")));
  }
  const escaped = words.map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`${escaped.join("|")}|\\b(?:${buyers.map((b) => b.id).join("|")})\\b`, "i");
}

// Every address, once for each thing its name in braces may be.
function addresses(api, things) {
  const all = [];
  for (const [pattern, item] of Object.entries(api.paths)) {
    if (!item.get) continue;
    const name = [...pattern.matchAll(/\{(\w+)\}/g)].map((m) => m[1]);
    let made = [pattern];
    for (const n of name) made = made.flatMap((p) => (things[n] ?? ["none"]).map((v) => p.replace(`{${n}}`, encodeURIComponent(v))));
    for (const path of made) all.push(path);
  }
  return all;
}

async function buyers_hidden(base, api, buyers) {
  const wrong = [];
  const bad = told_by(buyers);
  const bearer = { authorization: `Bearer ${token("manager", "read,export")}` };
  const viewer = await sign_in(base, "viewer");
  const things = {
    market: ["containers"], person: [buyers[0].id, buyers[1].name, buyers[2].name.split(" ")[1], "Ines Halder", "org:Northbank", "p25"],
    source: rows(["source", "list"]).map((r) => r.id), survey: rows(["survey", "list"]).map((r) => r.survey), programme: rows(["programme", "list"]).map((r) => r.programme), user: ["viewer"],
  };
  let asked = 0;
  let labels = 0;
  const look = async (path, headers) => {
    const r = await ask(base + path.slice(1), { headers });
    const text = `${r.headers.get("location") ?? ""}\n${await r.text()}`;
    asked++;
    labels += r.status === 200 && /buyer \d+, [a-z]/i.test(text);
    // What was asked for stands in the command below the answer, and in what is refused.
    const own = decodeURIComponent(path.split("?")[0]).split("/").find((part) => bad.test(part));
    const seen = own && r.status !== 200 ? text.replaceAll(own.replace(/\.(json|csv)$/, ""), "") : text;
    const m = bad.exec(seen);
    if (m) wrong.push(`${path} (${r.status}): ${seen.slice(Math.max(0, m.index - 60), m.index + 60)}`);
    if (r.status >= 500) wrong.push(`${path}: ${r.status}`);
    return r.status;
  };
  for (const path of addresses(api, things)) {
    await look(path, bearer);
    if (!path.endsWith(".json")) continue;
    await look(path.replace(/\.json$/, ".csv"), bearer);
    const page = path === "/index.json" ? "/" : path.replace(/\.json$/, "");
    await look(page, { cookie: viewer.cookie });
    if (/\/m\/containers(\.json|\/choose|\/why)/.test(path)) await look(`${page}?for=org%3ANorthbank&rows=0`, { cookie: viewer.cookie });
  }
  for (const p of [`/p/${buyers[0].id}`, `/m/containers/why/${buyers[0].id}`, `/p/${buyers[0].id}/brief`]) {
    const status = await look(p, { cookie: viewer.cookie });
    if (status !== 404) wrong.push(`${p} of a buyer: ${status}`);
  }
  if (labels < 5) wrong.push(`only ${labels} answers name a buyer by a number`);
  tell(`without the right, no answer names a buyer (${asked} asked, ${labels} with numbers)`, wrong.slice(0, 20).join("\n"));
}

async function buyers_seen(base, buyers) {
  const wrong = [];
  const editor = await sign_in(base, "editor");
  const viewer = await sign_in(base, "viewer");
  const page = async (path, cookie) => (await ask(base + path, { headers: { cookie } })).text();
  const names = (text) => buyers.filter((b) => text.includes(b.name)).length;
  const numbers = (text) => [...new Set(text.match(/buyer \d+/g) ?? [])].sort().join();
  const [first, second] = rows(["find", "containers"]).map((r) => r.id).filter((id) => !buyers.some((b) => b.id === id));
  const open = await page(`m/containers/why/${first}`, editor.cookie);
  const shut = await page(`m/containers/why/${first}`, viewer.cookie);
  if (!names(open) || names(shut)) wrong.push(`${names(open)} and ${names(shut)} names`);
  if (!numbers(shut) || numbers(shut).split(",").length !== names(open)) wrong.push(`${names(open)} names are ${numbers(shut)}`);
  const again = await page(`m/containers/why/${second}`, viewer.cookie);
  const shared = numbers(again).split(",").filter((n) => numbers(shut).split(",").includes(n));
  if (!shared.length) wrong.push("a buyer has another number in another answer of the market");
  await new Promise((ok) => setTimeout(ok, 1500)); // the log is written each second
  const log = rows(["user", "log", "--rows", "1000"]);
  if (!log.some((r) => r.who === "editor" && /^saw \d+ buyers$/.test(r.act) && r.what.endsWith(first) && /why/.test(r.what))) wrong.push("that the editor saw them is not in the log");
  if (log.some((r) => r.who === "viewer" && /^saw/.test(r.act))) wrong.push("the log says the viewer saw them");
  tell("with the right their names stand there, and that is logged; without, their numbers", wrong.join("\n"));
}

async function main() {
  run(["demo", "--db", db]);
  const more = join(work, "more.csv");
  writeFileSync(more, "name,email,org,industry,country,tags\nZoë Quist,zoe.quist@harbour.example,Harbour Bank,bank,DE,buyer\n");
  run(["import", more, "--basis", "test"]);
  for (const [name, role] of [["viewer", "viewer"], ["editor", "editor"], ["manager", "manager"], ["admin", "admin"]]) {
    run(["user", "add", name, "--role", role, "--password-file", "-"], secret(name));
  }
  const buyers = rows(["people", "tag:buyer", "-n", "0"]);
  const server = serve(kith, env);
  const { base } = await server.ready;
  const api = await (await ask(base + "openapi.json")).json();
  await buyers_hidden(base, api, buyers);
  await buyers_seen(base, buyers);
  const end = await server.end();
  tell("it ends when asked to", end.code === 0 && !end.said ? "" : JSON.stringify(end));
}

await whole(work, 3, main);
