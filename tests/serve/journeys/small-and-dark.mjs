// 360 px, dark, by somebody who may not see buyers; then by keys, where there is room.

async function sign_in(v, page) {
  await page.getByLabel(/^name/).fill("viewer");
  await page.getByLabel(/^password/).fill("a long enough password");
  await v.click("button", "Sign in");
}

// ? tells the keys; the map is walked by arrows, 2 widens, t leads to the table.
async function by_keys(v) {
  await v.context.close();
  const seen = v.wrong;
  Object.assign(v, { width: 1280, dark: false });
  const page = await v.open();
  v.wrong.push(...seen);
  await v.go("m/containers/map");
  await sign_in(v, page);
  await page.locator(".map .ways").waitFor();
  await page.keyboard.press("?");
  await v.sees(/this list/, "the list of keys");
  await page.keyboard.press("Escape");
  await page.locator(".map .ways").focus();
  await page.keyboard.press("ArrowRight");
  const told = page.locator(".map .told");
  v.want(/buyers in 100/.test(await told.innerText()), "an arrow chooses nobody");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("2");
  v.want(/heed/.test(await told.innerText()), "two steps say nothing");
  await page.keyboard.press("t");
  v.want(await page.evaluate(() => Boolean(document.activeElement.closest("section"))), "t does not lead to the table");
}

export default async function (v) {
  v.run_with("a long enough password", "user", "add", "viewer", "--role", "viewer", "--password-file", "-");
  Object.assign(v, { width: 360, dark: true });
  const page = await v.open();
  await v.go("m/containers");
  await sign_in(v, page);
  v.want(/m\/containers/.test(page.url()), "it does not come back to the market");
  await v.go("m/containers");
  await v.sees(/tier A/, "tiers above the rows");
  v.want((await page.locator("figure.map svg").count()) === 1 || (await page.getByRole("link", { name: "Who stands near whom?" }).count()) > 0, "neither a map nor a way to it");
  await v.unfold("Sort and filter");
  await page.locator("#list select[name=sort]").selectOption("-p_top_10");
  await page.locator("#list select[name=categories]").selectOption("analyst");
  await v.click("button", "Show", page.locator("#list"));
  v.want(/categories=analyst/.test(page.url()) && /sort=-p_top_10/.test(page.url()), "what is asked for is not in the address");
  await v.sees(/2 of 2 shown/);
  const reach = async (where) => (await where.locator("td[data-label^=reach]").first().innerText()).replace(/\s+/g, " ");
  const figure = await reach(page.getByRole("row").filter({ hasText: "Nadia Rahman" }).first());
  const order = await page.locator("#answer tbody tr").first().locator("[data-label]").evaluateAll((all) => all.map((c) => c.dataset.label));
  const heads = JSON.parse(v.run("find", "containers", "--json")).rows.find((r) => r.id === "p27");
  v.want(figure.startsWith(heads.reach_in_100.toFixed(1)), `${figure} is not what the command line says`);
  v.want(order.indexOf("person") < order.findIndex((l) => /^reach/.test(l)), "the card has another order");
  await v.go("m/containers/why/p25");
  await v.sees(/buyer \d+/);
  v.want(!/Greta Lang|Liam Byrne/.test(await v.text()), "a buyer's name");
  await v.go("m/containers/choose?picks=5");
  await v.sees(/These reach/);
  v.want(!(await page.getByRole("button", { name: /Keep a choice/ }).count()), "a viewer is offered to decide");
  await page.emulateMedia({ media: "print" });
  await v.sees(/container OR containers/);
  await page.emulateMedia({ media: "screen" });
  if (v.scripts) await by_keys(v);
}
