// journeys.mjs - tests: can people do with the pages what they came for?
//
//   node journeys.mjs KITH PICTURES [NAME...]   NAME: of these journeys alone; TAP on stdout
//
// Ways through the pages, on the demo's market, in Debian's Chromium, each with scripts and,
// where it is no way of keys, without. After every page: no word on the console, no report of the
// policy, no request elsewhere, one heading, no person's name in the address, nothing axe finds.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { launch, looked_at, open, sideways } from "./browser.mjs";
import { place, serve, tell, whole } from "./tap.mjs";

const kith = resolve(process.argv[2]);
const pictures = resolve(process.argv[3]);
const only = process.argv.slice(4);
const { work, env } = place("journeys");
mkdirSync(pictures, { recursive: true });

const seen = new Set(); // by axe: once a kind of page
const names = /Sobol|Rahman|Brandt|Blast|Leroy|Novak|Osei|Lund|Byrne|onerror/;

// Somebody at a browser. Faults gather; `told` says how it went.
class Visitor {
  constructor(browser, base, journey, { width = 1280, dark = false, scripts = true } = {}) {
    Object.assign(this, { browser, base, journey, scripts, width, dark, wrong: [], step: 0 });
  }
  async open() {
    const { width, dark, scripts } = this;
    const opened = await open(this.browser, this.base, { width, dark, scripts, reducedMotion: "reduce", acceptDownloads: true, ignore: /status of 4\d\d/ });
    Object.assign(this, { context: opened.context, page: opened.page, wrong: opened.faults });
    this.context.setDefaultTimeout(10000);
    return this.page;
  }
  want(is, what) { if (!is) this.wrong.push(`${this.page.url().slice(this.base.length - 1)}: ${what}`); }
  async text() { return (await this.page.locator("body").innerText()).replace(/\s+/g, " "); }
  async sees(pattern, what = String(pattern)) { this.want(pattern.test(await this.text()), `not there: ${what}`); }
  // What has to hold wherever one has come to.
  async look() {
    const page = this.page;
    const at = decodeURIComponent(page.url());
    this.want(!names.test(at), "a person's name in the address");
    this.want((await page.locator("h1").count()) === 1, "not one heading");
    const over = await sideways(page);
    this.want(over <= 0, `${over} px too wide`);
    if (!this.scripts) return; // axe runs in the page
    const kind = new URL(page.url()).pathname.replace(/[0-9a-f]{8,}|\d+/g, "#") + this.width;
    if (!seen.has(kind)) {
      seen.add(kind);
      this.wrong.push(...(await looked_at(page)));
    }
    await page.screenshot({ path: join(pictures, `${this.journey}-${String(++this.step).padStart(2, "0")}.jpeg`), type: "jpeg", quality: 70, fullPage: true });
  }
  async id(mail) { return JSON.parse(this.run("person", mail, "--json")).id; }
  async go(path) { await this.page.goto(this.base + path); await this.look(); }
  async click(role, name, scope = this.page) {
    await scope.getByRole(role, { name }).first().click();
    await this.page.waitForLoadState();
    await this.look();
  }
  // Of a list, or typed: what stands in it begins so, or is the value.
  async pick(field, value) {
    if ((await field.evaluate((x) => x.localName)) !== "select") return field.fill(value);
    return field.selectOption(value);
  }
  // What a row offers.
  async act(who, button, fields) {
    const line = row(this.page, who);
    await line.locator("summary").filter({ hasText: button }).first().click();
    const form = line.locator("form").filter({ has: this.page.getByRole("button", { name: new RegExp(`^${button}`) }) }).first();
    for (const [name, value] of Object.entries(fields)) await this.pick(form.locator(`[name=${name}]`), value);
    await form.getByRole("button").click();
    await this.page.waitForLoadState();
  }
  // A form stands folded under its own heading.
  async unfold(text) { await this.page.locator("summary").filter({ hasText: text }).first().click(); }
}

const row = (page, text) => page.getByRole("row").filter({ hasText: text }).first();
const cells = async (line) => (await line.getByRole("cell").allInnerTexts()).map((x) => x.trim());
const number = (text) => Number(/-?\d+(\.\d+)?/.exec(text)?.[0]);

