// Nine under a budget: one is dropped with a reason, the rest is kept as a set.

export default async function (v) {
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
  const [head, ...rows] = csv.trimEnd().split("\r\n");
  v.want(/,market,audience,as_of,model$/.test(head) && rows.length && rows.every((r) => /,containers,tag:buyer,\d{4}-[^,]*Z,$/.test(r)), "a row of the CSV lacks its scope");
}
