// Market, her figure, the votes that make it, the line of the file; and why not him.
import { number, row } from "../visitor.mjs";

export default async function (v) {
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
}
