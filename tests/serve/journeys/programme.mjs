// From a saved choice to a result: at first nothing can be attributed, then chance tells.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { looked_at, open } from "../browser.mjs";
import { serve } from "../tap.mjs";

export default async function (v) {
  const page = await v.open();
  await v.go("programmes");
  await v.unfold("New programme");
  await page.locator("form[action$=programme]").getByLabel(/^name/).fill("Spring");
  await v.pick(page.getByLabel(/^market/), "containers");
  await page.getByLabel(/^objective/).fill("be understood by who advises");
  await v.click("button", "New programme");
  v.want(/programmes\/Spring/.test(page.url()), "it leads elsewhere");
  await v.go("m/containers/choose?picks=4");
  await v.unfold("Send this set to a programme");
  const send = page.locator("form[action='/send']");
  await v.pick(send.getByLabel(/^programme/), "Spring");
  await send.getByLabel(/^reason/).fill("they reach most together");
  await send.locator("button").click();
  await page.waitForLoadState();
  await v.look();
  v.want(/programmes\/Spring/.test(page.url()) && (await lane(page, "Nominated").locator(".card").count()) === 4, "the set is not in it");
  v.run("import", v.file("analysts.csv", ["name,email,category", ...analysts.map((who) => `${who},${mail(who)},analyst`)].join("\n") + "\n"));
  for (const who of analysts) {
    v.run("programme", "nominate", "Spring", mail(who), "--reason", "they write on it");
    v.run("programme", "admit", "Spring", mail(who), "--reason", "fits");
  }
  await held_out(v, page);
  await moved(v, page);
  await thanked(v, page);
  await v.unfold("Note a cost");
  const cost = page.locator("form[action$=cost]");
  await cost.getByLabel(/^amount/).fill("1200");
  await cost.getByLabel(/^currency/).fill("EUR");
  await cost.getByLabel(/^category/).fill("analyst");
  await cost.locator("button").click();
  await page.waitForLoadState();
  await v.sees(/1200/);
  await v.go("programmes/Spring/result");
  await v.sees(/Nothing can be attributed/);
  v.want((await page.locator(".grade").allInnerTexts()).every((t) => /^D\b/.test(t)), "a grade that nothing speaks for");
  await judged(v);
}

const analysts = ["Ada Moss", "Ben Firth", "Cleo Rand", "Dov Stern", "Edith Lang", "Farid Nour", "Gil Perry", "Hanna Voss", "Ivo Kral", "June Tate", "Kai Frost", "Lea Winter"];
const mail = (who) => `${who.toLowerCase().replace(" ", "@")}.example`;
const lane = (page, name) => page.locator(".lane").filter({ has: page.getByRole("heading", { name: new RegExp(`^${name}`) }) });
const card = (page, who) => page.locator(".card").filter({ hasText: who });

async function act(page, who, button, fields) {
  await card(page, who).locator("summary").filter({ hasText: button }).first().click();
  const form = card(page, who).locator("form").filter({ has: page.getByRole("button", { name: new RegExp(`^${button}`) }) }).first();
  for (const [name, value] of Object.entries(fields)) {
    const field = form.locator(`[name=${name}]`);
    if (value === true) await field.check();
    else if ((await field.evaluate((x) => x.localName)) === "select") await field.selectOption(value);
    else await field.fill(value);
  }
  await form.locator("button").click();
  await page.waitForLoadState();
}

// Chance decides before anybody is engaged.
async function held_out(v, page) {
  await v.go("programmes/Spring");
  await v.unfold("Hold out at random");
  const lot = page.locator("form[action$=lot]");
  await v.pick(lot.getByLabel(/^random/), "pairs");
  await lot.locator("button").click();
  await page.waitForLoadState();
  await v.look();
  await v.sees(/Drawn as e\d+: 6 pairs/);
  v.want((await lane(page, "Found").getByText("held out").count()) === 6, "it is not seen who is held out");
}

async function moved(v, page) {
  const who = (await lane(page, "Nominated").locator(".card a").first().innerText()).trim();
  v.who = who;
  await act(page, who, "Admit", { reason: "fits" });
  await act(page, who, "Move to", { stage: "thanked", reason: "Xenia wrote" });
  await act(page, who, "Move to", { stage: "engaged", reason: "met in Lisbon" });
  v.want((await lane(page, "Engaged").filter({ hasText: who }).count()) === 1, "not engaged");
  await v.click("button", /^Undo/);
  v.want((await lane(page, "Thanked").filter({ hasText: who }).count()) === 1, "undo does not lead back");
  await act(page, who, "Move to", { stage: "engaged", reason: "met in Lisbon" });
  await v.look();
}

