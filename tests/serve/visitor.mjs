// visitor.mjs - tests: somebody who walks through the pages, for journeys.mjs and journeys/*.mjs.
import { join } from "node:path";
import { looked_at, open, sideways } from "./browser.mjs";

const seen = new Set(); // by axe, and drawn: once a kind of page
const names = /Sobol|Rahman|Brandt|Blast|Leroy|Novak|Osei|Lund|Byrne|onerror/;

// Somebody at a browser. Faults gather; `told` says how it went.
export class Visitor {
  constructor(browser, base, journey, pictures, { width = 1280, dark = false, scripts = true } = {}) {
    Object.assign(this, { browser, base, journey, pictures, scripts, width, dark, wrong: [], step: 0 });
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
    if (seen.has(kind)) return;
    seen.add(kind);
    this.wrong.push(...(await looked_at(page)));
    await page.screenshot({ path: join(this.pictures, `${this.journey}-${String(++this.step).padStart(2, "0")}.jpeg`), type: "jpeg", quality: 70, fullPage: true });
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

export const row = (page, text) => page.getByRole("row").filter({ hasText: text }).first();
export const number = (text) => Number(/-?\d+(\.\d+)?/.exec(text)?.[0]);
