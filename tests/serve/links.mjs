// links.mjs - tests: can whoever has a personal link answer, once, and nobody else?
//
//   node links.mjs KITH     on the demo's store, with users and behind a proxy; TAP on stdout
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { place, serve, tell, whole } from "./tap.mjs";

const kith = resolve(process.argv[2]);
const { work, db, env } = place("links");
const run = (words, input = "") => execFileSync(kith, words, { env, input, cwd: work, stdio: ["pipe", "pipe", "ignore"] }).toString();
const ask = (url, options = {}) => fetch(url, { redirect: "manual", ...options });
const refused = "this link is not known, has ended or was used already; ask whoever sent it for a new one";

let from = 0; // each from another address, so that nobody waits unless it is meant
const at = (address = `10.9.${++from >> 8}.${from & 255}`) => ({ "x-forwarded-for": address });
const send = (url, fields, headers = at()) =>
  ask(url, { method: "POST", body: new URLSearchParams(fields), headers: { "content-type": "application/x-www-form-urlencoded", ...headers } });
const once = (html) => /name="once" value="([0-9a-f]+)"/.exec(html)?.[1];
const links = (wave, until) => JSON.parse(run(["confirm", "containers", "--links", wave, "--until", until, "--json"])).rows;
const audit = (wave) => JSON.parse(run(["audit", "containers", "--wave", wave, "--json"]));

const mails = ["amara.osei@northbank.example", "bjarne.dahl@fjordline.example", "chiara.conti@medicare.example"];
const ours = ["xenia.holt@hullguard.example", "yusuf.amin@hullguard.example"];

async function sheet(base, link, others) {
  const wrong = [];
  const r = await ask(`${base}answer/${link.token}`, { headers: at() });
  const html = await r.text();
  const h = (name) => r.headers.get(name) ?? "";
  if (r.status !== 200) wrong.push(`${r.status}`);
  if (h("referrer-policy") !== "no-referrer" || h("cache-control") !== "no-store") wrong.push(`${h("referrer-policy")}, ${h("cache-control")}`);
  if (!/script-src 'self'/.test(h("content-security-policy")) || /<form[^>]+(style|onsubmit)/.test(html)) wrong.push("policy");
  for (const word of ["never met", "met once", "know each other", "working", "close", "speaks for us"]) if (!html.includes(`>${word}<`)) wrong.push(`no '${word}'`);
  if (/selected/.test(html) || /claims?\b/.test(html)) wrong.push("something is answered already");
  if (html.includes(link.person) || /<nav/.test(html)) wrong.push("it tells more than it asks");
  const bare = (text) => text.replace(/[0-9a-f]{64}/g, "#");
  const second = await (await ask(`${base}answer/${others[0].token}`, { headers: at() })).text();
  if (bare(second) !== bare(html)) wrong.push("it is another one for somebody else");
  tell("the sheet is the same for all, and shows nothing of what is claimed", wrong.join("\n"));
  return html;
}

async function guesses(base, link) {
  const wrong = [];
  const letters = "0123456789abcdef";
  const tries = [...link.token].map((c, i) => link.token.slice(0, i) + letters[(letters.indexOf(c) + 1) % 16] + link.token.slice(i + 1));
  tries.push("", link.token.slice(1), link.token + "0", link.token.toUpperCase(), link.token + "/", "%27 OR 1=1 --", "..%2f");
  let said;
  for (const t of tries) {
    const head = { ...at(), accept: "application/json" };
    for (const r of [await ask(`${base}answer/${t}`, { headers: head }), await send(`${base}answer/${t}`, { any: "3", once: "a" }, head)]) {
      const text = await r.text();
      said ??= text;
      if (r.status !== 404 || text !== said || r.headers.get("referrer-policy") !== "no-referrer") wrong.push(`${t}: ${r.status} ${text}`);
    }
  }
  if (JSON.parse(said).detail !== refused) wrong.push(said);
  const one = "10.10.10.10";
  const statuses = [];
  for (let i = 0; i < 6; i++) statuses.push((await ask(`${base}answer/${tries[i]}`, { headers: at(one) })).status);
  const good = await ask(`${base}answer/${link.token}`, { headers: at(one) });
  if (statuses.join() !== "404,404,404,404,404,429" || good.status !== 429 || !(Number(good.headers.get("retry-after")) > 0)) wrong.push(`${statuses}, then ${good.status}`);
  for (let i = 0; i < 8; i++) if ((await ask(`${base}answer/${link.token}`, { headers: at("10.10.10.11") })).status !== 200) wrong.push("a right link counts as a guess");
  tell(`${tries.length} near guesses are refused alike, and wait`, wrong.slice(0, 5).join("\n"));
}

