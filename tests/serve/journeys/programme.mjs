// From a saved choice to a result that says nothing can be attributed.

export default async function (v) {
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
}
