// users.mjs - tests: is everybody kept out of what is not theirs, and is it known who saw what?
//
//   node users.mjs KITH [TRIES]   TRIES: wrong passwords of known and of unknown users whose times
//                                 are compared (5; 200 for a figure to believe)
//
// Every address the server itself describes is asked by everybody: without a session, by each role,
// by tokens, by somebody who was disabled. Which role may what stands here by hand. TAP on stdout.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { place, serve, tell, whole } from "./tap.mjs";

const kith = resolve(process.argv[2]);
const tries = Number(process.argv[3] ?? 5);
const { work, db, env } = place("users");

const run = (words, input = "", more = {}) =>
  execFileSync(kith, words, { env: { ...env, ...more }, input, stdio: ["pipe", "pipe", "ignore"] }).toString();

const start = (flags = [], more = {}) => serve(kith, { ...env, ...more }, ...flags);

const ask = (url, options = {}) => fetch(url, { redirect: "manual", ...options });
const form = (fields) => ({ method: "POST", body: new URLSearchParams(fields), headers: { "content-type": "application/x-www-form-urlencoded" } });
const secret = (name) => `the word of ${name} is long`;

async function sign_in(base, name, password = secret(name), headers = {}) {
  const f = form({ name, password });
  const r = await ask(base + "login", { ...f, headers: { ...f.headers, ...headers } });
  const set = r.headers.get("set-cookie") ?? "";
  return { status: r.status, wait: r.headers.get("retry-after"), text: await r.text(), set, cookie: set.split(";")[0] };
}

// ---- who may what, by hand ----
const may = {
  nobody: [], expired: [], disabled: [],
  viewer: ["read", "own"], editor: ["read", "write", "own"], manager: ["read", "write", "export", "own"], admin: ["read", "write", "export", "admin", "own"],
  "read token": ["read"], "write token": ["read", "write"],
};
const known_rights = {
  "/people.json": "export", "/p/{person}.json": "export", "/same.json": "export", "/m/{market}.json": "read", "/sources.json": "read",
  "/users.json": "admin", "/user/{user}.json": "admin", "/users/log.json": "admin", "/users/grant": "admin", "/account.json": "own", "/account/token": "own",
  "/m/{market}/decide/{person}": "write", "/markets": "write", "/m/{market}/remove": "write",
};

async function matrix(base, askers, api) {
  const wrong = [];
  let asked = 0;
  const patiently = async (url, options) => { // so many addresses use up what one may ask at once
    let r = await ask(url, options);
    for (let i = 0; r.status === 429 && i < 5; i++) {
      await new Promise((ok) => setTimeout(ok, 1000));
      r = await ask(url, options);
    }
    await r.arrayBuffer();
    return r;
  };
  const check = async (what, url, options, granted, page) => {
    if (granted && url === "/account/end") return; // it would end the session that asks: rights.mjs
    const r = await patiently(base + url.slice(1), options);
    asked++;
    const denied = r.status === 401 || r.status === 403 || (page && r.status === 303);
    if (denied === granted || r.status >= 500 || r.status === 429) wrong.push(`${what}: ${r.status}`);
    if (page && r.status === 303 && !/^\/login(\?next=%2F[a-z0-9%.]+)?$/i.test(r.headers.get("location"))) wrong.push(`${what}: leads to ${r.headers.get("location")}`);
  };
  for (const [pattern, item] of Object.entries(api.paths)) {
    if (!(item.get ?? item.post).security.length) continue; // nobody has to say who they are
    const right = (item.get ?? item.post).security[0].token[0];
    if (known_rights[pattern] && known_rights[pattern] !== right) wrong.push(`${pattern} takes ${right}`);
    const path = pattern.replace(/\{(\w+)\}/g, (_, name) => (name === "person" ? "p25" : "none"));
    const page = path === "/index.json" ? "/" : path.replace(/\.json$/, "");
    for (const [name, who] of Object.entries(askers)) {
      const rights = may[name];
      const headers = who.bearer ? { authorization: `Bearer ${who.bearer}` } : who.cookie ? { cookie: who.cookie } : {};
      if (item.get) {
        if (path !== page) await check(`${name} GET ${path}`, path, { headers }, rights.includes(right), false);
        const of_page = right === "export" ? "read" : right;
        const file = !item.get.responses["200"].content["application/json"]; // a page that stands alone is a program's, too
        await check(`${name} GET ${page}`, page, { headers }, (!who.bearer || file) && rights.includes(of_page), true);
      }
      const json = { method: "POST", body: "{}", headers: { ...headers, "content-type": "application/json" } };
      if (item.post) {
        await check(`${name} POST ${path}`, path, json, rights.includes(right), false);
        const f = form({ token: who.token ?? "" });
        const of_form = right === "export" ? "read" : right; // its answer as a page
        await check(`${name} sends ${path}`, path, { ...f, headers: { ...f.headers, ...headers } }, !who.bearer && rights.includes(of_form), false);
      } else if (!api.paths[page]?.post && !api.paths[pattern.replace(/\.json$/, "")]?.post) {
        const r = await patiently(base + page.slice(1), json);
        if (r.status !== 405) wrong.push(`${name} POST ${page}: ${r.status}`);
      }
    }
  }
  tell(`${Object.keys(api.paths).length} addresses deny who may not, and nobody else (${asked} requests)`, wrong.slice(0, 30).join("\n"));
}

