// Who is left alone gets an owner; who holds as many as they can gets nobody more; then a way to
// somebody nobody knows is copied. With scripts by keys alone.
import { row } from "../visitor.mjs";

export default async function (v) {
  const page = await v.open();
  v.run("import", v.file("ours.csv", "name,email,org,tags,capacity,topics,team\nAna Ruiz,ana.ruiz@hullguard.example,Hullguard,teammate,1,container,Research\nBen Ode,ben.ode@hullguard.example,Hullguard,teammate,5,container,Sales\n"),
    v.file("said.csv", "teammate,person,strength,confirmed\nAna Ruiz,Nadia Rahman,3,3\nAna Ruiz,Oskar Brandt,3,0\nBen Ode,Marta Sobol,2,\n"));
  v.run("us", "--org", "Hullguard", "--domain", "hullguard.example");
  const ana = await v.id("ana.ruiz@hullguard.example");
  const ben = await v.id("ben.ode@hullguard.example");
  const press = async (what) => {
    if (!v.scripts) return what.click();
    await what.focus();
    return page.keyboard.press("Enter");
  };
  const assign = async (who, teammate, reason) => {
    const line = row(page, who);
    await press(line.locator("summary").filter({ hasText: "Assign" }).first());
    const form = line.locator("form[action*=assign]");
    await form.locator("[name=teammate]").selectOption(teammate); // as a letter on the focused list does
    await form.locator("[name=reason]").fill(reason);
    const from = page.url();
    const turned = page.waitForURL((url) => url.href !== from);
    await press(form.getByRole("button"));
    await turned;
    await page.waitForLoadState();
    await v.look();
  };
  const cell = async (mate, who) => {
    const table = page.locator(".matrix table").first();
    const heads = await table.locator("thead th").allInnerTexts();
    const at = heads.findIndex((h) => h.replace(/\s+/g, " ").includes(who));
    return (await row(table, mate).locator("th, td").nth(at).innerText()).replace(/\s+/g, " ");
  };
  await v.go("m/containers/connect");
  for (const [mate, who, sign] of [["Ana Ruiz", "Nadia Rahman", "●"], ["Ana Ruiz", "Oskar Brandt", "✕"], ["Ben Ode", "Marta Sobol", "○"], ["Ben Ode", "Wen Li", "?"]]) {
    const is = await cell(mate, who);
    v.want(is.startsWith(sign), `${mate} and ${who}: ${is}, want ${sign}`);
  }
  await assign("Marta Sobol", ana, "both speak of containers");
  await v.sees(/Undo/);
  v.want(/owner/.test(await cell("Ana Ruiz", "Marta Sobol")), "the cell does not say who owns her");
  v.want(/1 \/ 1 full/.test((await row(page.locator(".matrix"), "Ana Ruiz").innerText()).replace(/\s+/g, " ")), "Ana is not full");
  await assign("Nadia Rahman", ana, "met");
  await v.sees(/Nothing was stored/);
  await v.sees(/Ana Ruiz holds 1 of 1: Marta Sobol/);
  await v.go("m/containers/connect");
  await assign("Nadia Rahman", ben, "met");
  v.want(/owner/.test(await cell("Ben Ode", "Nadia Rahman")), "the cell does not say that Ben has her");
  await v.sees(/→ Elif Kaya \(1 row between them\) → Tomasz Wilk \(1 row between them\)/);
  if (v.scripts) {
    await v.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await press(page.getByRole("button", { name: "Copy with evidence" }).first());
    await page.waitForFunction(() => /^Copied/.test(document.querySelector(".said")?.textContent ?? ""));
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    v.want(/→ Elif Kaya .*→ Tomasz Wilk .*; on container.*whom tag:buyer; as of 2026/.test(copied), `copied: ${copied}`);
  }
  await v.click("link", /Who of ours knows whom/);
  const csv = await (await v.context.request.get(`${v.base}m/containers/matrix.csv?standing=denied`)).text();
  v.want(csv.trim().split("\r\n").length === 2 && /Ana Ruiz.*Oskar Brandt.*denied/.test(csv), `the CSV: ${csv}`);
  await press(row(page.locator(".matrix"), "Ana Ruiz").getByRole("link", { name: /Oskar Brandt: denied/ }));
  await page.waitForURL(/\/p\/p29\/with\/p\d+$/); // the rows behind the cell
  await v.look();
  await v.go("m/containers/connect");
  await v.unfold("Keep this plan");
  await press(page.locator("form[action$=plan]").getByRole("button"));
  await page.waitForURL(/done=/);
  await page.waitForLoadState();
  await v.look();
}
