// xss.mjs - tests: is whatever others wrote text, wherever it is shown?
//
//   node xss.mjs KITH [EACH]   EACH: how many of the 500 texts each field of a form is given (10)
//
// Every text field of every table that can be imported holds the 500 texts of payloads.mjs, a row
// each; so do names of files, markets, programmes, surveys, reasons and notes. Every page is then
// parsed by Chromium: an element, attribute or address that is not ours is a fault; pages with most
// of it are opened with scripts on: no dialog, no report of the policy, no request elsewhere. TAP.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { payloads } from "./payloads.mjs";
import { launch, open } from "./browser.mjs";
import { place, serve, tell, whole } from "./tap.mjs";

const kith = resolve(process.argv[2]);
const each = Number(process.argv[3] ?? 10);
const { work, db, env } = place("xss");
const run = (...words) => execFileSync(kith, words, { env, cwd: work, stdio: ["ignore", "pipe", "pipe"] }).toString();
const quoted = (text) => `"${String(text).replaceAll('"', '""')}"`;
function table(name, head, row) {
  writeFileSync(join(work, name), [head, ...payloads.map((x, i) => row(x, i).map(quoted).join(","))].join("\n") + "\n");
  run("import", name, "--basis", payloads[3]);
}

const evil = payloads[0];
const market = payloads[20];
const programme = payloads[41];

function fill() {
  table("people.csv", "name,email,org,title,country,tags", (x, i) => [x, `p${i}@evil.example`, x, x, "DE", i % 10 ? "" : "buyer"]);
  table("evidence.csv", "at,verb,from,to,text,topic,title,url,doc", (x, i) => [`2026-05-${String(1 + (i % 28)).padStart(2, "0")}`, "named",
    `p${10 * (i % 50)}@evil.example`, i % 2 ? `p${i}@evil.example` : "p7@evil.example", `${x} container`, "container", x, `https://evil.example/?q=${x}`, `d${i}`]);
  table("organisations.csv", "name,aliases,domain,website", (x, i) => [`${x} `, `a${x}`, `o${i}.example`, x]);
  table("deals.csv", "deal,org,amount,stage,opened,closed,buyers,advisers", (x, i) => [x, x, "100", i % 2 ? "won" : "lost", "2026-01-02", "2026-03-04", `p${10 * (i % 50)}@evil.example`, `p${i}@evil.example`]);
  table("relationships.csv", "teammate,person,strength,since,cause,view", (x, i) => ["p9@evil.example", `p${i}@evil.example`, "2", "2026-01-01", x, "1"]);
  table("answers.csv", "respondent,survey,wave,question,question text,answer,at", (x, i) => [`p${10 * (i % 50)}@evil.example`, evil, x, `q${i % 9}`, x, x, "2026-05-06"]);
  table("outcomes.csv", "outcome,person,at,amount,unit", (x, i) => [x, `p${i}@evil.example`, "2026-05-06", "3", x]);
  mkdirSync(join(work, "names"));
  for (const [i, x] of payloads.entries()) {
    const name = x.replaceAll("/", "∕");
    if (Buffer.byteLength(name) < 240) writeFileSync(join(work, "names", `${name}.csv`), `name,email\nN${i},n${i}@names.example\n`);
  }
  run("import", "names", "--basis", evil);
  run("us", "--org", payloads[4], "--rival", payloads[5]);
  run("tag", "p9@evil.example", "team=sales");
  for (const name of [market, "plain"]) run("market", "add", name, "--topic", "container", "--audience", "tag:buyer");
  for (const x of payloads.slice(0, each)) run("decide", "plain", "p7@evil.example", "pin", "--reason", x);
  run("log", "p9@evil.example", "p7@evil.example", "call", "--note", evil, "--url", `https://evil.example/${payloads[1].replaceAll(" ", "")}`);
  run("log", "p9@evil.example", "p7@evil.example", "--task", payloads[2], "--due", "2026-07-01");
  run("programme", "add", programme, "--market", "plain", "--objective", payloads[6]);
  run("programme", "nominate", programme, "p7@evil.example", "--reason", evil);
  run("programme", "admit", programme, "p7@evil.example", "--reason", payloads[8]);
  run("programme", "feedback", programme, "p7@evil.example", payloads[9], "--to", "product");
}