async function sessions(base, askers) {
  const wrong = [];
  const ana = await sign_in(base, "viewer");
  const ben = await sign_in(base, "viewer");
  if (ana.status !== 303 || !/^kith_session=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict$/.test(ana.set)) wrong.push(`${ana.status}: ${ana.set}`);
  if (ana.cookie === ben.cookie) wrong.push("the same session twice");
  const home = await (await ask(base, { headers: { cookie: ana.cookie } })).text();
  if (/name="name"|>Users</.test(home) || !/Sign out/.test(home)) wrong.push("a viewer is offered what is not theirs");
  const token = /action="\/logout"><input type="hidden" name="token" value="([0-9a-f]+)"/.exec(home)?.[1];
  const leave = (cookie, fields) => { const f = form(fields); return ask(base + "logout", { ...f, headers: { ...f.headers, cookie } }); };
  if ((await leave(ben.cookie, { token })).status !== 403) wrong.push("the form of one session is good for another");
  if ((await leave(ana.cookie, { token })).status !== 303) wrong.push("cannot sign out");
  if ((await ask(base, { headers: { cookie: ana.cookie } })).status !== 303) wrong.push("a session lives on behind its end");
  if ((await ask(base, { headers: { cookie: ben.cookie } })).status !== 200) wrong.push("another session ended, too");
  const again = { ...form({ name: "viewer", password: secret("viewer") }) };
  const renewed = await ask(base + "login", { ...again, headers: { ...again.headers, cookie: ben.cookie } });
  if (renewed.status !== 303 || (await ask(base, { headers: { cookie: ben.cookie } })).status !== 303) wrong.push("signing in again leaves the old session");
  const from = await sign_in(base, "viewer", secret("viewer"), { origin: "https://evil.example" });
  if (from.status !== 403 || from.cookie) wrong.push(`signed in from elsewhere: ${from.status}`);
  const f = form({ token: askers.editor.token, name: "other" });
  const forged = await ask(base + "markets", { ...f, headers: { ...f.headers, cookie: askers.manager.cookie } });
  if (forged.status !== 403) wrong.push(`a form with the token of somebody else's session: ${forged.status}`);
  const wanted = await ask(base + "m/containers/about");
  const there = wanted.headers.get("location");
  const login = await (await ask(new URL(there, base))).text();
  const next = /name="next" value="([^"]+)"/.exec(login)?.[1];
  const back = await ask(base + "login", form({ name: "viewer", password: secret("viewer"), next }));
  if (next !== "/m/containers/about" || back.headers.get("location") !== next) wrong.push(`${there}: ${next}: ${back.headers.get("location")}`);
  for (const evil of ["https://evil.example/", "//evil.example", "/\\evil.example", "/nowhere", "/people.csv"]) {
    const r = await ask(base + "login", form({ name: "viewer", password: secret("viewer"), next: evil }));
    if (r.headers.get("location") !== "/") wrong.push(`${evil} leads to ${r.headers.get("location")}`);
  }
  const named = await ask(base + "p/jane%40a.example");
  if (named.headers.get("location") !== "/login") wrong.push(`a name went on: ${named.headers.get("location")}`);
  tell("a session ends where it says, its forms are its own, its cookie is no script's", wrong.join("\n"));
}

async function passwords(base) {
  const wrong = [];
  const known = [];
  for (let i = 0; i < 5; i++) known.push(await sign_in(base, "throttled", "wrong wrong wrong"));
  // The address has used up its five, too: names differ, the address does not.
  const sixth = await sign_in(base, "throttled", secret("throttled"));
  const other = await sign_in(base, "nobody-is-called-so", "wrong wrong wrong");
  if (known.some((r) => r.status !== 403 || r.cookie)) wrong.push(known.map((r) => r.status).join());
  for (const r of [sixth, other]) if (r.status !== 429 || !(Number(r.wait) > 0 && Number(r.wait) <= 900)) wrong.push(`${r.status}, wait ${r.wait}`);
  tell("five wrong passwords, and name and address have to wait", wrong.join("\n"));
}

