// Two accounts of one person are judged by y, u, y, then she is forgotten for good.
import { readFileSync, writeFileSync } from "node:fs";
import { number, row } from "../visitor.mjs";

export default async function (v) {
  const page = await v.open();
  v.run("import", v.file("two.csv", "name,handles\nN. Rahman,github:nrahman\nO. Brandt,github:obrandt\n"));
  v.run("import", v.file("more.csv", "at,verb,from,to,text\n2026-05-12,asked,email:greta.lang@versicher.example,github:nrahman,containers at scale\n2026-05-14,asked,email:amara.osei@northbank.example,github:nrahman,container costs\n"));
  const reach = () => JSON.parse(v.run("find", "containers", "--json")).rows.find((r) => r.id === "p27").reach_in_100;
  const before = reach();
  const judge = async (key, name) => {
    if (v.scripts) {
      const from = page.url();
      const turned = page.waitForURL((url) => url.href !== from);
      await page.keyboard.press(key);
      await turned;
    } else {
      await page.getByRole("button", { name }).first().click();
    }
    await page.waitForLoadState();
    await v.look();
  };
  const focused = () => page.evaluate(() => document.activeElement?.dataset.key);
  const pair = () => page.locator("main table").first().innerText();
  await v.go("same");
  await v.sees(/2 left, 0 skipped/);
  v.want(/Nadia Rahman/.test(await pair()) && !/Brandt/.test(await pair()), "not one pair alone");
  v.want(/name\s+Nadia Rahman\s+≈\s+N\. Rahman/.test(await page.locator("main table").nth(1).innerText()), `side by side: ${await page.locator("main table").nth(1).innerText()}`);
  await v.sees(/initials or a part of the name left out/);
  v.want(/initials or a part of the name left out\s+1\d\.\d[^]*before any comparison\s+-1\d\.\d[^]*together: 0\.\d+ sure/.test(await v.text()), "reasons have no weights");
  await v.click("link", /same then/);
  const follows = await page.locator("main .lead").first().innerText();
  v.want(/\/same\/then\/\d+$/.test(page.url()) && /Nadia Rahman: .* would be .* in containers/.test(follows), `what would follow: ${follows}`);
  await page.goBack();
  await v.look();
  await judge("s", /^Skip/);
  v.want(/Oskar Brandt/.test(await pair()), "the next one does not come");
  if (v.scripts) v.want((await focused()) === "s", `the focus is on ${await focused()}`);
  await judge("u", /^Undo/);
  v.want(/Nadia Rahman/.test(await pair()), "who was skipped is not back");
  await judge("y", /^Same/);
  await v.sees(/1 pair joined/);
  if (v.scripts) v.want((await focused()) === "y", `the focus is on ${await focused()}`);
  await judge("u", /^Undo/);
  await v.sees(/1 pair as if never judged/);
  await judge("y", /^Same/);
  await v.click("link", /Which pairs wait/);
  v.want(/\/same\/pairs$/.test(page.url()) && /Oskar Brandt/.test(await v.text()), "no table of all");
  await v.go("same/pairs?joined=1");
  await v.unfold(/Join all that share an address/);
  await v.click("button", /Join all that share an address/);
  await v.sees(/No pair that waits shares an address/);
  await v.go("same/pairs?joined=1");
  await row(page, "Nadia Rahman").getByRole("button", { name: /Take back/ }).click();
  await page.waitForLoadState();
  await v.look();
  v.want(!/Nadia/.test(await pair()) || (await v.text()).includes("1 pair as if never judged"), "a joined pair is not taken back in its row");
  await v.go("same");
  await judge("y", /^Same/);
  await v.go("p/p27");
  await v.sees(/nadia@quadrantia\.example/);
  await v.sees(/nrahman/);
  await v.sees(/initials or a part of the name left out .*pair \d/);
  await v.go("m/containers");
  v.want(number(await row(page, "Nadia Rahman").locator("td").filter({ hasText: "(" }).first().innerText()) !== Number(before.toFixed(1)), "her reach is as before");
  v.want(reach() > before, `${before} became ${reach()}`);
  v.want(follows.includes(` ${reach().toFixed(1)} `), `${follows} became ${reach()}`);
  await v.go("search");
  await page.locator("form.ask [name=q]").fill("Nadia");
  await page.locator("form.ask").getByRole("button").click();
  await page.waitForLoadState();
  await v.sees(/Nadia Rahman/);
  const view = page.url();
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
  const kept = await page.goto(view);
  v.want(kept.status() === 404 && !/Nadia/.test(await v.text()), `the view that named her: ${kept.status()}`);
  for (const file of ["people", "evidence"]) writeFileSync(`${v.files}/${file}.csv`, readFileSync(`${v.files}/${file}.csv`, "utf8") + "\n");
  const again = v.run("import", `${v.files}/people.csv`, `${v.files}/evidence.csv`);
  v.want(/erased/.test(again), `read again: ${again}`);
  for (const path of ["people", "m/containers", "status", "privacy", "same/pairs?joined=1"]) {
    await v.go(path);
    v.want(!/Rahman|nadia@/.test(await v.text()), "she is still there");
  }
  const gone = await page.goto(v.base + "p/p27");
  v.want(gone.status() === 404, `her page: ${gone.status()}`);
}
