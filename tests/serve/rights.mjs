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
const sign_in_with = async (name, password, base) => (await ask(base + "login", form({ name, password }))).headers.get("set-cookie").split(";")[0];
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
    evidence: rows(["why", "containers", "p25"]).map((r) => r.evidence),
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
  const one = rows(["why", "containers", first])[0];
  const stored = await Promise.all([editor, viewer].map((who) => page(`m/containers/evidence/${one.evidence}`, who.cookie)));
  if (!stored[0].includes(one.from) || stored[1].includes(one.from) || !/buyer \d+/.test(stored[1])) wrong.push("a stored row names a buyer to who may not see them, or to nobody");
  const again = await page(`m/containers/why/${second}`, viewer.cookie);
  const shared = numbers(again).split(",").filter((n) => numbers(shut).split(",").includes(n));
  if (!shared.length) wrong.push("a buyer has another number in another answer of the market");
  await new Promise((ok) => setTimeout(ok, 1500)); // the log is written each second
  const log = rows(["user", "log", "--rows", "1000"]);
  if (!log.some((r) => r.who === "editor" && /^saw \d+ buyers$/.test(r.act) && r.what.endsWith(first) && /why/.test(r.what))) wrong.push("that the editor saw them is not in the log");
  if (!log.some((r) => r.who === "viewer" && r.act === "opened" && r.what.endsWith(one.evidence))) wrong.push("that a stored row was opened is not in the log");
  if (log.some((r) => r.who === "viewer" && /^saw/.test(r.act))) wrong.push("the log says the viewer saw them");
  tell("with the right their names stand there, and that is logged; without, their numbers", wrong.join("\n"));
}

// Whoever sees some markets alone finds no other at any address, and in no answer.
async function markets_hidden(base, api) {
  const wrong = [];
  const other = "Secret plan";
  run(["market", "add", other, "--topic", "kubernetes"]);
  run(["programme", "add", "Hidden one", "--market", other, "--objective", "be told"]);
  const askers = {};
  for (const role of ["viewer", "editor", "manager"]) {
    run(["user", "team", role, "Press"]);
    askers[role] = { headers: { cookie: (await sign_in(base, role)).cookie } };
  }
  run(["user", "markets", "Press", "--market", "containers"]);
  askers["a token"] = { headers: { authorization: `Bearer ${token("manager", "read,write,export")}` } };
  let asked = 0;
  for (const [pattern, item] of Object.entries(api.paths)) {
    const names = [...pattern.matchAll(/\{(\w+)\}/g)].map((m) => m[1]);
    const path = names.reduce((p, n) => p.replace(`{${n}}`, { market: encodeURIComponent(other), programme: "Hidden%20one", person: "p25", user: "viewer" }[n] ?? "none"), pattern);
    if (path === "/account/end") continue; // it would end the session that asks
    const schema = item.post?.requestBody.content["application/json"].schema;
    const body = JSON.stringify({ ...Object.fromEntries((schema?.required ?? []).map((n) => [n, schema.properties[n].enum?.[0] ?? "x"])), ...(schema?.properties.market && { market: other }) });
    const of_it = names.includes("market") || names.includes("programme");
    for (const [name, how] of Object.entries(askers)) {
      const ways = item.post ? [[path, { method: "POST", body, headers: { ...how.headers, "content-type": "application/json" } }]] : [[path, how]];
      if (item.get && name !== "a token") ways.push([path === "/index.json" ? "/" : path.replace(/\.json$/, ""), how]);
      if (item.get && /voice|brief/.test(pattern)) ways.push([`${path}?market=${encodeURIComponent(other)}`, how]);
      for (const [url, options] of ways) {
        const r = await ask(base + url.slice(1), options);
        const text = await r.text();
        asked++;
        const may = [401, 403].includes(r.status) || (r.status === 303 && name === "a token"); // by the role
        if ((of_it || url.includes("?market=")) && r.status !== 404 && !may) wrong.push(`${name} ${item.post ? "POST" : "GET"} ${url}: ${r.status}`);
        const shown = of_it || url.includes("?market=") ? text.replaceAll(encodeURIComponent(other), "") : text;
        if (!of_it && shown.includes(other)) wrong.push(`${name} ${url}: tells that it is there`);
        if (/Hidden one/.test(shown) && !of_it) wrong.push(`${name} ${url}: tells a programme of it`);
        if (r.status >= 500) wrong.push(`${name} ${url}: ${r.status}`);
      }
    }
  }
  const unknown = await ask(base + "m/nowhere.json", askers.viewer);
  const hidden = await ask(base + `m/${encodeURIComponent(other)}.json`, askers.viewer);
  if (unknown.status !== hidden.status) wrong.push(`unknown ${unknown.status}, hidden ${hidden.status}`);
  const own = await ask(base + "m/containers", askers.viewer);
  const add = await ask(base + "markets", { method: "POST", body: JSON.stringify({ name: "mine", strategy: "reach" }), headers: { ...askers.editor.headers, "content-type": "application/json" } });
  if (own.status !== 200 || add.status !== 422) wrong.push(`own ${own.status}, another one ${add.status}`);
  run(["user", "markets", "Press", "--every"]);
  const again = await ask(base + `m/${encodeURIComponent(other)}/about`, askers.viewer);
  if (again.status !== 200) wrong.push(`with every market: ${again.status}`);
  tell(`another team's market is nowhere (${asked} asked)`, wrong.slice(0, 20).join("\n"));
}

