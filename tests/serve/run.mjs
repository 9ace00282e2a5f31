// run.mjs - tests: are the pages right, and is nobody let in who should not be?
//
//   node run.mjs KITH [SLOW]   SLOW: connections that drip a byte a second (100)
//
// On a store of the demo, in which one person's name is markup: every address the server itself
// describes, pages against the command line, requests sent as bytes, forms from elsewhere,
// connections that never end. TAP on stdout.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join, resolve } from "node:path";
import { place, serve, tell, whole } from "./tap.mjs";

const kith = resolve(process.argv[2]);
const slow = Number(process.argv[3] ?? 100);
const { work, db, env } = place("serve");

const run = (...words) => execFileSync(kith, words, { env, stdio: ["ignore", "pipe", "ignore"] });

// Bytes as they are; what came back until the other side closed, or waited_ms went by.
function raw(port, bytes, waited_ms = 3000) {
  return new Promise((ok) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    let got = "";
    const end = () => { socket.destroy(); ok(got); };
    const timer = setTimeout(end, waited_ms);
    socket.on("data", (d) => { got += d; if (/\r\n\r\n/.test(got) && !/100 Continue/.test(got)) { clearTimeout(timer); setTimeout(end, 20); } });
    socket.on("close", () => { clearTimeout(timer); ok(got); });
    socket.on("error", () => {});
  });
}
const status = (text) => Number(/^HTTP\/1\.[01] (\d+)/.exec(text)?.[1] ?? 0);

async function every_address(base) {
  const api = await (await fetch(base + "openapi.json")).json();
  const fill = { market: "containers", person: "p25", source: "s2", evidence: "e1", org: "g12", doc: "d1", teammate: "p48", survey: "none", programme: "none" };
  const may_lack = /\{job\}|\/user\/|account|\{upload\}|\{table\}|survey|same\/then|programme|audit|connect|share|\/deals|relations|brief|voice|perception/;
  const wrong = [];
  for (const [pattern, item] of Object.entries(api.paths)) {
    const path = pattern.replace(/\{(\w+)\}/g, (_, name) => fill[name] ?? "x").slice(1);
    if (item.get?.responses["200"].content["text/plain"]) { // of no verb
      const r = await fetch(base + path);
      if (!r.ok || !/^text\/plain/.test(r.headers.get("content-type"))) wrong.push(`${path}: ${r.status} ${r.headers.get("content-type")}`);
      continue;
    }
    if (item.post) {
      const r = await fetch(base + path, { method: "POST", body: "x=1", headers: { "content-type": "application/x-www-form-urlencoded" } });
      if (r.status !== (path.startsWith("account") ? 404 : 403)) wrong.push(`POST ${path} without a token: ${r.status}`);
      const get = await fetch(base + path);
      if (!item.get && !api.paths[`${pattern}.json`] && get.status !== 405) wrong.push(`GET ${path}: ${get.status}`);
      continue;
    }
    if (!item.get.responses["200"].content["application/json"]) {
      const r = await fetch(base + path);
      const text = await r.text();
      const type = Object.keys(item.get.responses["200"].content)[0];
      const whole = type === "text/html" ? /^<!DOCTYPE html>/i.test(text) && !/<script/i.test(text) : /^BEGIN:VCALENDAR\r\n[^]*END:VCALENDAR\r\n$|^<\?xml [^]*<(graphml|gexf) [^]*<edge [^]*<\/\1>\n$/.test(text);
      if (!r.ok || !(r.headers.get("content-type") ?? "").startsWith(type) || !whole) wrong.push(`${path}: ${r.status}, no ${type} that stands alone`);
      if (!/sandbox/.test(r.headers.get("content-security-policy"))) wrong.push(`${path}: not sandboxed`);
      continue;
    }
    const page = path === "index.json" ? "" : path.replace(/\.json$/, "");
    const r = await fetch(base + page);
    const text = await r.text();
    const json = await fetch(base + path);
    const body = await json.json();
    if (!(r.status === 200 || may_lack.test(pattern))) wrong.push(`${page}: ${r.status}`);
    const begins = /\/audit(\/ask)?$/.test(page); // it says how to begin where there is no answer yet
    if (r.status !== json.status && page !== "" && !(begins && json.status === 404)) wrong.push(`${page}: ${r.status} as page, ${json.status} as JSON`);
    if (r.status >= 500) wrong.push(`${page}: ${r.status}`);
    if (json.ok ? body.v !== 1 || !Array.isArray(body.rows) : !body.detail) wrong.push(`${path}: no answer table`);
    if (!/<h1>/.test(text) || (text.match(/<main/g) ?? []).length !== 1) wrong.push(`${page}: no heading or no main`);
    const [head, ...rest] = text.split("</head>"); // our scripts stand in the head, and have nothing in them
    const bare = [head.replaceAll(/^<script src="\/a\/[a-z]+-[0-9a-f]{16}\.js"(?: defer)?><\/script>$/gm, ""), ...rest].join("");
    if (/<script|style=|<img|onerror=/i.test(bare.replace(/&lt;img[^<]*/g, ""))) wrong.push(`${page}: markup that is not ours`);
    const headers = r.headers;
    for (const [name, want] of [["content-security-policy", /default-src 'none'/], ["x-content-type-options", /nosniff/], ["cache-control", /no-store/], ["referrer-policy", /same-origin/], ["x-frame-options", /DENY/]]) {
      if (!want.test(headers.get(name) ?? "")) wrong.push(`${page}: ${name} is ${headers.get(name)}`);
    }
  }
  tell(`each of ${Object.keys(api.paths).length} addresses answers, as described`, wrong.join("\n"));
}

