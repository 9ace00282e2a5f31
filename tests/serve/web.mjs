// web.mjs - tests: do scripts make the pages quicker, and nothing worse?
//
//   node web.mjs KITH PICTURES   in Debian's Chromium, on the demo's store; TAP on stdout
//
// Addresses and weight of scripts, keys, copying, light and dark, what stands behind a figure. How
// long things took is printed, and never decides; bytes do.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { launch, looked_at, open, runs } from "./browser.mjs";
import { place, serve, tell, whole } from "./tap.mjs";

const kith = resolve(process.argv[2]);
const pictures = resolve(process.argv[3]);
const { work, db, env } = place("web");
mkdirSync(pictures, { recursive: true });
const run = runs(kith, db, env);
const open_copying = (with_browser, at, more = {}) => open(with_browser, at, { permissions: ["clipboard-read", "clipboard-write"], ...more });
const zipped = (bytes) => gzipSync(bytes, { level: 9 }).length;

const focus = (page) => page.evaluate(() => document.activeElement.tagName + (document.activeElement.className ? "." + document.activeElement.className : ""));

async function scripts(base) {
  const wrong = [];
  const most = { base: 8192, curve: 28672, map: 63488, sheet: 14336 }; // bytes, gzip
  const html = (await (await fetch(base + "m/containers")).text()) + (await (await fetch(base + "m/containers/choose")).text());
  const found = [...new Set([...html.matchAll(/<script src="([^"]+)"( defer)?><\/script>/g)].map((m) => m[1]))];
  const sheets = [...new Set([...html.matchAll(/<link rel="stylesheet" href="([^"]+)">/g)].map((m) => m[1]))];
  if (sheets.length !== 1 || !/^\/a\/sheet-[0-9a-f]{16}\.css$/.test(sheets[0])) wrong.push(`not one sheet: ${sheets}`);
  if (/<script(?! src)/.test(html)) wrong.push("a script in the page itself");
  if (!found.some((s) => /\/a\/base-[0-9a-f]{16}\.js$/.test(s))) wrong.push(`no base script: ${found}`);
  for (const src of [...found, ...sheets]) {
    const type = src.endsWith(".css") ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";
    const answer = await fetch(new URL(src, base));
    const h = (name) => answer.headers.get(name) ?? "";
    if (h("content-type") !== type || h("x-content-type-options") !== "nosniff") wrong.push(`${src}: ${h("content-type")}`);
    if (!/max-age=31536000, immutable/.test(h("cache-control"))) wrong.push(`${src}: ${h("cache-control")}`);
    const size = zipped(Buffer.from(await answer.arrayBuffer()));
    const name = /\/a\/([a-z]+)-/.exec(src)[1];
    if (size > (most[name] ?? 8192)) wrong.push(`${src}: ${size} bytes`);
    const again = await fetch(new URL(src, base), { headers: { "If-None-Match": h("etag") } });
    if (again.status !== 304) wrong.push(`${src}: ${again.status} when it is the same`);
    const other = await fetch(new URL(src.replace(/-.{16}/, "-0000000000000000"), base));
    if (other.status !== 404) wrong.push(`${src}: ${other.status} of another version`);
  }
  tell("scripts and the sheet have addresses that change with them, and may be kept", wrong.join("\n"));
}

async function keys(browser, base) {
  const { context, page, faults, want } = await open_copying(browser, base);
  await page.goto(base + "m/containers");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  want((await page.evaluate(() => [...document.querySelectorAll("main tbody tr:not(.group)")].indexOf(document.activeElement))) === 1, "j j is not the second row");
  await page.keyboard.press("k");
  await page.keyboard.press("x");
  await page.keyboard.press("c");
  await page.waitForFunction(() => /^Copied/.test(document.querySelector(".said")?.textContent ?? ""));
  const copied = (await page.evaluate(() => navigator.clipboard.readText())).trimEnd().split("\n");
  const first = await page.locator("main tbody tr:not(.group)").first().locator("th").innerText();
  want(copied.length === 3 && /whom tag:buyer/.test(copied[0]) && copied[2].includes(first.trim().split("\n")[0]), `copied: ${copied.join(" | ")}`);
  await page.keyboard.press("?");
  want(await page.getByRole("dialog", { name: "Keys and light" }).isVisible(), "? shows no keys");
  for (const f of await looked_at(page)) faults.push(f);
  await page.getByLabel("dark").check();
  want((await page.evaluate(() => getComputedStyle(document.body).backgroundColor)) === "rgb(18, 21, 27)", "it is not dark");
  await page.getByLabel(/single keys/).uncheck();
  await page.keyboard.press("Escape");
  await page.reload();
  want((await page.evaluate(() => getComputedStyle(document.body).backgroundColor)) === "rgb(18, 21, 27)", "it does not stay dark");
  await page.keyboard.press("?");
  want((await page.getByRole("dialog").count()) === 0, "keys that were switched off do something");
  await context.close();
  tell("keys walk, mark, copy, and can be switched off; dark stays dark", faults.join("\n"));
}

async function behind(browser, base) {
  const { context, page, faults, want } = await open_copying(browser, base);
  await page.goto(base + "m/containers");
  const link = page.getByRole("row").filter({ hasText: "Marta Sobol" }).getByRole("link").filter({ hasText: "(" });
  await link.click();
  await page.waitForSelector("dialog.drawer");
  want(/\/m\/containers\/why\/p25$/.test(page.url()), `its address is ${page.url()}`);
  want(await page.locator("dialog").getByText("evidence.csv:").first().isVisible(), "no file and line");
  want((await page.locator("h1").count()) === 1, "not one h1");
  for (const f of await looked_at(page)) faults.push(f);
  await page.screenshot({ path: join(pictures, "why-beside-1280.png") });
  for (let i = 0; i < 40; i++) await page.keyboard.press("Tab");
  want(await page.evaluate(() => document.activeElement === document.body || Boolean(document.activeElement.closest("dialog"))), "the focus leaves the panel");
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.querySelector("dialog"));
  want(/\/m\/containers$/.test(page.url()), `closed, the address is ${page.url()}`);
  want(await link.evaluate((a) => a === document.activeElement), `the focus is on ${await focus(page)}`);
  await link.click();
  await page.waitForSelector("dialog.drawer");
  await page.reload();
  want((await page.locator("dialog").count()) === 0 && (await page.locator("h1").innerText()) === "Why is this person placed here?", "loaded again it is no page");
  await context.close();
  tell("what stands behind a figure opens beside it, with its own address", faults.join("\n"));
}

// What the browser thinks of how a page came: painted when, shifted by how much, and what it weighs.
async function weighed(browser, base, path, most, wrong) {
  const { context, page, faults } = await open_copying(browser, base);
  const bodies = [];
  page.on("response", (r) => { if (/^http/.test(r.url())) bodies.push(r.body()); });
  await page.addInitScript(() => {
    globalThis.shifted = 0;
    new PerformanceObserver((l) => { for (const e of l.getEntries()) globalThis.shifted += e.value; }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(base + path);
  await page.waitForTimeout(150);
  const painted = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN);
  const shifted = await page.evaluate(() => globalThis.shifted);
  const size = (await Promise.all(bodies)).reduce((sum, body) => sum + zipped(body), 0);
  const asked = bodies.length;
  console.log(`# /${path}: ${size} bytes gzip in ${asked} requests (most ${most}), painted after ${painted.toFixed(0)} ms (want 500), shifted ${shifted.toFixed(4)} (most .02)`);
  if (size > most) wrong.push(`/${path}: ${size} bytes`);
  if (asked > 6) wrong.push(`/${path}: ${asked} requests`);
  if (shifted > 0.02) wrong.push(`/${path}: shifted by ${shifted}`);
  wrong.push(...faults);
  await context.close();
}

// The curve takes the place of the picture, and goes by keys; the rows up to there are marked.
async function curves(browser, base) {
  const { context, page, faults, want } = await open_copying(browser, base);
  await page.setViewportSize({ width: 1280, height: 1400 });
  const still = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 1400 } });
  const plain = await still.newPage();
  await plain.goto(base + "m/containers/choose");
  const before = await plain.locator("figure svg").first().boundingBox();
  const drawn = await plain.locator("figure circle.dt").count();
  await still.close();
  await page.goto(base + "m/containers/choose");
  const after = await page.locator("figure .plot").boundingBox();
  want(before && after && ["x", "y", "width", "height"].every((k) => Math.abs(before[k] - after[k]) < 1.5), `the picture at ${JSON.stringify(before)}, the curve at ${JSON.stringify(after)}`);
  const answer = await (await fetch(base + "m/containers/choose.json")).json();
  want(drawn === answer.curve.length, `${drawn} points of ${answer.curve.length}`);
  const slider = page.getByRole("slider", { name: "How many people" });
  const at = async () => ({ says: await page.locator(".slide output").innerText(), rows: await page.locator("#list-curve ~ .box tr.upto, .box tr.upto").count() });
  const says = (k) => answer.curve[k - 1].cover_in_100.toFixed(1);
  const stop = await at();
  want(stop.says.includes("Stop here") && stop.says.includes(says(answer.stop_at)), `at the stop it says: ${stop.says}`);
  await slider.focus();
  await page.keyboard.press("ArrowLeft");
  const less = await at();
  want(less.says.includes(says(answer.stop_at - 1)) && !less.says.includes("Stop here"), `one less says: ${less.says}`);
  want(less.rows < stop.rows, `${stop.rows} rows were marked, now ${less.rows}`);
  await page.keyboard.press("t");
  want(await page.evaluate(() => Boolean(document.activeElement.closest(".box"))), `t leads from the curve to ${await focus(page)}`);
  await page.keyboard.press("t");
  want(await slider.evaluate((s) => s === document.activeElement), `t leads back to ${await focus(page)}`);
  for (const f of await looked_at(page)) faults.push(f);
  await page.goto(base + "m/containers/trend");
  const course = await (await fetch(base + "m/containers/trend.json")).json();
  const last = course.rows.at(-1);
  want((await page.locator(".slide output").innerText()).startsWith(`${last.period}: ${(100 * last.share).toFixed(1)}`), "the trend does not say its last share");
  for (const f of await looked_at(page)) faults.push(f);
  const ask = page.locator("form.asks").first();
  for (const topic of ["cost", "security", "scaling", "upgrade"]) {
    if (!(await ask.isVisible())) await page.locator("summary").filter({ hasText: "Change what is asked" }).click();
    await ask.getByLabel(/^topic/).last().fill(topic);
    await ask.getByRole("button").click();
    await page.waitForLoadState();
  }
  want(/\/trend\?v=[0-9a-f]{16}$/.test(page.url()), `topics stand in the address: ${page.url()}`);
  const lines = (await (await fetch(page.url().replace("/trend", "/trend.json"))).json()).rows;
  const html = await (await fetch(page.url())).text();
  const named = [...html.matchAll(/<text x="500"[^>]*>(\d [^<]*)<\/text>/g)].map((m) => m[1]).sort();
  want(lines.length === 5 * course.rows.length && named.length === 4 && /^2 cost$/.test(named[1]) && /class="ln l0"/.test(html), `of five topics named: ${named}, in ${lines.length} rows`);
  want(/Grey: 1 more topic, as/.test(html), "it is not told what is grey");
  const bars = [...html.matchAll(/class="st"[^>]*height="([\d.]+)"/g)].map((m) => Number(m[1]));
  const most = Math.max(...course.rows.map((r) => r.outlets));
  want(bars.length === course.rows.length && bars.every((h, i) => Math.abs(h - (20 * course.rows[i].outlets) / most) < 0.1), `coverage: ${bars} for ${course.rows.map((r) => r.outlets)}`);
  for (const f of await looked_at(page)) faults.push(f);
  await page.goto(base + "perception/Panel?question=where");
  want((await page.locator("figure.live").count()) === 1 && (await page.locator("figure .plot").count()) === 1, "three waves are no curve");
  await page.getByRole("slider", { name: "Which period" }).focus();
  await page.keyboard.press("Home");
  want((await page.locator(".slide output").innerText()).includes("w1: 1 blog 20.0 ("), `of the first wave it says: ${await page.locator(".slide output").innerText()}`);
  await page.keyboard.press("End");
  want((await page.locator(".slide output").innerText()).includes("w3: 1 blog 60.0 ("), `of the last wave it says: ${await page.locator(".slide output").innerText()}`);
  await page.screenshot({ path: join(pictures, "waves-1280.png") });
  for (const f of await looked_at(page)) faults.push(f);
  for (const path of ["m/containers/choose", "m/containers/trend"]) await weighed(browser, base, path, 61440, faults);
  await weighed(browser, base, "m/containers", 61440, faults);
  await context.close();
  tell("a curve has the place of its picture, and is gone along by keys", faults.join("\n"));
}

async function main() {
  run("demo");
  // Of 40 people 8, 16, 24 say blog, the others list: 20, 40, 60 in 100.
  for (const wave of [1, 2, 3]) {
    const rows = Array.from({ length: 40 }, (_, i) => `${i + 1},r${i + 1}@panel.example,2026-0${wave}-05,${i < 8 * wave ? "blog" : "list"}`);
    writeFileSync(join(work, `w${wave}.csv`), `Respondent ID,Email,End Date,where\n,,,Response\n${rows.join("\n")}\n`);
    run("import", join(work, `w${wave}.csv`), "--survey", "Panel", "--wave", `w${wave}`);
  }
  const server = serve(kith, env);
  const { base } = await server.ready;
  const browser = await launch();
  try {
    await scripts(base);
    await keys(browser, base);
    await behind(browser, base);
    await curves(browser, base);
  } finally {
    await browser.close();
    await server.end();
  }
}

await whole(work, 4, main);