// An admin invites; the user chooses a password, signs in, makes a token, ends sessions.
async function users_pages(base) {
  const wrong = [];
  const admin = await sign_in(base, "admin");
  const send = (path, fields, who) => ask(base + path, form({ token: who.token, ...fields }, who.cookie));
  const made = await send("users/invite", { user: "cleo", role: "viewer", team: "Press" }, admin);
  const key = /\/welcome\?key=([0-9a-f]{64})/.exec(await made.text())?.[1];
  if (made.status !== 200 || !key) throw new Error(`no link: ${made.status}`);
  if ((await ask(base + "login", form({ name: "cleo", password: "" }))).status !== 403) wrong.push("signed in without a password");
  const welcome = await (await ask(`${base}welcome?key=${key}`)).text();
  if (!/cleo/.test(welcome) || /name="name"/.test(welcome)) wrong.push("the link says nothing of whose it is");
  const choose = (password, k = key) => ask(base + "welcome", form({ key: k, password }));
  for (const [password, k, want] of [["short", key, 422], [secret("cleo"), "0".repeat(64), 404], ["", key, 422], [secret("cleo"), key, 303], [secret("other"), key, 404]]) {
    const r = await choose(password, k);
    if (r.status !== want) wrong.push(`choosing '${password}': ${r.status}, not ${want}`);
  }
  const cleo = await sign_in(base, "cleo");
  const second = await sign_in(base, "cleo");
  await new Promise((ok) => setTimeout(ok, 1500)); // sessions are written each second
  const account = await (await ask(base + "account", { headers: { cookie: cleo.cookie } })).text();
  const sessions = [...account.matchAll(/name="session" value="([0-9a-f]{12})"/g)].map((m) => m[1]);
  if (sessions.length !== 2) wrong.push(`${sessions.length} sessions on /account`);
  const token_made = await send("account/token", { name: "crm", rights: "read,admin" }, cleo);
  const bearer = /kith_[0-9a-f]{64}/.exec(await token_made.text())?.[0];
  const by_token = (path, options = {}) => ask(base + path, { ...options, headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" } });
  for (const [path, want] of [["m/containers.json", 200], ["users.json", 403], ["account.json", 403]]) {
    const r = await by_token(path);
    if (r.status !== want) wrong.push(`the token at ${path}: ${r.status}`);
  }
  const more = await by_token("account/token", { method: "POST", body: JSON.stringify({ name: "more", rights: "read" }) });
  if (more.status !== 403) wrong.push(`a token makes a token: ${more.status}`);
  const last = sessions.at(-1); // one of the two
  if ((await send("account/session", { session: last }, cleo)).status !== 303) wrong.push("a session cannot be ended");
  const alive = [];
  for (const s of [cleo, second]) alive.push((await ask(base, { headers: { cookie: s.cookie } })).status);
  if (alive.sort().join() !== "200,303") wrong.push(`after the end of one: ${alive}`);
  const left = (await ask(base, { headers: { cookie: cleo.cookie } })).status === 200 ? cleo : second;
  for (const [password, next, want] of [["wrong wrong wrong", secret("new"), 403], [secret("cleo"), "short", 422], [secret("cleo"), secret("new"), 303]]) {
    const r = await send("account/password", { password, new: next }, left);
    if (r.status !== want) wrong.push(`another password: ${r.status}, not ${want}`);
    if (r.status === 303 && !r.headers.get("set-cookie")) wrong.push("signed out by changing the password");
  }
  if ((await ask(base, { headers: { cookie: left.cookie } })).status !== 303) wrong.push("the old session outlives the password");
  const again = await ask(base + "login", form({ name: "cleo", password: secret("new") }));
  const cookie = again.headers.get("set-cookie").split(";")[0];
  const granted = await send("users/grant", { user: "cleo", right: "buyers" }, admin);
  const page = await (await ask(base + "m/containers/why/p25", { headers: { cookie } })).text();
  if (!granted.headers.get("location").startsWith("/user/cleo?done=") || !/Amara Osei/.test(page)) wrong.push("a right that was given is not there at once");
  const own_form = /name="token" value="([0-9a-f]+)"/.exec(page)[1];
  const third = await sign_in_with("cleo", secret("new"), base);
  await send("account/end", {}, { cookie, token: own_form });
  if ((await ask(base, { headers: { cookie: third } })).status !== 303) wrong.push("ending all of one's own sessions leaves one");
  const fourth = await sign_in_with("cleo", secret("new"), base);
  await send("users/end", { user: "cleo" }, admin);
  if ((await ask(base, { headers: { cookie: fourth } })).status !== 303) wrong.push("an admin cannot end sessions");
  const users = await (await ask(base + "users", { headers: { cookie: admin.cookie } })).text();
  if (!/href="\/user\/cleo"/.test(users) || !/<form[^>]*action="\/users\/invite"/.test(users)) wrong.push("no way to a user");
  const shown = await (await ask(base + "user/cleo", { headers: { cookie: admin.cookie } })).text();
  if (!/crm/.test(shown) || !/name="end" value="crm"/.test(shown) || !/action="\/users\/revoke"/.test(shown)) wrong.push("their tokens and rights are not there");
  const log = await (await ask(base + "users/log.json?rows=1000", { headers: { cookie: admin.cookie } })).json();
  for (const act of ["user added", "link made", "password chosen", "password changed", "token made", "session ended", "right given", "sessions ended"]) {
    if (!log.rows?.some((r) => r.act === act && r.what.startsWith("cleo"))) wrong.push(`no row of the log: ${act}`);
  }
  if (JSON.stringify(log).includes(key) || JSON.stringify(log).includes(bearer)) wrong.push("a secret stands in the log");
  tell("users are invited, choose passwords, make tokens, end sessions", wrong.join("\n"));
}

// Words that may name a person are sent, kept in memory, and stand in no address and no log.
async function searches(base, buyers) {
  const wrong = [];
  const editor = await sign_in(base, "editor");
  const viewer = await sign_in(base, "viewer");
  const send = async (path, fields, who) => {
    const r = await ask(base + path, form({ token: who.token, ...fields }, who.cookie));
    return { status: r.status, to: r.headers.get("location") ?? "" };
  };
  const get = async (to, who) => {
    const r = await ask(new URL(to, base), { headers: { cookie: who.cookie } });
    return { status: r.status, text: await r.text() };
  };
  const name = buyers[0].name;
  const found = await send("search", { q: name }, editor);
  if (found.status !== 303 || !/^\/search\?v=[0-9a-f]{16}$/.test(found.to)) wrong.push(`${found.status} ${found.to}`);
  const page = await get(found.to, editor);
  if (!page.text.includes(`href="/p/${buyers[0].id}"`) || !/the name</.test(page.text)) wrong.push("not found, or not said why");
  const twin = JSON.parse((await get(found.to.replace("?", ".json?"), editor)).text);
  if (JSON.stringify(twin) !== JSON.stringify(JSON.parse(run(["search", name, "--json"])))) wrong.push("the JSON is not the command's");
  if ((await get(found.to, viewer)).status !== 404) wrong.push("somebody else's search opens");
  if ((await get(`/search?q=${encodeURIComponent(name)}`, editor)).text.includes(buyers[0].id)) wrong.push("words of an address are looked for");
  const bad = told_by(buyers.slice(0, 1));
  for (const path of ["search", "people"]) for (const q of [name, name.split(" ")[1], buyers[0].id, (buyers[0].accounts ?? "").replace(/^email:/, "")]) {
    const to = (await send(path, { q }, viewer)).to;
    const text = (await get(to, viewer)).text;
    const seen = text.replace(/<code>[^]*?<\/code>/g, "").replace(/value="[^"]*"/g, "").replace(/'[^']*' names nobody/g, "");
    if (bad.test(seen)) wrong.push(`a viewer finds a buyer by '${q}' in /${path}: ${bad.exec(seen)}`);
    const blank = (await get((await send(path, { q: "zzyzx" }, viewer)).to, viewer)).text;
    if (/\d+ (person|people)|buyer \d/.test(seen.replace(/\d+ people who/g, "")) && path === "search") wrong.push(`a viewer is told of a buyer by '${q}'`);
    if (!/Buyers are not listed/.test(text) || !/Buyers are not listed/.test(blank)) wrong.push("it is not said that buyers are left out");
  }
  const query = await get((await send("search", { q: "country:DE posts>>3" }, editor)).to, editor);
  if (query.status !== 400 || !/number for &#39;posts&#39; at 18/.test(query.text)) wrong.push(`a wrong query: ${query.status}`);
  const near = await get((await send("search", { q: "Soboll" }, editor)).to, editor);
  if (!/did you mean Marta Sobol/.test(near.text)) wrong.push("nothing near is offered");
  const command = await get((await send("search", { q: "go to choose" }, editor)).to, editor);
  if (!/href="\/m\/containers\/choose"/.test(command.text)) wrong.push("no way to a page");
  const facet = await send("people", { q: "posts>=1", category: "customer" }, editor);
  if (!/^\/people\?v=[0-9a-f]{16}&category=customer$/.test(facet.to)) wrong.push(`facets: ${facet.to}`);
  const people = await get(facet.to, editor);
  const narrow = /href="(\/people\?[^"]*country=DE[^"]*)"/.exec(people.text)?.[1].replaceAll("&amp;", "&");
  if (!narrow || !/v=[0-9a-f]{16}/.test(narrow) || !/category=customer/.test(narrow)) wrong.push(`no way to narrow: ${narrow}`);
  const fewer = await get(narrow, editor);
  if (!/Dmitri Volkov/.test(fewer.text) || /Amara Osei/.test(fewer.text) || /Oskar Brandt/.test(fewer.text)) wrong.push("narrowed wrongly");
  const audience = /name="audience" value="([^"]*)"/.exec(fewer.text)?.[1].replaceAll("&quot;", '"').replaceAll("&gt;", ">");
  const saved = await send("people/market", { name: "narrow", audience }, editor);
  if (!/^\/m\/narrow\/about\b/.test(saved.to) || !rows(["market", "list"]).some((m) => m.audience === audience && /posts>=1/.test(audience))) wrong.push(`saved as ${audience}: ${saved.to}`);
  const kept = (await send("search", { q: "Ulla Berg" }, editor)).to;
  run(["erase", "p40", "--yes", "Ulla Berg"]);
  if ((await get(kept, editor)).status !== 404) wrong.push("a search lives on that names somebody erased");
  const again = await get((await send("search", { q: "Ulla Berg" }, editor)).to, editor);
  if (/p40/.test(again.text)) wrong.push("who was erased is found");
  await new Promise((ok) => setTimeout(ok, 1500));
  const log = run(["user", "log", "--rows", "10000", "--json"]);
  if (told_by(buyers).test(log.replace(/ p\d+/g, "")) || /Sobol|Ulla/.test(log)) wrong.push("a name stands in the log");
  tell("what is searched for stands in no address and no log, and goes with who is erased", wrong.join("\n"));
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
  await searches(base, buyers);
  await users_pages(base);
  await markets_hidden(base, api);
  const end = await server.end();
  tell("it ends when asked to", end.code === 0 && !end.said ? "" : JSON.stringify(end));
}

await whole(work, 6, main);