async function answering(base, link, html) {
  const wrong = [];
  const url = `${base}answer/${link.token}`;
  const nobody = await send(url, { once: once(html), any: "", wanted: "" });
  if (nobody.status !== 422 || !/nothing is answered yet/.test(await nobody.text())) wrong.push(`nothing: ${nobody.status}`);
  const odd = await send(url, { once: once(html), any: "7" });
  if (odd.status !== 422 || !/one of the words/.test(await odd.text())) wrong.push(`7: ${odd.status}`);
  for (const headers of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site", origin: "null" }]) {
    const r = await send(url, { once: once(html), any: "3" }, { ...at(), ...headers });
    if (r.status !== 403) wrong.push(`from elsewhere: ${r.status}`);
  }
  const fields = { once: once(html), any: "", wanted: "yes", [JSON.parse(run(["person", ours[0], "--json"])).id]: "4" };
  // As a browser sends it that gives no Referer; pressed twice, it is done once.
  const twice = await Promise.all([1, 2].map(() => send(url, fields, { ...at(), origin: "null", "sec-fetch-site": "same-origin" })));
  for (const r of twice) if (r.status !== 303 || r.headers.get("location") !== "/answered") wrong.push(`${r.status} ${r.headers.get("location")}`);
  const thanks = await ask(base + "answered");
  if (thanks.status !== 200 || !/Thank you/.test(await thanks.text())) wrong.push(`answered: ${thanks.status}`);
  const again = await send(url, { ...fields, once: "b" });
  const look = await ask(url, { headers: at() });
  if (again.status !== 404 || look.status !== 404) wrong.push(`a second use: ${again.status}, ${look.status}`);
  const x = audit("one");
  const [all, ...each] = x.rows;
  const hers = each.find((row) => row.name === "Xenia Holt");
  if (all.both !== 1 || all.silent !== 2 || hers.both !== 1) wrong.push(JSON.stringify(x.rows));
  tell("what is answered is kept once, and only from here", wrong.join("\n"));
}

async function over(base, old) {
  const wrong = [];
  const dead = async (link, what) => {
    const r = await ask(`${base}answer/${link.token}`, { headers: { ...at(), accept: "application/json" } });
    if (r.status !== 404 || JSON.parse(await r.text()).detail !== refused) wrong.push(`${what}: ${r.status}`);
  };
  run(["claim", "containers", join(work, "claims.csv"), "--freeze", "two"]);
  const fresh = links("two", "2026-07-01");
  await dead(old, "a link of an earlier wave");
  const r = await ask(`${base}answer/${fresh[0].token}`, { headers: at() });
  if (r.status !== 200) wrong.push(`a link of the later wave: ${r.status}`);
  if (audit("one").rows[0].both !== 1) wrong.push("the first wave changed");
  return { wrong, fresh, dead };
}

async function main() {
  run(["demo", "--db", db]);
  run(["us", "--org", "Hullguard", "--domain", "hullguard.example"]);
  writeFileSync(join(work, "claims.csv"), ["teammate,person,strength", ...mails.map((m) => `${ours[0]},${m},3`), `${ours[1]},${mails[1]},1`].join("\n"));
  run(["claim", "containers", join(work, "claims.csv"), "--freeze", "one"]);
  run(["user", "add", "admin", "--role", "admin", "--password-file", "-"], "the word of admin is long");
  const made = links("one", "2026-07-01");
  const server = serve(kith, env, "--https");
  const { base } = await server.ready;
  if ((await ask(base, { headers: at() })).status !== 303) throw new Error("nobody has to sign in");
  const html = await sheet(base, made[0], made.slice(1));
  await guesses(base, made[1]);
  await answering(base, made[0], html);
  const { wrong, fresh } = await over(base, made[1]);
  await server.end();
  const late = serve(kith, { ...env, KITH_NOW: "2026-07-01T00:00:00Z" }, "--https");
  const after = (await late.ready).base;
  if ((await ask(`${after}answer/${fresh[0].token}`, { headers: at() })).status !== 404) wrong.push("a link lives on behind its end");
  const end = await late.end();
  const reads = serve(kith, env, "--read-only", "--https");
  const still = (await reads.ready).base;
  if ((await ask(`${still}answer/${fresh[0].token}`, { headers: at() })).status !== 403) wrong.push("read only, it asks");
  await reads.end();
  tell("a link ends with its date, its wave and its server's right to write", wrong.join("\n"));
  const bytes = readdirSync(work).filter((f) => /^store\.kith(-wal|-shm)?$/.test(f)).map((f) => readFileSync(join(work, f)).toString("latin1"));
  const log = run(["user", "log", "--rows", "10000", "--json"]) + end.said;
  const told = [...made, ...fresh].filter((l) => log.includes(l.token) || bytes.some((b) => b.includes(l.token)));
  tell("neither the store nor the log tells a link", told.length || !bytes.length ? `${told.length} of them` : "");
}

await whole(work, 5, main);
