// A few under a budget, with a quota: tried with more, one dropped with a reason, kept as a set.
import { number, row } from "../visitor.mjs";

const costs = "person,cost\nMarta Sobol,9\nNadia Rahman,4\nOskar Brandt,3\nQuentin Leroy,2\nPetra Novak,2\n";

export default async function (v) {
  const page = await v.open();
  const ask = page.locator("form.asks").first();
  const picks = ask.getByLabel(/^picks/);
  const people = async () => (await page.locator("main table").first().innerText()).replace(/\s+/g, " ");
  const compute = async () => {
    await ask.getByRole("button", { name: "Compute" }).click();
    await page.waitForLoadState();
    await v.look();
  };
  await v.go("m/containers/choose");
  await picks.fill("3");
  await ask.getByLabel(/^budget/).fill("20");
  await v.unfold("costs");
  if (v.scripts) await ask.locator("input[type=file]").setInputFiles(v.file("costs.csv", costs));
  if (v.scripts) await page.waitForFunction(() => /Marta/.test(document.querySelector("textarea[name=costs]").value));
  else await ask.getByLabel(/^costs/).fill(costs);
  await ask.getByLabel(/^quota/).fill("analyst>=2");
  await compute();
  v.want(/\/choose\?v=[0-9a-f]{16}&picks=3&budget=20$/.test(page.url()), "what was asked does not stand there as it should");
  v.want(((await people()).match(/analyst/g) ?? []).length === 2, "not two analysts");
  const sum = async () => number(/They cost [\d.]+ together, of a budget of 20/.exec(await v.text())?.[0] ?? "");
  v.want((await sum()) === 16, `they cost ${await sum()}`);
  await v.sees(/The dashed line: the first|stop here/i);
  await v.sees(/overlaps/);
  v.want(/yes 1\.00/.test(await people()), "nobody is firm");
  if (v.scripts) {
    await page.getByRole("slider", { name: "How many people" }).focus();
    await page.keyboard.press("Home");
    for (let k = 1; k < 4; k++) await page.keyboard.press("ArrowRight");
    v.want((await picks.inputValue()) === "4", `the slider asks for ${await picks.inputValue()}`);
    await compute();
  } else {
    await v.click("link", "+ one more");
  }
  v.want(/picks=4/.test(page.url()) && (await picks.inputValue()) === "4", "not one more");
  v.want((await sum()) <= 20, `they cost ${await sum()}`);
  const asked = page.url();
  await v.sees(/Quentin Leroy/);
  await v.act("Quentin Leroy", "Drop", { reason: "on leave" });
  await v.look();
  v.want(page.url().replace(/done=\w+&/, "") === asked, "another page");
  v.want(!/Quentin Leroy/.test(await people()), "whoever was dropped is chosen");
  await v.sees(/on leave/);
  await v.click("button", /^Undo/);
  v.want(/Quentin Leroy/.test(await people()), "whoever was dropped is not back");
  await v.act("Quentin Leroy", "Drop", { reason: "on leave" });
  await ask.getByLabel(/^exclude/).selectOption({ label: "Petra Novak" });
  await compute();
  v.want(/exclude=p31/.test(page.url()) && !/Petra Novak/.test(await people()), "who is excluded is chosen");
  const shown = await people();
  await page.reload();
  v.want((await people()) === shown, "another page when it is loaded again");
  const csv = await (await v.context.request.get(new URL(await page.getByRole("link", { name: /^CSV/ }).first().getAttribute("href"), v.base).href)).text();
  for (const kind of ["GraphML", "GEXF"]) {
    const graph = await v.context.request.get(new URL(await page.getByRole("link", { name: kind }).getAttribute("href"), v.base).href);
    const text = await graph.text();
    v.want(graph.ok() && /Marta Sobol/.test(text) && !/Petra Novak|Quentin Leroy/.test(text) && /<edge /.test(text), `${kind}: ${graph.status()}, not of the set`);
  }
  const lines = csv.trim().split("\r\n");
  v.want(/overlap_share/.test(lines[0]) && lines.length === (await page.locator("main table").first().locator("tbody tr").count()) + 1, `the CSV: ${csv}`);
  v.want(/,9,/.test(csv), `no costs in the CSV: ${csv}`);
  await ask.getByLabel(/^quota/).last().fill("journalist>=2");
  await ask.getByRole("button", { name: "Compute" }).click();
  await page.waitForLoadState();
  await v.sees(/quota 'journalist>=2' wants 2 people, but only 0 of those who may be chosen count for it/);
  v.want((await ask.getByLabel(/^quota/).first().inputValue()) === "analyst>=2", "what was asked is lost");
  await page.goto(asked);
  await v.unfold("Save this set");
  const set = page.locator("form[action$=set]");
  await set.getByLabel(/^reason/).fill("Spring");
  await set.getByRole("button").click();
  await page.waitForURL(/decisions/);
  await v.look();
  await v.sees(/Spring/);
  v.want(/on leave/.test(await row(page, "Quentin Leroy").innerText()), "the reason is lost");
  const kept = await (await v.context.request.get(`${v.base}m/containers/decisions.csv`)).text();
  v.want(/on leave/.test(kept) && /veto/.test(kept), "the CSV lacks it");
  for (const text of [csv, kept]) {
    const [head, ...rows] = text.trimEnd().split("\r\n");
    v.want(/,market,audience,as_of,model$/.test(head) && rows.length && rows.every((r) => /,containers,tag:buyer,\d{4}-[^,]*Z,[^,]*$/.test(r)), "a row of the CSV lacks its scope");
  }
}
