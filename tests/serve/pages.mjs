// pages.mjs - tests: do people get along with the pages?
//
//   node pages.mjs KITH PICTURES   in Debian's Chromium, on the demo's store; TAP on stdout
//
// Every page light and dark, 360 px and wide, with scripts and without: no word on the console, no
// report of the policy, no request elsewhere, no scrolling sideways, nothing axe finds. Then people's
// ways through them. Pictures of all are kept in PICTURES.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { launch, looked_at, open, runs, sideways } from "./browser.mjs";
import { place, serve, tell, whole } from "./tap.mjs";

const kith = resolve(process.argv[2]);
const pictures = resolve(process.argv[3]);

const { work, db, env } = place("pages");
mkdirSync(pictures, { recursive: true });

const run = runs(kith, db, env);

const addresses = ["", "status", "sources", "sources/s2", "same", "m/containers", "m/containers/map", "m/containers/outlets", "m/containers/proof", "m/containers/trend", "m/containers/kinds", "m/containers/about",
  "m/containers/why/p25", "m/containers/choose", "m/containers/decisions", "m/containers/connect", "m/containers/audit", "m/containers/share", "relations", "p/p25", "p/p25/brief",
  "m/containers/pairs", "m/containers/audit/claims", "import", "jobs", "tables", "tables/people", "search", "users", "users/log", "api", "help/words", "plan",
  "privacy/notices", "privacy/retention", "privacy/forget", "privacy/records", "perception", "programmes", "voice/p25", "deals", "people", "orgs/g12", "us", "privacy", "no-such-page"];

// Hundreds of rows each: axe and a picture of all of it take half a minute, so one width has to do.
const long = new Set(["api", "help/words"]);

async function every_page(browser, base) {
  for (const [width, dark] of [[360, true], [1280, false]]) {
    const wrong = [];
    const { context, page, faults } = await open(browser, base, { reducedMotion: "reduce", width, dark });
    for (const path of addresses) {
      const answer = await page.goto(base + path);
      faults.splice(0, faults.length, ...faults.filter((f) => !(answer.status() >= 400 && /status of (400|404)/.test(f))));
      const short = width === 360 && long.has(path);
      const found = short ? [] : await looked_at(page);
      const over = await sideways(page);
      if (over > 0) found.push(`${over} px too wide`);
      const size = Buffer.byteLength(await answer.body());
      if ((await page.locator("h1").count()) !== 1) found.push("not one h1");
      if (size > 400000) found.push(`${size} bytes`);
      await page.screenshot({ path: join(pictures, `${(path || "home").replaceAll("/", "-")}-${width}${dark ? "-dark" : ""}.png`), fullPage: !short });
      for (const f of [...found, ...faults.splice(0)]) wrong.push(`/${path}: ${f}`);
    }
    await context.close();
    tell(`${addresses.length} pages at ${width} px, ${dark ? "dark" : "light"}`, wrong.join("\n"));
  }
}

// A decision with its reason is kept, and shown; the same pages without scripts.
async function decide(browser, base) {
  const wrong = [];
  const { context, page, faults } = await open(browser, base, { reducedMotion: "reduce", scripts: false, width: 360 });
  await page.goto(base + "m/containers/why/p29");
  await page.getByText("Keep a choice: pick, pin, veto or clear").first().click();
  await page.getByLabel("verdict").selectOption("veto");
  await page.getByLabel(/^reason/).fill("on leave <b>until</b> May");
  await page.getByRole("button", { name: /Keep a choice/ }).click();
  await page.goto(base + "m/containers/decisions");
  if (!(await page.getByText("on leave <b>until</b> May").isVisible())) wrong.push("the reason is not shown as it was written");
  await page.goto(base + "m/containers/choose");
  const picked = await page.locator("main table").first().innerText();
  if (/Oskar Brandt/.test(picked)) wrong.push("the vetoed one is chosen");
  if (!/"veto"/.test(run("decide", "containers", "--json"))) wrong.push("nothing was kept");
  await context.close();
  tell("a veto with its reason, at 360 px without scripts", [...wrong, ...faults].join("\n"));
}