// The burst is 600, and 60 more a second.
async function too_often(base, askers) {
  let asked = 0;
  let last;
  do {
    last = await ask(base + "login");
    await last.arrayBuffer();
    asked++;
  } while (last.status === 200 && asked < 3000);
  const other = await ask(base, { headers: { cookie: askers.viewer.cookie } });
  await other.arrayBuffer();
  const wrong = last.status !== 429 || last.headers.get("retry-after") !== "1" || other.status !== 200;
  tell("who asks too often has to wait, and nobody else", wrong ? `${asked}: ${last.status}, wait ${last.headers.get("retry-after")}; ${other.status}` : "");
}

// Behind a proxy, so that each try comes from another address and no limit is met.
async function timing() {
  const many = Math.ceil(tries / 5);
  for (let i = 0; i < many; i++) run(["user", "add", `t${i}`, "--password-file", "-"], secret("t"));
  const server = start(["--https"]);
  const { base } = await server.ready;
  const spent = { known: [], unknown: [] };
  const said = {};
  for (let i = 0; i < tries; i++) {
    for (const kind of i % 2 ? ["known", "unknown"] : ["unknown", "known"]) {
      const name = `${kind === "known" ? "t" : "u"}${Math.floor(i / 5)}`;
      const from = process.hrtime.bigint();
      const r = await sign_in(base, name, "wrong wrong wrong", { "x-forwarded-for": `1.2.3.4, 10.${kind.length}.${i >> 8}.${i & 255}` });
      spent[kind].push(Number(process.hrtime.bigint() - from) / 1e6);
      said[kind] = `${r.status} ${r.text}`;
    }
  }
  const right = await sign_in(base, "viewer", secret("viewer"), { "x-forwarded-for": "10.1.1.1" });
  await server.end();
  const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
  const [k, u] = [median(spent.known), median(spent.unknown)];
  console.log(`# ${tries} tries each: known ${k.toFixed(1)} ms, unknown ${u.toFixed(1)} ms, ratio ${(k / u).toFixed(3)}`);
  const wrong = [];
  if (said.known !== said.unknown) wrong.push("another answer for an unknown user");
  if (Math.min(...spent.known, ...spent.unknown) < 5) wrong.push("a password was not tried");
  if (tries >= 100 && Math.abs(k / u - 1) > 0.1) wrong.push(`known ${k}, unknown ${u} ms`);
  if (!/^__Host-kith_session=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict; Secure$/.test(right.set)) wrong.push(right.set);
  tell("a wrong password takes as long for who is not there, and https marks its cookies", wrong.join("\n"));
}

// Sessions outlive the server, not half an hour without a request.
async function restarted(cookie) {
  const wrong = [];
  for (const [at, want] of [["2026-06-01T00:29:00Z", 200], ["2026-06-01T00:59:30Z", 303], ["2026-06-01T00:29:00Z", 303]]) {
    const server = start([], { KITH_NOW: at });
    const { base } = await server.ready;
    const r = await ask(base, { headers: { cookie } });
    if (r.status !== want) wrong.push(`${at}: ${r.status}`);
    await server.end();
  }
  tell("sessions outlive the server, and half an hour without a request ends them", wrong.join("\n"));
}

async function first_admin() {
  const wrong = [];
  const empty = join(work, "empty.kith");
  const server = start(["--listen", "0.0.0.0"], { KITH_DB: empty });
  const { base, out } = await server.ready;
  const link = /becomes it: http:\S+\/(first\?key=([0-9a-f]{64}))\n/.exec(out);
  if (!link) throw new Error(out);
  if ((await ask(base)).status !== 303) wrong.push("pages are open");
  if ((await ask(base + "index.json")).status !== 401) wrong.push("answers are open");
  if ((await ask(base + "first?key=" + "0".repeat(64))).status !== 404) wrong.push("any key is good");
  if (!/name="password"/.test(await (await ask(base + link[1])).text())) wrong.push("no form");
  const make = (name, password) => ask(base + "first", form({ key: link[2], name, password }));
  if ((await make("root", "short")).status !== 422) wrong.push("a short password is good");
  if ((await make("root", secret("root"))).status !== 303) wrong.push("not made");
  if ((await make("root2", secret("root2"))).status !== 404) wrong.push("the link is good twice");
  const root = await sign_in(base, "root");
  if (root.status !== 303) wrong.push(`cannot sign in: ${root.status}`);
  const users = await (await ask(base + "users.json", { headers: { cookie: root.cookie } })).json();
  if (users.rows?.length !== 1 || users.rows[0].role !== "admin") wrong.push(JSON.stringify(users));
  await server.end();
  const again = start(["--listen", "0.0.0.0"], { KITH_DB: empty });
  if (/key=/.test((await again.ready).out)) wrong.push("another link, though there is an admin");
  await again.end();
  tell("the first admin is made by a link that is good once", wrong.join("\n"));
}