// What stands in a page of ours. In the page: its parser is what decides.
function foreign(html) {
  const tags = new Set(("html head meta title link script body a header nav main section footer aside h1 h2 h3 h4 h5 p ul ol li dl dt dd div span b i em strong small code pre time abbr dfn bdi bdo " +
    "table caption thead tbody tfoot tr th td form input button select option optgroup label textarea fieldset legend datalist details summary output progress blockquote noscript " +
    "svg g path line circle rect text tspan polyline polygon desc canvas figure figcaption").split(" "));
  const found = [];
  const d = new DOMParser().parseFromString(html, "text/html");
  for (const x of d.querySelectorAll("*")) {
    if (!tags.has(x.localName)) found.push(`<${x.localName}>`);
    for (const at of x.attributes) {
      const address = ["href", "src", "action", "formaction", "data", "poster", "xlink:href"].includes(at.name);
      if (/^on/i.test(at.name) || ["style", "srcdoc", "http-equiv"].includes(at.name)) found.push(`${x.localName} ${at.name}=${at.value.slice(0, 40)}`);
      if (address && !/^(\/(?!\/)|#|\?|data:,$)/.test(at.value)) found.push(`${x.localName} ${at.name}=${at.value.slice(0, 60)}`);
      if (/[\s"'<>`]/.test(at.name) || /^\d/.test(at.name)) found.push(`attribute ${at.name}`);
    }
    if (x.localName === "script" && x.textContent) found.push(`script ${x.textContent.slice(0, 40)}`);
  }
  return { found: [...new Set(found)].slice(0, 5), text: d.body.textContent.replace(/\s+/g, " ") };
}

const ids = () => {
  const all = JSON.parse(run("people", "--rows", "0", "--json"));
  const mail = (n) => JSON.parse(run("person", `p${n}@evil.example`, "--json")).id;
  return { count: all.rows.length, person: mail(7), other: mail(11) };
};

async function pages(base, parser, api, id) {
  const wrong = [];
  const shown = {};
  let asked = 0;
  for (const [pattern, item] of Object.entries(api.paths)) {
    if (!item.get) continue;
    for (const [m, p] of [[market, id.person], ["plain", id.other]]) {
      const fills = { market: m, person: p, source: "s2", survey: evil, programme };
      const path = pattern.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(fills[name] ?? evil)).replace(/\.json$/, "").replace(/^\/index$/, "/");
      const r = await fetch(base + path.slice(1));
      asked++;
      if (r.status >= 500) wrong.push(`${path}: ${r.status}`);
      if (!/html/.test(r.headers.get("content-type"))) continue;
      const html = await r.text();
      if (/sandbox/.test(r.headers.get("content-security-policy"))) { // a report: one sheet of its own, nothing else; ＜img onerror=＞ in a name is text
        if (/<script|<img|<iframe|<[^<>]*onerror=/i.test(html.replace(/&[a-z#0-9]+;[^<]*/g, ""))) wrong.push(`${path}: markup in the report`);
        continue;
      }
      const seen = await parser.evaluate(foreign, html);
      if (seen.found.length) wrong.push(`${pattern}: ${seen.found.join(" · ")}`);
      shown[pattern] = (shown[pattern] ?? "") + seen.text;
    }
  }
  tell(`${asked} pages full of it hold nothing that is not ours`, wrong.slice(0, 20).join("\n"));
  const squash = (x) => x.replace(/\s+/g, " ").trim();
  for (const [pattern, path] of [["/people.json", "people?"], ["/m/{market}/why/{person}.json", `m/plain/why/${id.person}?rows=1000&`]]) {
    for (let from = 51; from < 600; from += 50) {
      const r = await fetch(`${base}${path}from=${from}`);
      shown[pattern] += (await parser.evaluate(foreign, await r.text())).text;
    }
  }
  const least = (pattern, all, n) => {
    const found = all.filter((x) => shown[pattern]?.includes(squash(x))).length;
    return found < n ? `${pattern}: ${found} of ${all.length} are to be read` : "";
  };
  tell("it is to be read as it was written", [least("/people.json", payloads, payloads.length), least("/m/{market}/why/{person}.json", payloads, 100), least("/sources.json", [payloads[3]], 1),
    least("/programmes/{programme}.json", [programme, payloads[9]], 2), least("/m/{market}/decisions.json", payloads.slice(each - 1, each), 1)].filter(Boolean).join("\n"));
}

async function forms(base, parser, api) {
  const wrong = [];
  let sent = 0;
  const token = /name="token" value="([0-9a-f]+)"/.exec(await (await fetch(base)).text())[1];
  for (const [pattern, item] of Object.entries(api.paths)) {
    const body = item.post?.requestBody?.content["application/json"]?.schema?.properties;
    if (!body || /erase|remove/.test(pattern)) continue;
    const path = pattern.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(name === "market" ? "plain" : name === "programme" ? programme : evil)).slice(1);
    for (const field of Object.keys(body)) {
      for (let k = 0; k < each; k++) {
        const x = payloads[(sent * 37) % payloads.length];
        const fields = Object.fromEntries(Object.keys(body).map((name) => [name, name === field ? x : "1"]));
        const r = await fetch(base + path, { method: "POST", redirect: "manual", body: new URLSearchParams({ ...fields, token }) });
        const html = await r.text();
        sent++;
        if (r.status >= 500) wrong.push(`${pattern} ${field}: ${r.status}`);
        if (html && k % 10 === 0) {
          const seen = await parser.evaluate(foreign, html);
          if (seen.found.length) wrong.push(`${pattern} ${field}: ${seen.found.join(" · ")}`);
        } else if (html.includes(x) && /[<"']/.test(x)) {
          wrong.push(`${pattern} ${field}: as it was sent`);
        }
        const location = r.headers.get("location");
        if (location && !/^\/(?!\/)[\x21-\x7e]*$/.test(location)) wrong.push(`${pattern} ${field}: leads to ${location}`);
      }
    }
  }
  tell(`${sent} fields of forms filled with it are refused or kept, as text`, wrong.slice(0, 20).join("\n"));
}

async function opened(browser, base, id) {
  const { context, page, faults } = await open(browser, base);
  const all = ["", "people", "m/plain", `m/plain/why/${id.person}`, `p/${id.person}`, "sources", "deals", "perception", `programmes/${encodeURIComponent(programme)}`,
    `m/${encodeURIComponent(market)}/about`, "same", "relations", "m/plain/decisions", `m/plain/choose`, "m/plain/connect", "m/plain/trend"];
  for (const path of all) {
    await page.goto(base + path);
  }
  await context.close();
  tell(`${all.length} of these pages, opened: no dialog, no report, nothing asked elsewhere`, [...new Set(faults)].slice(0, 10).join("\n"));
}

async function main() {
  fill();
  const id = ids();
  const server = serve(kith, env);
  const { base } = await server.ready;
  const api = await (await fetch(base + "openapi.json")).json();
  const browser = await launch();
  const parser = await browser.newPage();
  try {
    await pages(base, parser, api, id);
    await opened(browser, base, id);
    await forms(base, parser, api);
  } finally {
    await browser.close();
    await server.end();
  }
}

await whole(work, 4, main);