async function new_market(browser, base) {
  const wrong = [];
  const { context, page, faults } = await open(browser, base, { reducedMotion: "reduce" });
  await page.goto(base);
  await page.getByText("New market").first().click();
  await page.getByLabel("name", { exact: true }).fill("SBOM & more");
  await page.getByLabel(/^topic/).fill("sbom OR container");
  await page.getByLabel(/^audience/).fill("tag:buyer");
  await page.getByLabel(/^strategy/).fill("reach");
  await page.getByRole("button", { name: "New market" }).click();
  if (!/\/m\/SBOM%20%26%20more\?done=\w+$/.test(page.url())) wrong.push(`it leads to ${page.url()}`);
  await page.goto(base);
  if (!(await page.getByRole("link", { name: "SBOM & more" }).first().isVisible())) wrong.push("it is not on the first page");
  await context.close();
  tell("a market is made on the first page", [...wrong, ...faults].join("\n"));
}

// By keys alone: the skip link, then the first link of the answer.
async function keys(browser, base) {
  const wrong = [];
  const { context, page, faults } = await open(browser, base, { reducedMotion: "reduce" });
  await page.goto(base + "m/containers");
  await page.keyboard.press("Tab");
  if ((await page.evaluate(() => document.activeElement.className)) !== "skip") wrong.push("the first stop is not the skip link");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const inside = await page.evaluate(() => Boolean(document.activeElement.closest("main")));
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  if (!inside) wrong.push("the skip link does not lead into the answer");
  if (outline === "none") wrong.push("one does not see where one is");
  await context.close();
  tell("keys alone lead to the answer", [...wrong, ...faults].join("\n"));
}

// Narrow, made twice as large (640 px of 1280), and in the system's own colours, though dark was set:
// nothing goes sideways, and what is marked shows.
async function otherwise(browser, base) {
  const wrong = [];
  const main_pages = ["m/containers", "m/containers/choose", "m/containers/why/p25", "p/p25", "sources", "m/containers/map"];
  for (const [name, set] of [["320 px", { width: 320 }], ["twice as large", { width: 640, height: 370, deviceScaleFactor: 2 }], ["forced colours", { forcedColors: "active" }]]) {
    const { context, page, faults, want } = await open(browser, base, { reducedMotion: "reduce", ...set });
    if (set.forcedColors) await page.addInitScript(() => localStorage.setItem("kith.light", "dark"));
    for (const path of main_pages) {
      await page.goto(base + path);
      const over = await sideways(page);
      want(over <= 0, `/${path}: ${over} px too wide`);
    }
    if (set.forcedColors) {
      want((await page.evaluate(() => document.documentElement.dataset.light)) === undefined, "dark marks on the system's light ground");
      await page.locator(".map .ways").press("ArrowRight");
      const edge = (row) => page.locator(row).first().evaluate((tr) => getComputedStyle(tr).borderLeftWidth);
      want((await edge("tr.here")) === "4px", "who is chosen on the map has no mark in the table");
      await page.screenshot({ path: join(pictures, "map-forced.png") });
      await page.goto(base + "m/containers");
      await page.keyboard.press("j");
      await page.keyboard.press("x");
      want((await edge("tr.chosen")) === "4px", "a chosen row has no mark");
    }
    wrong.push(...faults.map((f) => `${name}: ${f}`));
    await context.close();
  }
  tell("the main pages at 320 px, made twice as large, and in forced colours", wrong.join("\n"));
}

async function main() {
  run("demo");
  writeFileSync(join(work, "odd.csv"), 'name,email,tags\n"<img src=x onerror=alert(1)>",a@odd.example,buyer\n');
  run("import", join(work, "odd.csv"));
  const server = serve(kith, env);
  const { base } = await server.ready;
  const browser = await launch();
  try {
    await every_page(browser, base);
    await decide(browser, base);
    await new_market(browser, base);
    await keys(browser, base);
    await otherwise(browser, base);
  } finally {
    await browser.close();
    await server.end();
  }
}

await whole(work, 6, main);
