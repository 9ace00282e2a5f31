// Two accounts of one person are joined, parted, joined; then she is forgotten for good.
import { readFileSync, writeFileSync } from "node:fs";
import { row } from "../visitor.mjs";

export default async function (v) {
  const page = await v.open();
  v.run("import", v.file("two.csv", "name,handles\nN. Rahman,github:nrahman\n"));
  await v.go("same");
  await v.sees(/Nadia Rahman/);
  await row(page, "Nadia Rahman").getByRole("button", { name: /^Same/ }).click();
  await page.waitForLoadState();
  await v.look();
  await v.click("button", /Undo/);
  await row(page, "Nadia Rahman").getByRole("button", { name: /^Same/ }).click();
  await page.waitForLoadState();
  await v.go("p/p27");
  await v.sees(/nadia@quadrantia\.example/);
  await v.sees(/nrahman/);
  await v.go("privacy/forget");
  await v.unfold("See what would go");
  await v.pick(page.locator("form[action$=look]").getByLabel(/^person/), "p27");
  await v.click("button", "See what would go");
  const erase = page.locator("form[action$=erase]");
  if (!(await erase.isVisible())) await v.unfold("Erase, for good");
  await erase.getByLabel(/^name/).fill("Nadia Rahman");
  await erase.getByRole("button").click();
  await page.waitForLoadState();
  await v.look();
  await v.sees(/0 rows of them are left|left of them 0/);
  for (const file of ["people", "evidence"]) writeFileSync(`${v.files}/${file}.csv`, readFileSync(`${v.files}/${file}.csv`, "utf8") + "\n");
  const again = v.run("import", `${v.files}/people.csv`, `${v.files}/evidence.csv`);
  v.want(/erased/.test(again), `read again: ${again}`);
  for (const path of ["people", "m/containers", "status", "privacy"]) {
    await v.go(path);
    v.want(!/Rahman|nadia@/.test(await v.text()), "she is still there");
  }
  const gone = await page.goto(v.base + "p/p27");
  v.want(gone.status() === 404, `her page: ${gone.status()}`);
}
