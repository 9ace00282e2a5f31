// Two waves of answers, what could be seen before, open answers judged, a target that is signed.
import { row } from "../visitor.mjs";

export default async function (v) {
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
  await v.sees(/Umbrella .*Soylent|Soylent .*Umbrella/, "both wait");
  const asks = (text) => row(page, text);
  v.want(/Acme/.test(await asks("Acme Corporation").innerText()), "nothing is proposed for what is near");
  if (v.scripts) await keyed(v, page, asks);
  else await pressed(v, page, asks);
  await v.look();
  await v.sees(/0 of \d+ different answers/);
  await v.go("perception/Vendors/one/two");
  await v.sees(/no change that could be seen|up/);
  await v.go("perception/Vendors/progress");
  await v.sees(/Ann Lee/);
  const figures = page.locator("main figure");
  v.want((await figures.count()) === 2, `${await figures.count()} pictures of 2 attributes`);
  const line = (await figures.filter({ hasText: "open" }).first().locator("svg text").allTextContents()).join(" | ");
  v.want(/target 70, signed 2026-06-01 by Ann Lee/.test(line) && /1 Acme/.test(line) && /2 rivals' mean/.test(line), `the picture says ${line}`);
  await v.go("perception/Vendors?question=Which+of+these+have+you+heard+of%3F");
  await v.sees(/The smallest change of ours that two such waves would show: \d+ points/);
  await v.sees(/1 Acme.*2 rivals' mean.*3 Zorvex, made up: noise|Zorvex, made up: noise/);
  const answer = JSON.parse(v.run("survey", "show", "Vendors", "--question", "Which of these have you heard of?", "--json"));
  const shares = (who) => answer.waves.filter((r) => r.option === who).map((r) => r.share);
  // of 120 every second, third but one and fourth but three
  v.want(shares("Acme").join() === "0.5,0.5" && shares("Zorvex, made up: noise").every((x) => Math.abs(x - 1 / 12) < 1e-9), `shares: ${JSON.stringify(answer.waves)}`);
  v.want(shares("rivals' mean").every((x, i) => Math.abs(x - (shares("Northwind")[i] + shares("Globex")[i]) / 2) < 1e-9), "the rivals' mean is not their mean");
  if (v.scripts) await turned(v, page);
  await v.go("perception/Vendors");
  await v.unfold("Sign who we want to be");
  // once there are answers, another target wants a reason
  const sign = page.locator("form[action$=target]");
  await sign.getByLabel(/^target/).fill("attribute,share\nopen,10%\n");
  await sign.getByLabel(/^by/).fill("Bo Dahl");
  await sign.locator("button").click();
  await page.waitForLoadState();
  await v.sees(/reason/);
}

// t leads from the picture to its table, which has the same figures.
async function turned(v, page) {
  await page.getByRole("slider", { name: "Which period" }).focus();
  await page.keyboard.press("End");
  const says = await page.locator(".slide output").innerText();
  await page.keyboard.press("t");
  v.want(await page.evaluate(() => Boolean(document.activeElement.closest(".box"))), "t does not lead to the table");
  const told = /Acme (\d+\.\d) \((\d+\.\d)/.exec(says);
  const cells = await page.locator("tbody tr").filter({ hasText: "Acme" }).filter({ hasText: "two" }).first().innerText();
  v.want(told && cells.includes((told[1] / 100).toFixed(3)), `the picture says ${says}, the table ${cells}`);
}

// y o n decide, s lets it wait, u takes back; the focus stays on what is next.
async function keyed(v, page, asks) {
  const press = async (text, key) => {
    await asks(text).evaluate((tr) => { tr.tabIndex = -1; tr.focus(); });
    await Promise.all([page.waitForURL(/done=/), page.waitForEvent("load"), page.keyboard.press(key)]);
  };
  const now = () => page.evaluate(() => document.activeElement?.closest("tbody tr")?.innerText ?? "");
  await asks("Acme Corporation").evaluate((tr) => { tr.tabIndex = -1; tr.focus(); });
  const first = await now();
  await page.keyboard.press("s");
  const second = await now();
  v.want(second && first !== second, `s leads from ${first} to ${second}`);
  await press("Acme Corporation", "y");
  v.want(await now(), "the focus is on no row");
  await v.sees(/Done/);
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("u")]);
  v.want((await asks("Acme Corporation").count()) === 1 && (await now()), "u does not take it back, or loses the focus");
  await press("Acme Corporation", "y");
  await press("Umbrella", "o");
  await press("Soylent", "o");
  await press("dont know them", "n");
  const codes = JSON.parse(v.run("survey", "show", "Vendors", "--wave", "two", "--question", "Name up to three suppliers", "--json"));
  // 24 + 4 name Acme first, 32 acme corp, 9 of them both; and number 7, whose words were accepted
  v.want(codes.rows.some((r) => r.option === "Acme" && r.picked === 52), `Acme: ${JSON.stringify(codes.rows.map((r) => [r.option, r.picked]))}`);
}

async function pressed(v, page, asks) {
  for (const [text, button] of [["Acme Corporation", /^Accept/], ["Umbrella", /^Other brand/], ["Soylent", /^Other brand/], ["dont know them", /^None/]]) {
    await asks(text).getByRole("button", { name: button }).click();
    await page.waitForLoadState();
  }
}

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
    const b = i === 7 ? "Acme Corporation" : i === 8 ? "dont know them" : a === "none" ? "" : i % 3 === 0 ? "acme corp" : i % 3 === 1 ? "Soylent" : "";
    lines.push(`${late}${1000 + i},r${i}@x.example,2026-0${1 + late}-05,${a},${b},,${i % 2 ? "Acme" : ""},${i % 3 ? "Northwind" : ""},${i % 4 ? "" : "Globex"},${i % 12 ? "" : "Zorvex"},${1 + (i % 5)},${1 + (i % 5)},${1 + ((i * 3) % 5)},${i % 2 ? "small" : "large"}`);
  }
  return lines.join("\n") + "\n";
}
