// From nothing: files, what they are kept for, a market, its first answer.

export default async function (v) {
  const page = await v.open();
  v.run("demo", "--db", `${v.files}.other`);
  const from = `${v.files}.other.files`;
  await v.go("");
  await v.sees(/import|Load the example/i);
  await v.go("import");
  await page.getByLabel(/^files/).setInputFiles([`${from}/people.csv`, `${from}/evidence.csv`]);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: /^Import \d+ rows/ }).waitFor();
  await v.look();
  await v.sees(/nothing is stored|Nothing is stored|is kept/i);
  await page.getByLabel(/^purpose/).fill("to know who advises our buyers");
  await page.getByLabel(/lawful basis/).selectOption({ index: 1 });
  await page.getByRole("button", { name: /^Import \d+ rows/ }).click();
  await page.waitForURL(/jobs\//);
  for (let i = 0; i < 50 && !/kept/.test(await v.text()); i++) { await page.waitForTimeout(200); await page.reload(); }
  await v.look();
  await v.sees(/read/);
  await v.sees(/kept/);
  await v.go("");
  await v.unfold("New market");
  const made = page.locator("form[action$=markets]");
  await made.getByLabel(/^name/).fill("security");
  await made.getByLabel(/^topic/).fill("container OR containers OR kubernetes");
  await made.getByLabel(/^audience/).fill("tag:buyer");
  await made.getByLabel(/^strategy/).fill("reach,reach");
  await made.getByRole("button").click();
  await page.waitForLoadState();
  await v.look();
  await v.sees(/Nothing was stored/);
  v.want((await page.locator("form[action$=markets]").getByLabel(/^name/).inputValue()) === "security", "what was given is gone");
  await page.locator("form[action$=markets]").getByLabel(/^strategy/).fill("reach,loyalty");
  await page.locator("form[action$=markets]").getByRole("button").click();
  await page.waitForURL(/m\/security/);
  await v.look();
  await v.sees(/First is Marta Sobol/);
  v.want(!/Theo Blast/.test(await v.text()), "the loudest is in the list");
}
