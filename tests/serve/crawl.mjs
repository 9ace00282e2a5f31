// crawl.mjs - tests: does every link lead somewhere, every figure open, and every page say the same
// as its twins and the command line? And are its words the ones that are explained?
//
//   node crawl.mjs KITH   over HTTP alone, on the demo's store; TAP on stdout
//
// From the first page every link is followed once; of addresses that differ in sort, filter or rows
// alone, those of each kind of page once.
import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { place, serve, tell, whole } from "./tap.mjs";

const kith = resolve(process.argv[2]);
const { work, db, env } = place("crawl");
const run = (...words) => execFileSync(kith, words, { env, stdio: ["ignore", "pipe", "ignore"] }).toString();

const MOST = 2000; // pages; more is a maze
const kind_of = (path) => path.replace(/\/(p|s)\d+/g, "/$1#").replace(/\/why\/[^/?]+/, "/why/#").replace(/\/jobs\/[^/?]+/, "/jobs/#");
const plain = (html) => html.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">");
const text_of = (html) => plain(html.replace(/<svg[\s\S]*?<\/svg>/g, " ").replace(/<[^>]*>/g, " ")).replace(/\s+/g, " ").trim();
const links_of = (html) => [...html.matchAll(/<a\b([^>]*)\bhref="([^"]*)"([^>]*)>/g)].map((m) => ({ href: plain(m[2]), figure: /class="[^"]*\bfig\b/.test(m[1] + m[3]) }));
const scope_of = (html) => text_of(/<(?:p|div)[^>]*class="[^"]*\bscope\b[^"]*"[^>]*>([\s\S]*?)<\/(?:p|div)>/.exec(html)?.[1] ?? "");
const parts = (html, pattern) => [...html.matchAll(pattern)].map((m) => text_of(m[1].replace(/<bdi>[\s\S]*?<\/bdi>/g, " ").replace(/<(select|textarea)[\s\S]*?<\/\1>/g, " "))).filter(Boolean);

class Crawl {
  constructor(base) {
    this.base = base;
    this.pages = new Map(); // address -> { html, from }
    this.wrong = [];
    this.tried = new Set(); // kinds of sorted and filtered pages
  }
  // What is worked out behind a page is waited for.
  async get(path) {
    for (let i = 0; ; i++) {
      const r = await fetch(this.base + path.slice(1), { redirect: "manual" });
      const body = await r.text();
      if (!r.headers.get("refresh") || i > 60) return { status: r.status, body, type: r.headers.get("content-type") ?? "", to: r.headers.get("location") };
      await new Promise((ok) => setTimeout(ok, 250));
    }
  }
  // Is it to be fetched? Parameters of a list once a kind and parameter.
  fresh(url) {
    const path = url.pathname + url.search;
    if (this.pages.has(path)) return false;
    if (!url.search) return true;
    const names = [...url.searchParams.keys()].filter((n) => !["until", "for", "with-us", "market"].includes(n)).sort();
    const key = `${kind_of(url.pathname)}?${names.join("&")}`;
    if (this.tried.has(key)) return false;
    this.tried.add(key);
    return true;
  }
  async all() {
    const queue = [{ path: "/", from: "" }];
    while (queue.length && this.pages.size < MOST) {
      const { path, from } = queue.shift();
      if (this.pages.has(path)) continue;
      const got = await this.get(path);
      this.pages.set(path, { html: got.body, from });
      if (got.status !== 200) {
        this.wrong.push(`${path}: ${got.status}, linked from ${from}`);
        continue;
      }
      if (!got.type.startsWith("text/html")) continue;
      for (const { href } of links_of(got.body)) {
        const url = new URL(href, this.base + path.slice(1));
        if (url.origin !== new URL(this.base).origin || /\.(json|csv)$/.test(url.pathname)) continue;
        if (this.fresh(url)) queue.push({ path: url.pathname + url.search, from: path });
      }
    }
    if (this.pages.size >= MOST) this.wrong.push(`more than ${MOST} pages`);
  }
  *html() {
    for (const [path, { html }] of this.pages) if (html.startsWith("<!DOCTYPE")) yield [path, html];
  }
}

// A figure opens under the scope it stands in.
async function figures(c) {
  const wrong = [];
  let opened = 0;
  const seen = new Set();
  for (const [path, html] of c.html()) {
    const here = scope_of(html);
    for (const { href, figure } of links_of(html)) {
      const to = new URL(href, c.base + path.slice(1));
      if ((!figure && !/\/why\//.test(href)) || /\.(json|csv)$/.test(to.pathname)) continue;
      const key = `${kind_of(path)} ${to.pathname}${to.search}`;
      if (seen.has(key)) continue;
      seen.add(key);
      opened++;
      const there = c.pages.get(to.pathname + to.search)?.html ?? (await c.get(to.pathname + to.search)).body;
      const said = scope_of(there);
      if (!/<h1>/.test(there)) wrong.push(`${path}: ${href} opens nothing`);
      const market = (p) => /^\/m\/[^/]+/.exec(p)?.[0];
      if (here && said && market(path) && market(path) === market(to.pathname)) {
        const parts_of = (s) => ["on", "whom", "as of"].map((n) => new RegExp(`\\b${n} (.*?)(?= (?:on|whom|for|as of|model)\\b|$)`, "i").exec(s)?.[1]);
        if (parts_of(here).join() !== parts_of(said).join()) wrong.push(`${path}: ${href} opens '${said}' under '${here}'`);
      }
    }
  }
  tell(`${opened} figures open, under the scope they stand in`, wrong.slice(0, 12).join("\n") || (opened < 5 ? "too few" : ""));
}

function fields_of(csv) {
  const rows = [];
  let row = [];
  let at = 0;
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  while (at < csv.length) {
    field.lastIndex = at;
    const m = field.exec(csv);
    if (!m) return null;
    row.push(m[1] ?? m[2]);
    at = field.lastIndex;
    if (m[3] !== ",") {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

// Valid, of as many rows as columns promise; the same bytes as what the page's foot says is typed.
async function twins(c) {
  const wrong = [];
  let fetched = 0;
  let same = 0;
  for (const [path, html] of c.html()) {
    if (path.includes("?") || !/rel="alternate" type="application\/json"/.test(html) || !/id="answer"/.test(html)) continue;
    const name = path === "/" ? "/index" : path;
    const json = await c.get(`${name}.json`);
    const csv = await c.get(`${name}.csv`);
    fetched += 2;
    try {
      JSON.parse(json.body);
      if (json.status !== 200) throw new Error(String(json.status));
    } catch (e) {
      wrong.push(`${name}.json: ${e.message}`);
    }
    const rows = fields_of(csv.body);
    if (csv.status !== 200 || !rows || rows.some((r) => r.length !== rows[0].length)) wrong.push(`${name}.csv: ${csv.status}, ${rows?.length} rows`);
    const own = html.split('class="twins"').find((foot) => foot.includes(`<a href="${name}.csv`)); // others stand beside it
    const typed = /<code>kith ([\s\S]*?)<\/code>/.exec(own ?? "")?.[1];
    if (!typed || kind_of(path) !== path.replace(/\/p25$/, "/p#").replace(/why\/p25/, "why/#")) continue;
    for (const [flag, body] of [["--json", json.body], ["--csv", csv.body]]) {
      const said = execFileSync("sh", ["-c", `exec "$0" ${plain(typed)} ${flag}`, kith], { env, stdio: ["ignore", "pipe", "pipe"] }).toString();
      if (said !== body) wrong.push(`${name}: not what kith ${plain(typed)} ${flag} says`);
      else same++;
    }
  }
  tell(`${fetched} twins are valid, ${same} of them byte for byte what is typed says`, wrong.slice(0, 12).join("\n") || (same < 20 ? "too few" : ""));
}

// What was asked stays in the address when something else is asked.
async function lists(c) {
  const wrong = [];
  const kept = "category=analyst&sort=-reach_in_100";
  const html = (await c.get(`/m/containers?${kept}`)).body;
  if ((html.match(/aria-sort=/g) ?? []).length !== 1) wrong.push("not one column is sorted");
  for (const { href } of links_of(/<thead>[\s\S]*?<\/thead>/.exec(html)?.[0] ?? "")) {
    if (/^\/m\/containers\?.*sort=/.test(href) && !href.includes("category=analyst")) wrong.push(`${href} forgets the filter`);
  }
  if (!/name="category" value="analyst"|value="analyst" selected/.test(html)) wrong.push("the form forgets the filter");
  const until = (await c.get("/m/containers?until=2026-04-01")).body;
  for (const { href } of links_of(until)) {
    if (/^\/m\/containers\/why/.test(href) && !href.includes("until=2026-04-01")) wrong.push(`${href} forgets the day`);
  }
  let sorted = 0;
  for (const [path, page] of c.html()) {
    if (!/[?&](\w+\.)?sort=/.test(path)) continue;
    if (/\b([01]) of \1 shown/.test(page)) continue; // nothing to sort
    sorted++;
    if (!/aria-sort=/.test(page)) wrong.push(`${path}: nothing is sorted`);
  }
  tell(`sorts and filters keep the address (${sorted} kinds sorted)`, wrong.slice(0, 12).join("\n") || (sorted < 5 ? "too few" : ""));
}

// ---- words ----

// What programs read is folded, and called as in JSON.
const shown = (html) => html.replace(/<details><summary>Scope and terms[\s\S]*?<\/details>/g, "");
const labels = (page) => [shown(page)].flatMap((html) => [
  ...parts(html, /<th scope="col"[^>]*>([\s\S]*?)<\/th>/g), ...parts(html, /<label[^>]*>([\s\S]*?)<\/label>/g), ...parts(html, /<(?:summary|button|legend|dt|h1|h2|h3)[^>]*>([\s\S]*?)<\/(?:summary|button|legend|dt|h1|h2|h3)>/g),
]);

// Flesch-Kincaid: 0.39 words a sentence + 11.8 syllables a word - 15.59 is a school year; + 5 an age.
const syllables = (word) => Math.max(1, (word.toLowerCase().replace(/e$/, "").match(/[aeiouy]+/g) ?? []).length);
function reading_age(sentences) {
  const words = sentences.flatMap((s) => s.match(/[A-Za-z]+/g) ?? []);
  return 0.39 * (words.length / sentences.length) + 11.8 * (words.reduce((n, w) => n + syllables(w), 0) / words.length) - 15.59 + 5;
}

function plain_words(c) {
  const wrong = new Set();
  for (const [path, html] of c.html()) {
    for (const label of labels(html)) {
      if (/\b(scores?|power|impressions?)\b/i.test(label)) wrong.add(`${kind_of(path)}: '${label}'`);
      const reach = /\breach(es)?\b/i.test(label) && !/(in|of) 100|buyers|strategy|objective|goal|they reach in turn/i.test(label);
      if (reach && !/^\/(api|help)/.test(path)) wrong.add(`${kind_of(path)}: '${label}' says reach without 'of 100 buyers'`);
    }
  }
  tell("no score, power or impressions; reach is of 100 buyers", [...wrong].slice(0, 30).join("\n"));
}

async function explained(c) {
  const known = new Set();
  for (const row of JSON.parse((await c.get("/help/words.json")).body).rows) for (const w of [row.word, row.title]) if (w) known.add(w.toLowerCase());
  const missing = new Map();
  for (const [path, html] of c.html()) {
    if (/^\/tables\//.test(path)) continue; // heads of what is brought, told on that page
    for (const m of html.matchAll(/<th scope="col"[^>]*>([\s\S]*?)<\/th>/g)) {
      const head = text_of(m[1].replace(/<(small|bdi)>[\s\S]*?<\/\1>/g, "")).toLowerCase(); // bdi: a person's name
      const ways = [head, head.split(",")[0], head.replaceAll(" ", "_"), head.split(",")[0].replaceAll(" ", "_")];
      if (head && !ways.some((w) => known.has(w))) missing.set(head, kind_of(path));
    }
  }
  tell(`every head of a table is in /help/words (${known.size} words)`, [...missing].slice(0, 40).map(([h, p]) => `${h} (${p})`).join("\n"));
}

async function readable(c) {
  const said = new Set();
  for (const [path, html] of c.html()) if (!/^\/(api|help)/.test(path)) for (const label of labels(html)) said.add(label);
  const errors = [];
  for (const path of ["/nothing", "/m/nothing", "/p/nobody", "/m/containers?sort=nothing", "/m/containers?min.reach=x", "/m/containers?name=x", "/m/containers?from=0", "/m/containers?until=x", "/jobs/x", "/search?v=x", "/m/containers/trend?by=x", "/sources/s99"]) {
    const got = await c.get(path);
    const sentence = parts(got.body, /<p class="(?:lead|empty)"[^>]*>([\s\S]*?)<\/p>/g)[0];
    if (got.status < 400 || !sentence) errors.push(`${path} is answered with ${got.status}: ${sentence}`);
    else errors.push(sentence);
  }
  const of_labels = reading_age([...said]);
  const of_errors = reading_age(errors);
  const wrong = [[of_labels, "labels"], [of_errors, "errors"]].filter(([age]) => !(age <= 14)).map(([age, what]) => `${what}: ${age.toFixed(1)}`);
  for (const e of errors) if (/is answered with/.test(e)) wrong.push(e);
  tell(`reading age: labels ${of_labels.toFixed(1)}, errors ${of_errors.toFixed(1)} (at most 14)`, wrong.join("\n"));
}

async function main() {
  run("demo", "--db", db);
  const server = serve(kith, env);
  const { base } = await server.ready;
  const c = new Crawl(base);
  await c.all();
  tell(`${c.pages.size} pages are linked, and all are there`, c.wrong.slice(0, 20).join("\n") || (c.pages.size < 60 ? "too few" : ""));
  await figures(c);
  await twins(c);
  await lists(c);
  plain_words(c);
  await explained(c);
  await readable(c);
  const end = await server.end();
  tell("it ends when asked to", end.code === 0 && !end.said ? "" : JSON.stringify(end));
}

await whole(work, 8, main);
