// browser.mjs - tests: what the tests share that look at pages in Debian's Chromium.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const path = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
if (!path || !existsSync(join(here, "node_modules", "playwright-core"))) {
  console.log("1..0 # SKIP Chromium or the packages of package.json are not here");
  process.exit(0);
}
const { chromium } = await import("playwright-core");
const axe = readFileSync(join(here, "node_modules", "axe-core", "axe.min.js"), "utf8");

// more: other flags than those of a desktop without a GPU.
export const launch = (more = ["--disable-gpu"]) => chromium.launch({ executablePath: path, args: ["--no-sandbox", ...more] });

// A page that remembers what nobody should see. ignore: words on the console that are fine.
export async function open(browser, base, { width = 1280, height = 740, dark = false, scripts = true, ignore = null, ...more } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? "dark" : "light", javaScriptEnabled: scripts, ...more });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (m) => { if (!ignore?.test(m.text())) faults.push(`console: ${m.text()}`); });
  page.on("pageerror", (e) => faults.push(`error: ${e.message}`));
  page.on("request", (r) => { if (!r.url().startsWith(base) && !r.url().startsWith("data:")) faults.push(`request: ${r.url()}`); });
  page.on("dialog", (d) => { faults.push(`dialog: ${d.message()}`); d.dismiss(); });
  const want = (is, what) => { if (!is) faults.push(what); };
  return { context, page, faults, want };
}

// What axe finds. It runs in the page, so that pages need scripts for it.
export async function looked_at(page) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  return result.violations.map((v) => `axe ${v.id}: ${v.nodes.slice(0, 2).map((n) => n.target.join(" ")).join("; ")} (${v.nodes.length})`);
}

export const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

// kith WORDS on a store, what it says.
export const runs = (kith, db, env) => (...words) => execFileSync(kith, [...words, "--db", db], { env, stdio: ["ignore", "pipe", "ignore"] }).toString();