// Nearly the same words to somebody else: told before they are kept.
async function thanked(v, page) {
  const text = "your answer on image scanning saved our support team a whole week of work in March";
  await act(page, v.who, "Thank", { text });
  await v.sees(/Thanked as e\d+/);
  await act(page, "Ada Moss", "Thank", { text: `${text} and April` });
  await v.sees(/Nothing was stored: a near-copy: \d+ % of these words were said to/);
  const again = page.locator("form[action$=thank]").first();
  v.want((await again.locator("[name=text]").inputValue()).trim().endsWith("and April"), "the words are lost");
  await again.locator("[name=anyway]").check();
  await again.locator("button").click();
  await page.waitForLoadState();
  await v.sees(/Thanked as e\d+/);
  await v.go("programmes/Spring");
}

// Ten months later what was counted is brought: of those drawn 3 a month more.
async function judged(v) {
  const env = { ...v.env, KITH_NOW: "2027-04-10T00:00:00Z" };
  const later = (...words) => execFileSync(v.kith, words, { env, stdio: ["ignore", "pipe", "pipe"] }).toString();
  const drawn = JSON.parse(v.run("programme", "show", "Spring", "--json")).rows.filter((r) => /^engage/.test(r.drawn ?? "")).map((r) => r.name);
  for (const who of drawn) later("programme", "stage", "Spring", mail(who), "engaged", "--reason", "as drawn", "--at", "2026-06-20");
  const rows = ["outcome,person,month,amount"];
  for (let m = 0; m < 16; m++) {
    const month = `${2025 + Math.floor((m + 11) / 12)}-${String(((m + 11) % 12) + 1).padStart(2, "0")}`;
    analysts.forEach((who, i) => rows.push(`inquiry,${mail(who)},${month},${3 + (i % 4) + (m % 3) + ((i * 7 + m * 5) % 3) + (m > 6 && drawn.includes(who) ? 3 : 0)}`));
    rows.push(`session,${v.who},${month},${4 + (m % 3)}`);
  }
  const deals = Array.from({ length: 14 }, (_, i) => `D${i},Org ${i},${i < 2 ? "won" : "lost"},2026-07-01,2026-${String(8 + (i % 4)).padStart(2, "0")}-11,${v.who}`);
  later("import", v.file("deals.csv", ["deal,org,stage,opened,closed,advisers", ...deals].join("\n") + "\n"));
  later("import", v.file("counted.csv", rows.join("\n") + "\n"));
  const server = serve(v.kith, env);
  const { base } = await server.ready;
  const { context, page, faults } = await open(v.browser, base, { scripts: v.scripts, reducedMotion: "reduce" });
  await page.goto(`${base}programmes/Spring/result`);
  if (v.scripts) faults.push(...(await looked_at(page)));
  await page.screenshot({ path: join(v.pictures, "programme-result.jpeg"), type: "jpeg", quality: 70, fullPage: true });
  const boxes = await page.locator(".results li").allInnerTexts();
  const A = boxes.find((t) => /^A\s+randomised/.test(t) && /inquiry/.test(t)) ?? "";
  const D = boxes.find((t) => /^D\s+nothing can be attributed/.test(t) && /deals/.test(t)) ?? "";
  v.want(/inquiry, analyst/.test(A) && /\+[23]\.\d+ \(\d\.\d+ to \d\.\d+, 95 %\)/.test(A), `grade A: ${A}`);
  v.want(/Nothing can be attributed: .*smallest/s.test(D), `grade D: ${D}`);
  const size = (text) => page.locator(".grade").filter({ hasText: text }).first().evaluate((e) => [getComputedStyle(e).borderTopColor, getComputedStyle(e.querySelector("b")).fontSize, getComputedStyle(e).backgroundColor].join());
  v.want((await size("randomised")) === (await size("nothing can be attributed")), "D is drawn less plainly than A");
  const text = await page.locator("main").innerText();
  v.want(/What one more of each cost; kinds, categories and currencies are not added/.test(text), "no word that nothing is added");
  v.want(!/\b(total|sum|all categories)\b/i.test(text), "something is added up");
  v.wrong.push(...faults);
  await context.close();
  await server.end();
}
