// journeys.mjs - tests: can people do with the pages what they came for?
//
//   node journeys.mjs KITH PICTURES [NAME...]   NAME: of these journeys alone; TAP on stdout
//
// Ways through the pages, one a file of journeys/, on the demo's market, in Debian's Chromium, each
// with scripts and, where it is no way of keys, without. After every page: no word on the console,
// no report of the policy, no request elsewhere, one heading, no person's name in the address,
// nothing axe finds.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "./browser.mjs";
import { place, serve, tell, whole } from "./tap.mjs";
import { Visitor } from "./visitor.mjs";

const kith = resolve(process.argv[2]);
const pictures = resolve(process.argv[3]);
const only = process.argv.slice(4);
const here = dirname(fileURLToPath(import.meta.url));
const all = readdirSync(join(here, "journeys")).map((file) => file.replace(/\.mjs$/, "")).sort();
const { work, env } = place("journeys");
mkdirSync(pictures, { recursive: true });

async function one(browser, name, scripts) {
  const db = join(work, `${name}-${scripts ? "s" : "p"}.kith`);
  const mine = { ...env, KITH_DB: db };
  const run = (...words) => execFileSync(kith, words, { env: mine, cwd: work, stdio: ["ignore", "pipe", "pipe"] }).toString();
  if (name !== "first-hour") run("demo", "--db", db);
  const server = serve(kith, mine);
  const { base } = await server.ready;
  const v = new Visitor(browser, base, name, pictures, { scripts });
  const run_with = (input, ...words) => execFileSync(kith, words, { env: mine, cwd: work, input, stdio: ["pipe", "pipe", "pipe"] });
  Object.assign(v, { kith, env: mine, files: `${db}.files`, run, run_with, file: (file, text) => { writeFileSync(join(work, file), text); return join(work, file); } });
  try {
    await (await import(`./journeys/${name}.mjs`)).default(v);
  } catch (e) {
    v.wrong.push(`${v.page?.url()}: ${e.message.split("\n").slice(0, 6).join(" | ")}`);
  } finally {
    await v.context?.close();
    const end = await server.end();
    v.want(end.code === 0 && !end.said, JSON.stringify(end));
  }
  tell(`${name.replaceAll("-", " ")}, scripts ${scripts ? "on" : "off"}`, v.wrong.join("\n"));
}

async function main() {
  const browser = await launch();
  try {
    for (const name of only.length ? only : all) {
      await one(browser, name, true);
      await one(browser, name, false);
    }
  } finally {
    await browser.close();
  }
}

await whole(work, (only.length || all.length) * 2, main);