function logged(askers) {
  const text = run(["user", "log", "--rows", "10000", "--json"]);
  const rows = JSON.parse(text).rows;
  const wrong = [];
  const has = (who, act, what) => {
    if (!rows.some((r) => r.who === who && r.act === act && what.test(r.what ?? ""))) wrong.push(`no row: ${who} ${act} ${what}`);
  };
  has("viewer", "signed in", /^$/);
  has("viewer", "signed out", /^$/);
  has("viewer", "opened", /^\/p\/\{person\} p25$/);
  has("viewer", "denied", /^\/people\.json$/);
  has("editor", "denied", /^\/users$/);
  has("manager", "took", /^\/people\.csv$/);
  has("editor", "wrote", /^\/markets$/);
  has("throttled", "wrong password", /^$/);
  has("viewer", "denied", /by token$/);
  has("terminal", "user disabled", /^disabled$/);
  has("admin", "role changed", /^throttled viewer$/);
  has("viewer", "opened", /^\/p\/\{person\} p25$/);
  if (/img src|Overbeek|nobody-is-called-so|[\x00-\x09\x0b-\x1f]/.test(text)) wrong.push("a name, or a control character");
  for (const who of Object.values(askers)) if (who.bearer && text.includes(who.bearer)) wrong.push("a token stands in the log");
  tell(`who saw and changed what stands in the log (${rows.length} rows), without names`, wrong.join("\n"));
}

async function main() {
  run(["demo", "--db", db]);
  const markup = join(work, "people.csv");
  writeFileSync(markup, 'name,email\n"<img src=x onerror=alert(1)>",x@evil.example\n');
  run(["import", markup, "--basis", "test"]);
  for (const name of ["viewer", "editor", "manager", "admin", "disabled", "throttled"]) {
    run(["user", "add", name, "--role", may[name]?.length ? name : "editor", "--password-file", "-"], secret(name));
  }
  const token = (words, more) => /kith_[0-9a-f]{64}/.exec(run(["user", "token", ...words], "", more))[0];
  const askers = {
    nobody: {},
    "read token": { bearer: token(["viewer", "--name", "r"]) },
    "write token": { bearer: token(["manager", "--name", "w", "--rights", "read,write"]) },
    expired: { bearer: token(["admin", "--name", "old", "--rights", "read,write,export,admin", "--days", "1"], { KITH_NOW: "2026-05-01T00:00:00Z" }) },
  };
  const server = start();
  const { base } = await server.ready;
  for (const name of ["viewer", "editor", "manager", "admin", "disabled"]) {
    const r = await sign_in(base, name);
    const page = await (await ask(base, { headers: { cookie: r.cookie } })).text();
    askers[name] = { cookie: r.cookie, token: /name="token" value="([0-9a-f]+)"/.exec(page)?.[1] };
  }
  run(["user", "disable", "disabled"]);
  const api = await (await ask(base + "openapi.json")).json();
  await matrix(base, askers, api);
  await sessions(base, askers);
  const made = await ask(base + "markets", { ...form({ token: askers.editor.token, name: "made", strategy: "reach" }), headers: { "content-type": "application/x-www-form-urlencoded", cookie: askers.editor.cookie } });
  const roles = [];
  for (const [path, fields] of [["users/role", { user: "throttled", role: "viewer" }], ["users/disable", { user: "throttled" }], ["users/enable", { user: "throttled" }], ["users/role", { user: "admin", role: "viewer" }]]) {
    const f = form({ token: askers.admin.token, ...fields });
    roles.push((await ask(base + path, { ...f, headers: { ...f.headers, cookie: askers.admin.cookie } })).status);
  }
  if (roles.join() !== "303,303,303,422") tell("an admin changes users", roles.join());
  const taken = await ask(base + "people.csv", { headers: { cookie: askers.manager.cookie } });
  const opened = await ask(base + "p/p25", { headers: { cookie: askers.viewer.cookie } });
  tell("who may, can", made.status === 303 && taken.status === 200 && opened.status === 200 ? "" : `${made.status} ${taken.status} ${opened.status}`);
  await passwords(base);
  await too_often(base, askers);
  const end = await server.end();
  tell("it ends when asked to", end.code === 0 && !end.said ? "" : JSON.stringify(end));
  logged(askers);
  await restarted(askers.viewer.cookie);
  await timing();
  await first_admin();
}

await whole(work, 10, main);
