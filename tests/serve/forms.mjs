// forms.mjs - tests: do the pages' tables and forms do what they say, without scripts?
//
//   node forms.mjs KITH   on a store of the demo; TAP on stdout
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { place, serve, tell, whole } from "./tap.mjs";

const kith = resolve(process.argv[2]);
const { work, db, env } = place("forms");
const run = (...words) => execFileSync(kith, words, { env, stdio: ["ignore", "pipe", "ignore"] });

const text_of = (html) => html.replace(/<[^>]+>/g, " ").replace(/&amp;/g, "&").replace(/&#39;/g, "'").replace(/&quot;/g, '"').replace(/\s+/g, " ");
const links_of = (html) => [...html.matchAll(/href="([^"]+)"/g)].map((m) => m[1].replaceAll("&amp;", "&"));
// Cells of the first table of a page, a row a list of texts.
const cells_of = (html) => [...(/<tbody>([\s\S]*?)<\/tbody>/.exec(html)?.[1] ?? "").matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map((m) => m[1].split(/<\/t[dh]>/).slice(0, -1).map((c) => text_of(c).trim()));

// Every link that sorts, of every page, is followed: 200, one column is said to be sorted, and the file
// that goes with it has the same rows in the same order.
async function sorts(base) {
  const wrong = [];
  let tried = 0;
  for (const path of ["m/containers", "people", "relations", "sources", "m/containers/why/p25", "m/containers/choose"]) {
    const page = await (await fetch(base + path)).text();
    const heads = links_of(page).filter((l) => /[?&]([a-z_]+\.)?sort=/.test(l));
    if (!heads.length) wrong.push(`${path}: nothing sorts`);
    for (const to of heads) {
      const r = await fetch(new URL(to, base));
      const sorted = await r.text();
      tried++;
      if (r.status !== 200) wrong.push(`${to}: ${r.status}`);
      if ((sorted.match(/aria-sort=/g) ?? []).length !== 1) wrong.push(`${to}: not one column is sorted`);
    }
  }
  tell(`${tried} links sort, each by one column`, wrong.join("\n"));
}

async function filters(base) {
  const wrong = [];
  const all = JSON.parse(run("find", "containers", "--json", "--all")).rows;
  const page = await (await fetch(base + "m/containers?category=analyst&sort=reach")).text();
  const want = all.filter((r) => r.categories === "analyst").sort((a, b) => a.reach_in_100 - b.reach_in_100).map((r) => r.name);
  const got = cells_of(page).map((row) => row[2]);
  if (String(got) !== String(want) || !want.length) wrong.push(`shown ${got}, want ${want}`);
  if (!text_of(page).includes(`${want.length} of ${want.length} shown; the filter leaves out ${all.length - want.length}`)) wrong.push("the page does not say how many are left out");
  const csv = links_of(page).find((l) => l.startsWith("/m/containers.csv?"));
  if (!text_of(page).includes(`CSV, ${want.length} rows`)) wrong.push("the link does not say how many rows");
  const names = (await (await fetch(new URL(csv, base))).text()).trim().split("\r\n").slice(1).map((l) => l.split(",")[2]);
  if (String(names) !== String(want)) wrong.push(`${csv}: ${names}`);
  const away = links_of(page).find((l) => l === "/m/containers?sort=reach#list");
  if (!away) wrong.push("the filter cannot be taken away");
  const tidy = await fetch(base + "m/containers?sort=&categories=analyst&min.reach_in_100=", { redirect: "manual" });
  if (tidy.status !== 303 || tidy.headers.get("location") !== "/m/containers?categories=analyst") wrong.push(`an empty field: ${tidy.status} ${tidy.headers.get("location")}`);
  const none = await fetch(base + "m/containers?size=3");
  if (none.status !== 400 || !/there is no column/.test(await none.text())) wrong.push(`an unknown column: ${none.status}`);
  const json = await fetch(base + "m/containers.json?sort=size");
  if (json.status !== 400 || !/problem/.test(json.headers.get("content-type"))) wrong.push(`an unknown column of JSON: ${json.status}`);
  tell("a filter has the rows of the whole answer, in the page and in its file", wrong.join("\n"));
}

async function empty(base) {
  const wrong = [];
  const page = await (await fetch(base + "people?categories=nobody")).text();
  if (!/<th scope="col"/.test(page)) wrong.push("no heads");
  if (!/0 of 0 shown; the filter leaves out \d+/.test(text_of(page))) wrong.push("it does not say why");
  if (!/CSV, 0 rows/.test(page)) wrong.push("no file");
  tell("a table without rows keeps its heads, its filter and its file", wrong.join("\n"));
}

async function main() {
  run("demo", "--db", db);
  const server = serve(kith, env);
  const { base } = await server.ready;
  try {
    await sorts(base);
    await filters(base);
    await empty(base);
  } finally {
    await server.end();
  }
}

await whole(work, 3, main);