async function twins(base) {
  const wrong = [];
  for (const [path, words] of [["m/containers", ["find", "containers"]], ["m/containers/why/p25", ["why", "containers", "p25"]],
    ["m/containers/choose", ["choose", "containers"]], ["m/containers/proof", ["backtest", "containers"]], ["people", ["people", "--facets"]], ["p/p25", ["person", "p25", "--months"]], ["p/p25/markets", ["person", "p25", "--markets"]],
    ["m/containers?rows=3&until=2026-04-01", ["find", "containers", "--rows", "3", "--until", "2026-04-01"]],
    ["m/containers?since=2026-03-15", ["find", "containers", "--since", "2026-03-15"]]]) {
    const [address, query] = path.split("?");
    for (const form of ["json", "csv"]) {
      const r = await fetch(`${base}${address}.${form}${query ? "?" + query : ""}`);
      const got = await r.text();
      if (got !== run(...words, `--${form}`).toString()) wrong.push(`${path}.${form} is not what kith ${words.join(" ")} --${form} says`);
      const again = await fetch(`${base}${address}.${form}${query ? "?" + query : ""}`, { headers: { "if-none-match": r.headers.get("etag") } });
      if (again.status !== 304) wrong.push(`${path}.${form}: unchanged, but ${again.status}`);
    }
  }
  tell("pages have the bytes of the command line, and say when nothing changed", wrong.join("\n"));
}

