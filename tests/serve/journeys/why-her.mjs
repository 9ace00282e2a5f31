// Market, her figure, the votes that make it, the line of the file; and why not him.
import { number, row } from "../visitor.mjs";

export default async function (v) {
  const page = await v.open();
  await v.go("");
  await v.click("link", "containers");
  await v.sees(/on container OR containers OR kubernetes/);
  const scope = await page.locator(".scope").innerText();
  await v.go("m/containers?category=consultant");
  const figure = row(page, "Marta Sobol").getByRole("link").filter({ hasText: "(" }).first();
  const reach = number(await figure.innerText());
  const prior = number(await row(page, "Marta Sobol").locator('td[data-label^="prior"]').innerText());
  await figure.scrollIntoViewIfNeeded();
  const from = await page.evaluate(() => scrollY);
  v.want(from > 100, "the figure stands at the top, so that no other place could be told");
  await figure.click();
  await page.waitForURL(/why\/p25/);
  await v.look();
  v.want((await page.locator(".scope").last().innerText()) === scope, "the scope has changed on the way");
  const panel = (await page.locator("dialog.drawer").count()) ? "dialog.drawer" : "main";
  const adds = await page.locator(`${panel} table`).first().locator("tbody tr").evaluateAll((rows) => rows.map((r) => Number(r.cells[4].textContent)));
  const sum = adds.reduce((a, b) => a + b, 0);
  v.want(Math.abs(sum - reach * (1 - prior)) < 0.06 * adds.length, `${sum} of votes and ${prior} of prior do not give ${reach}`);
  await v.sees(/100 × \(\d+\.\d+ votes \+ \d+\.\d+ of the prior\)/);
  v.want(/^min\(1, 1\.00\) × 1\.00 = 1\.00$/.test(await page.locator(`${panel} td[data-label^="weight ×"]`).first().innerText()), "the first vote is not reckoned");
  const third = page.locator(`${panel} table`).first().locator("tbody tr").nth(2);
  const who = await third.locator("th").innerText();
  const chip = third.getByRole("link", { name: /evidence\.csv:\d+/ });
  const place = await chip.innerText();
  await chip.click();
  await page.waitForURL(/m\/containers\/evidence\/e\d+$/);
  await v.look();
  const stored = await page.locator("main").innerText();
  v.want(stored.includes(who) && stored.includes(place) && /named\s+Marta Sobol|Marta Sobol/.test(stored), `the stored row of ${who} at ${place}: ${stored.slice(0, 300)}`);
  await page.goBack();
  await page.waitForURL(/why\/p25/);
  await page.goBack();
  await page.waitForURL(/category=consultant/);
  await page.getByText(/the filter leaves out/).first().waitFor().catch(() => v.want(false, "the filter is gone"));
  const back = await page.evaluate(() => scrollY).catch(() => from);
  v.want(Math.abs(back - from) < 200, `another place of the page than before: ${back}, not ${from}`);
  await page.goBack();
  await page.waitForURL(/m\/containers$/);
  await v.go("m/containers/why/p26");
  await v.sees(/None of the 12 buyers heard heeds Theo Blast/);
}