const journeys = {
  // Market, her figure, the votes that make it, the line of the file; and why not him.
  async "why-her"(v) {
    const page = await v.open();
    await v.go("");
    await v.click("link", "containers");
    await v.sees(/on container OR containers OR kubernetes/);
    const scope = await page.locator(".scope").innerText();
    const figure = row(page, "Marta Sobol").getByRole("link").filter({ hasText: "(" }).first();
    const reach = number(await figure.innerText());
    const prior = number(await row(page, "Marta Sobol").locator('td[data-label^="prior"]').innerText());
    await figure.click();
    await page.waitForURL(/why\/p25/);
    await v.look();
    v.want((await page.locator(".scope").last().innerText()) === scope, "the scope has changed on the way");
    const panel = (await page.locator("dialog.drawer").count()) ? "dialog.drawer" : "main";
    const adds = await page.locator(`${panel} table`).first().locator("tbody tr").evaluateAll((rows) => rows.map((r) => Number(r.cells[4].textContent)));
    const sum = adds.reduce((a, b) => a + b, 0);
    v.want(Math.abs(sum - reach * (1 - prior)) < 0.06 * adds.length, `${sum} of votes and ${prior} of prior do not give ${reach}`);
    await v.sees(/evidence\.csv:14/);
    await page.goBack();
    await page.waitForURL(/m\/containers$/);
    await v.go("m/containers/why/p26");
    await v.sees(/None of the 12 buyers heard heeds Theo Blast/);
  },

  // From nothing: files, what they are kept for, a market, its first answer.
  async "first-hour"(v) {
    const page = await v.open();
    v.run("demo", "--db", `${v.files}.other`);
    const from = `${v.files}.other.files`;
    await v.go("");
    await v.sees(/import|Load the example/i);
    await v.go("import");
    await page.getByLabel(/^files/).setInputFiles([`${from}/people.csv`, `${from}/evidence.csv`]);
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("button", { name: /^Import \d+ rows/ }).waitFor();
    await v.look();
    await v.sees(/nothing is stored|Nothing is stored|is kept/i);
    await page.getByLabel(/^purpose/).fill("to know who advises our buyers");
    await page.getByLabel(/lawful basis/).selectOption({ index: 1 });
    await page.getByRole("button", { name: /^Import \d+ rows/ }).click();
    await page.waitForURL(/jobs\//);
    for (let i = 0; i < 50 && !/kept/.test(await v.text()); i++) { await page.waitForTimeout(200); await page.reload(); }
    await v.look();
    await v.sees(/read/);
    await v.sees(/kept/);
    await v.go("");
    await v.unfold("New market");
    const made = page.locator("form[action$=markets]");
    await made.getByLabel(/^name/).fill("security");
    await made.getByLabel(/^topic/).fill("container OR containers OR kubernetes");
    await made.getByLabel(/^audience/).fill("tag:buyer");
    await made.getByLabel(/^strategy/).fill("reach,reach");
    await made.getByRole("button").click();
    await page.waitForLoadState();
    await v.look();
    await v.sees(/Nothing was stored/);
    v.want((await page.locator("form[action$=markets]").getByLabel(/^name/).inputValue()) === "security", "what was given is gone");
    await page.locator("form[action$=markets]").getByLabel(/^strategy/).fill("reach,loyalty");
    await page.locator("form[action$=markets]").getByRole("button").click();
    await page.waitForURL(/m\/security/);
    await v.look();
    await v.sees(/First is Marta Sobol/);
    v.want(!/Theo Blast/.test(await v.text()), "the loudest is in the list");
  },

  // Nine under a budget: one is dropped with a reason, the rest is kept as a set.
  async "choose-under-budget"(v) {
    const page = await v.open();
    await v.go("m/containers/choose");
    const ask = page.locator("form.asks").first();
    await ask.getByLabel(/^picks/).fill("4");
    await ask.getByLabel(/^quota/).fill("analyst>=2");
    await ask.getByRole("button").click();
    await page.waitForLoadState();
    await v.look();
    await v.sees(/Oskar Brandt/);
    await v.act("Quentin Leroy", "Drop", { reason: "on leave" });
    await v.look();
    await v.sees(/Undo/);
    v.want(!/Quentin Leroy/.test(await page.locator("main table").first().innerText()), "whoever was dropped is chosen");
    await v.unfold("Save this set");
    const set = page.locator("form[action$=set]");
    await set.getByLabel(/^reason/).fill("Spring");
    await set.getByRole("button").click();
    await page.waitForURL(/decisions/);
    await v.look();
    await v.sees(/Spring/);
    await v.sees(/on leave/);
    const csv = await (await v.context.request.get(`${v.base}m/containers/decisions.csv`)).text();
    v.want(/on leave/.test(csv) && /veto/.test(csv), "the CSV lacks it");
  },

  // Who is left alone gets an owner; who holds as many as they can gets nobody more.
  async "team-meeting"(v) {
    const page = await v.open();
    v.run("import", v.file("ours.csv", "name,email,org,tags,capacity,topics\nAna Ruiz,ana.ruiz@hullguard.example,Hullguard,teammate,1,container\nBen Ode,ben.ode@hullguard.example,Hullguard,teammate,5,container\n"));
    v.run("us", "--org", "Hullguard", "--domain", "hullguard.example");
    await v.go("m/containers/connect");
    await v.act("Marta Sobol", "Assign", { teammate: await v.id("ana.ruiz@hullguard.example"), reason: "both speak of containers" });
    await v.look();
    await v.sees(/Undo/);
    await v.act("Nadia Rahman", "Assign", { teammate: await v.id("ana.ruiz@hullguard.example"), reason: "met" });
    await v.look();
    await v.sees(/Nothing was stored/);
    await v.sees(/holds 1 of 1/);
    await v.go("m/containers/connect");
    await v.act("Nadia Rahman", "Assign", { teammate: await v.id("ben.ode@hullguard.example"), reason: "met" });
    await v.look();
    await v.sees(/Ben Ode/);
    await v.unfold("Keep this plan");
    await page.locator("form[action$=plan]").getByRole("button").click();
    await page.waitForLoadState();
    await v.look();
  },

  // Claims are frozen, then asked; a late claim is refused; what both say stands beside each other.
  async audit(v) {
    const page = await v.open();
    v.run("us", "--org", "Hullguard", "--domain", "hullguard.example");
    await v.go("m/containers/audit");
    await v.unfold("Step 2, freeze");
    const freeze = page.locator("form[action$=freeze]").first();
    const mails = ["amara.osei@northbank.example", "bjarne.dahl@fjordline.example", "chiara.conti@medicare.example", "dmitri.volkov@railnet.example", "elif.kaya@parcelgo.example",
      "farid.haddad@gridpower.example", "greta.lang@versicher.example", "hiro.tanabe@shopfast.example", "ines.duarte@telmar.example", "jonas.weber@stadtwerk.example", "karin.lund@skolweb.example", "liam.byrne@credunion.example"];
    await freeze.getByLabel(/^claims/).fill(["teammate,person,strength", ...mails.map((m, i) => `xenia.holt@hullguard.example,${m},${i < 7 ? 3 : 0}`)].join("\n"));
    await freeze.getByLabel(/^freeze/).fill("2026-1");
    await freeze.getByRole("button").click();
    await page.waitForLoadState();
    await v.look();
    await v.unfold("Step 2, freeze");
    await page.locator("form[action$=freeze]").first().getByLabel(/^freeze/).fill("2026-1");
    await page.locator("form[action$=freeze]").first().getByRole("button").click();
    await page.waitForLoadState();
    await v.sees(/Nothing was stored/);
    await v.go("m/containers/audit");
    await v.unfold("bring in what they say");
    const said = page.locator("form[action$=answers]");
    await said.getByLabel(/^answers/).fill(["person,teammate,confirmed", ...mails.slice(0, 11).map((m, i) => `${m},xenia.holt@hullguard.example,${i < 4 || i === 10 ? "working" : "never met"}`)].join("\n"));
    await v.pick(said.getByLabel(/^wave/), "2026-1");
    await said.getByRole("button").click();
    await page.waitForLoadState();
    await v.look();
    await v.sees(/4 of the 7/);
  },

  // Two waves of answers, what could be seen before, open answers judged, a target that is signed.
  async "two-waves"(v) {
    const page = await v.open();
    v.run("survey", "define", "Vendors", v.file("roles.csv", roles));
    await v.go("plan");
    await v.unfold("Change what is asked");
    await page.getByLabel(/^n\b/).fill("120");
    await v.click("button", "Ask");
    await v.sees(/change/i, "the smallest change one could see");
    await v.go("perception");
    v.run("survey", "target", "Vendors", v.file("target.csv", "attribute,share\nopen,70%\nquick,50%\n"), "--by", "Ann Lee");
    for (const [wave, late] of [["one", 0], ["two", 1]]) v.run("import", v.file(`${wave}.csv`, answers(wave, late)), "--survey", "Vendors", "--wave", wave);
    await v.go("perception");
    await v.click("link", "Vendors");
    await v.sees(/Acme/);
    await v.go("perception/Vendors/code");
    for (const [text, brand] of [["Umbrella", "other"], ["Soylent", "other"]]) {
      const line = row(page, text);
      await line.locator("summary").first().click();
      await line.getByLabel(/^brand/).fill(brand);
      await line.getByLabel(/^by/).fill("Sam");
      await line.getByRole("button").first().click();
      await page.waitForLoadState();
    }
    await v.look();
    await v.sees(/0 of \d+ different answers/);
    await v.go("perception/Vendors/one/two");
    await v.sees(/no change that could be seen|up/);
    await v.go("perception/Vendors/progress");
    await v.sees(/Ann Lee/);
    await v.go("perception/Vendors");
    await v.unfold("Sign who we want to be");
    // once there are answers, another target wants a reason
    const sign = page.locator("form[action$=target]");
    await sign.getByLabel(/^target/).fill("attribute,share\nopen,10%\n");
    await sign.getByLabel(/^by/).fill("Bo Dahl");
    await sign.getByRole("button").click();
    await page.waitForLoadState();
    await v.sees(/reason/);
  },

  // From a saved choice to a result that says nothing can be attributed.
  async programme(v) {
    const page = await v.open();
    await v.go("programmes");
    await v.unfold("New programme");
    await page.locator("form[action$=programme]").getByLabel(/^name/).fill("Spring");
    await v.pick(page.getByLabel(/^market/), "containers");
    await page.getByLabel(/^objective/).fill("be understood by who advises");
    await v.click("button", "New programme");
    v.want(/programmes\/Spring/.test(page.url()), "it leads elsewhere");
    for (const id of ["p25", "p27", "p29", "p33"]) {
      await v.unfold("Nominate");
      await v.pick(page.locator("form[action$=nominate]").getByLabel(/^person/), id);
      await page.locator("form[action$=nominate]").getByLabel(/^reason/).fill("named by buyers");
      await page.locator("form[action$=nominate]").getByRole("button").click();
      await page.waitForLoadState();
    }
    await v.look();
    for (const who of ["Marta Sobol", "Nadia Rahman"]) {
      await v.act(who, "Admit", { reason: "fits" });
      await v.act(who, "Move to", { stage: "thanked", reason: "Xenia wrote" });
    }
    await v.act("Marta Sobol", "Move to", { stage: "engaged", reason: "met in Lisbon" });
    await v.sees(/engaged/);
    await v.click("button", /Undo/);
    await v.sees(/thanked/);
    await v.unfold("Note a cost");
    const cost = page.locator("form[action$=cost]");
    await cost.getByLabel(/^amount/).fill("1200");
    await cost.getByLabel(/^currency/).fill("EUR");
    await cost.getByLabel(/^category/).fill("consultant");
    await cost.getByRole("button").click();
    await page.waitForLoadState();
    await v.sees(/1200/);
    await v.go("programmes/Spring/result");
    await v.sees(/Nothing can be attributed/);
  },

  // 360 px, dark, by somebody who may not see buyers.
  async "small-and-dark"(v) {
    v.run_with("a long enough password", "user", "add", "viewer", "--role", "viewer", "--password-file", "-");
    Object.assign(v, { width: 360, dark: true });
    const page = await v.open();
    await v.go("m/containers");
    await page.getByLabel(/^name/).fill("viewer");
    await page.getByLabel(/^password/).fill("a long enough password");
    await v.click("button", "Sign in");
    v.want(/m\/containers/.test(page.url()), "it does not come back to the market");
    await v.go("m/containers?sort=-p_top_10&category=analyst");
    await v.sees(/2 of 2 shown|2 of 10 shown/);
    await v.go("m/containers/why/p25");
    await v.sees(/buyer \d+/);
    v.want(!/Greta Lang|Liam Byrne/.test(await v.text()), "a buyer's name");
    await v.go("m/containers/choose?picks=5");
    await v.sees(/These reach/);
    v.want(!(await page.getByRole("button", { name: /Keep a choice/ }).count()), "a viewer is offered to decide");
    await page.emulateMedia({ media: "print" });
    await v.sees(/container OR containers/);
    await page.emulateMedia({ media: "screen" });
  },

  // Two accounts of one person are joined, parted, joined; then she is forgotten for good.
  async "joined-then-forgotten"(v) {
    const page = await v.open();
    v.run("import", v.file("two.csv", "name,handles\nN. Rahman,github:nrahman\n"));
    await v.go("same");
    await v.sees(/Nadia Rahman/);
    await row(page, "Nadia Rahman").getByRole("button", { name: /^Same/ }).click();
    await page.waitForLoadState();
    await v.look();
    await v.click("button", /Undo/);
    await row(page, "Nadia Rahman").getByRole("button", { name: /^Same/ }).click();
    await page.waitForLoadState();
    await v.go("p/p27");
    await v.sees(/nadia@quadrantia\.example/);
    await v.sees(/nrahman/);
    await v.go("privacy/forget");
    await v.unfold("See what would go");
    await v.pick(page.locator("form[action$=look]").getByLabel(/^person/), "p27");
    await v.click("button", "See what would go");
    const erase = page.locator("form[action$=erase]");
    if (!(await erase.isVisible())) await v.unfold("Erase, for good");
    await erase.getByLabel(/^name/).fill("Nadia Rahman");
    await erase.getByRole("button").click();
    await page.waitForLoadState();
    await v.look();
    await v.sees(/0 rows of them are left|left of them 0/);
    for (const file of ["people", "evidence"]) writeFileSync(`${v.files}/${file}.csv`, readFileSync(`${v.files}/${file}.csv`, "utf8") + "\n");
    const again = v.run("import", `${v.files}/people.csv`, `${v.files}/evidence.csv`);
    v.want(/erased/.test(again), `read again: ${again}`);
    for (const path of ["people", "m/containers", "status", "privacy"]) {
      await v.go(path);
      v.want(!/Rahman|nadia@/.test(await v.text()), "she is still there");
    }
    const gone = await page.goto(v.base + "p/p27");
    v.want(gone.status() === 404, `her page: ${gone.status()}`);
  },
};

const roles = `role,name,question,item,brand,importance,least,rotated
ours,Acme,,,,,,
rival,Northwind,,,,,,
rival,Globex,,,,,,
fictitious,Zorvex,,,,,,
alias,Acme Corp,,,Acme,,,
unaided,,Name up to three suppliers,,,,,
aided,,Which of these have you heard of?,,,,,yes
attribute,open,How well does each fit?,Acme is open,Acme,2,4,
attribute,quick,How well does each fit?,Acme is quick,Acme,1,4,
attribute,open,How well does each fit?,Globex is open,Globex,2,4,
`;
// 120 people; later some more name Acme.
function answers(wave, late) {
  const lines = ["Respondent ID,Email,End Date,Name up to three suppliers,,,Which of these have you heard of?,,,,How well does each fit?,,,Size", ",,,First,Second,Third,Acme,Northwind,Globex,Zorvex,Acme is open,Acme is quick,Globex is open,Response"];
  for (let i = 1; i <= 120; i++) {
    const a = i % 5 < 1 + (late && i <= 20) ? "Acme" : i % 5 === 3 ? "Northwind" : i % 5 === 4 ? "none" : "Umbrella";
    const b = a === "none" ? "" : i % 3 === 0 ? "acme corp" : i % 3 === 1 ? "Soylent" : "";
    lines.push(`${late}${1000 + i},r${i}@x.example,2026-0${1 + late}-05,${a},${b},,${i % 2 ? "Acme" : ""},${i % 3 ? "Northwind" : ""},${i % 4 ? "" : "Globex"},${i % 12 ? "" : "Zorvex"},${1 + (i % 5)},${1 + (i % 5)},${1 + ((i * 3) % 5)},${i % 2 ? "small" : "large"}`);
  }
  return lines.join("\n") + "\n";
}

async function one(browser, name, scripts) {
  const db = join(work, `${name}-${scripts ? "s" : "p"}.kith`);
  const mine = { ...env, KITH_DB: db };
  const run = (...words) => execFileSync(kith, words, { env: mine, cwd: work, stdio: ["ignore", "pipe", "pipe"] }).toString();
  if (name !== "first-hour") run("demo", "--db", db);
  const server = serve(kith, mine);
  const { base } = await server.ready;
  const v = new Visitor(browser, base, name, { scripts });
  const run_with = (input, ...words) => execFileSync(kith, words, { env: mine, cwd: work, input, stdio: ["pipe", "pipe", "pipe"] });
  Object.assign(v, { files: `${db}.files`, run, run_with, file: (file, text) => { writeFileSync(join(work, file), text); return join(work, file); } });
  try {
    await journeys[name](v);
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
    for (const name of Object.keys(journeys)) {
      if (only.length && !only.includes(name)) continue;
      await one(browser, name, true);
      await one(browser, name, false);
    }
  } finally {
    await browser.close();
  }
}

await whole(work, (only.length || Object.keys(journeys).length) * 2, main);