async function links(base) {
  const wrong = [];
  const seen = new Set();
  const queue = ["/"];
  while (queue.length && seen.size < 200) {
    const path = queue.shift();
    if (seen.has(path)) continue;
    seen.add(path);
    const r = await fetch(new URL(path, base));
    const text = await r.text();
    if (!r.ok && !/audit|connect|share|voice|brief|relations|deals/.test(path)) wrong.push(`${path}: ${r.status}`);
    if (/html/.test(r.headers.get("content-type"))) {
      for (const [, to] of text.matchAll(/href="([^"#]+)"/g)) {
        const plain = to.replaceAll("&amp;", "&");
        if (/^https?:/.test(plain)) wrong.push(`${path} leads elsewhere: ${plain}`);
        else if (plain.startsWith("/")) queue.push(plain);
      }
    }
  }
  if (seen.size < 30) wrong.push(`only ${seen.size} pages found`);
  tell("every link leads to a page of ours", wrong.join("\n"));
}

async function framing(port) {
  const host = `Host: 127.0.0.1:${port}\r\n`;
  const cases = [
    ["no Host", "GET / HTTP/1.1\r\n\r\n", [400]],
    ["two Hosts", `GET / HTTP/1.1\r\n${host}${host}\r\n`, [400]],
    ["a Host of elsewhere", "GET / HTTP/1.1\r\nHost: rebound.example\r\n\r\n", [421]],
    ["another port", "GET / HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n", [421]],
    ["two lengths", `POST /markets HTTP/1.1\r\n${host}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`, [400]],
    ["the same length twice", `POST /markets HTTP/1.1\r\n${host}Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc`, [400]],
    ["coding and length", `POST /markets HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n`, [400]],
    ["length and coding", `POST /markets HTTP/1.1\r\n${host}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, [400]],
    ["two codings", `POST /markets HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n`, [400]],
    ["an unknown coding", `POST /markets HTTP/1.1\r\n${host}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`, [400, 501]],
    ["a negative length", `POST /markets HTTP/1.1\r\n${host}Content-Length: -1\r\n\r\n`, [400]],
    ["a length with a sign", `POST /markets HTTP/1.1\r\n${host}Content-Length: +3\r\n\r\nabc`, [400]],
    ["a length in hex", `POST /markets HTTP/1.1\r\n${host}Content-Length: 0x3\r\n\r\nabc`, [400]],
    ["a GET with a body", `GET / HTTP/1.1\r\n${host}Content-Length: 3\r\n\r\nabc`, [400]],
    ["a NUL in the path", `GET /m/containers%00.json HTTP/1.1\r\n${host}\r\n`, [400]],
    ["a line feed in the path", `GET /m/a%0ab HTTP/1.1\r\n${host}\r\n`, [400]],
    ["a blank before the colon", `GET / HTTP/1.1\r\nHost : 127.0.0.1:${port}\r\n\r\n`, [400]],
    ["an unknown method", `BREW / HTTP/1.1\r\n${host}\r\n`, [405]],
    ["PUT", `PUT /markets HTTP/1.1\r\n${host}Content-Length: 0\r\n\r\n`, [405]],
    ["a long path", `GET /${"a".repeat(3000)} HTTP/1.1\r\n${host}\r\n`, [414, 431]],
    ["100 headers", `GET / HTTP/1.1\r\n${host}${"X: y\r\n".repeat(100)}\r\n`, [431]],
    ["a long header", `GET / HTTP/1.1\r\n${host}X: ${"y".repeat(200000)}\r\n\r\n`, [431, 0]],
    ["a body past the limit", `POST /markets HTTP/1.1\r\n${host}Content-Length: 99999999\r\n\r\n`, [413]],
    ["dots in the path", `GET /m/../people HTTP/1.1\r\n${host}\r\n`, [404]],
    ["no HTTP", "hello\r\n\r\n", [400, 0]],
  ];
  const wrong = [];
  for (const [name, bytes, want] of cases) {
    const got = status(await raw(port, bytes));
    if (!want.includes(got)) wrong.push(`${name}: ${got}, want ${want.join(" or ")}`);
  }
  tell(`${cases.length} requests that are none, or two, are refused`, wrong.join("\n"));
}

async function forms(base) {
  const wrong = [];
  const page = await (await fetch(base)).text();
  const token = /name="token" value="([0-9a-f]+)"/.exec(page)?.[1];
  const form = (path, fields, headers = {}) => fetch(new URL(path, base), { method: "POST", redirect: "manual", body: new URLSearchParams(fields), headers });
  const json = (path, fields, headers = {}) => fetch(new URL(path, base), { method: "POST", body: JSON.stringify(fields), headers: { "content-type": "application/json", ...headers } });
  const want = async (name, r, code) => { if ((await r).status !== code) wrong.push(`${name}: ${(await r).status}, want ${code}`); };
  if (!token) wrong.push("the page has no form");
  await want("without a token", form("/markets", { name: "x" }), 403);
  await want("with another's token", form("/markets", { name: "x", token: "0".repeat(64) }), 403);
  await want("from elsewhere", form("/markets", { name: "x", token }, { origin: "http://elsewhere.example" }), 403);
  await want("said to be from elsewhere", form("/markets", { name: "x", token }, { "sec-fetch-site": "cross-site" }), 403);
  await want("JSON from elsewhere", json("/markets", { name: "x" }, { origin: "http://elsewhere.example" }), 403);
  await want("of another kind", fetch(new URL("/markets", base), { method: "POST", body: "{}", headers: { "content-type": "text/plain" } }), 415);
  await want("no object", json("/markets", [1]), 400);
  await want("an object within", json("/markets", { name: { a: 1 } }), 422);
  await want("without a name", json("/markets", { topic: "x" }), 422);
  if (/"market":"x"/.test(run("market", "list", "--json"))) wrong.push("a refused form was stored");
  const made = await form("/markets", { name: "from the <page>", topic: "container", strategy: "reach", token });
  if (made.status !== 303 || !/^\/m\/from%20the%20%3Cpage%3E\?done=[0-9a-f]{16}$/.test(made.headers.get("location"))) wrong.push(`a form: ${made.status} to ${made.headers.get("location")}`);
  const shown = await (await fetch(new URL(made.headers.get("location"), base))).text();
  if (!shown.includes("from the &lt;page&gt;") || shown.includes("<page>")) wrong.push("its name is not shown as text");
  await want("the same again", form("/markets", { name: "from the <page>", strategy: "reach", token }), 422);
  await want("JSON", json("/markets", { name: "--json", strategy: "reach" }), 200);
  await want("a name that looks like a flag", json("/m/--json/remove", {}), 200);
  tell("forms write only from here, and say why not", wrong.join("\n"));
}

async function hostile(base) {
  const wrong = [];
  for (const path of ["people", "people.csv", "people.json"]) {
    const text = await (await fetch(base + path + "?rows=0")).text();
    if (!/onerror/.test(text)) wrong.push(`${path}: the name is not there`);
    if (path === "people" && /<img src=x/.test(text)) wrong.push(`${path}: markup`);
    if (path === "people.csv" && !/'=1\+1/.test(text)) wrong.push(`${path}: a formula`);
  }
  tell("a name that is markup, and one that is a formula, are text", wrong.join("\n"));
}

async function dripping(base, port) {
  const began = Date.now();
  let open = 0;
  const sockets = [];
  const gone = [];
  for (let i = 0; i < slow; i++) {
    gone.push(new Promise((ok) => {
      const s = connect(port, "127.0.0.1", () => { open++; s.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"); });
      const timer = setInterval(() => s.write("X: y\r\n"), 1000);
      s.on("error", () => {});
      s.on("close", () => { clearInterval(timer); ok(Date.now() - began); });
      sockets.push(s);
    }));
  }
  await new Promise((ok) => setTimeout(ok, 500));
  const took = [];
  while (Date.now() - began < 3000) {
    const at = Date.now();
    const r = await fetch(base + "m/containers");
    await r.text();
    took.push(Date.now() - at);
  }
  took.sort((a, b) => a - b);
  const last = await Promise.race([Promise.all(gone).then((all) => Math.max(...all)), new Promise((ok) => setTimeout(() => ok(Infinity), 20000))]);
  for (const s of sockets) s.destroy();
  console.log(`# ${open} slow ones were gone after ${last} ms; meanwhile ${took.length} requests took at most ${took.at(-1)} ms`);
  tell(`${slow} connections that drip are ended, and others are answered meanwhile`, last < 20000 && open === slow && took.length ? "" : `${open} opened; the last one went after ${last} ms`);
}

async function main() {
  execFileSync(kith, ["demo", "--db", db], { env, stdio: "ignore" });
  writeFileSync(join(work, "odd.csv"), 'name,email,tags\n"<img src=x onerror=alert(1)>",a@odd.example,buyer\n"=1+1",b@odd.example,\n');
  run("import", join(work, "odd.csv"));
  const server = serve(kith, env);
  const { base } = await server.ready;
  const port = Number(new URL(base).port);
  await every_address(base);
  await twins(base);
  await hostile(base);
  await forms(base);
  await links(base);
  await framing(port);
  await dripping(base, port);
  const end = await server.end();
  tell("it ends when asked to", end.code === 0 && !end.said ? "" : JSON.stringify(end));
  const reader = serve(kith, env, "--read-only");
  const read = (await reader.ready).base;
  const r = await fetch(read + "markets", { method: "POST", body: "{}", headers: { "content-type": "application/json" } });
  const page = await (await fetch(read)).text();
  tell("read only is read only", r.status === 403 && !/<form(?![^>]*role="search")[^>]*method="post"/.test(page) ? "" : `${r.status}`);
  await reader.end();
}

await whole(work, 9, main);
