// Claims are frozen, then asked; a late claim is refused; what both say stands beside each other.
import { open, sideways } from "../browser.mjs";

export default async function (v) {
  const page = await v.open();
  v.run("us", "--org", "Hullguard", "--domain", "hullguard.example");
  await v.go("m/containers/audit");
  await v.unfold("Step 2, freeze");
  const freeze = page.locator("form[action$=freeze]").first();
  const mails = ["amara.osei@northbank.example", "bjarne.dahl@fjordline.example", "chiara.conti@medicare.example", "dmitri.volkov@railnet.example", "elif.kaya@parcelgo.example",
    "farid.haddad@gridpower.example", "greta.lang@versicher.example", "hiro.tanabe@shopfast.example", "ines.duarte@telmar.example", "jonas.weber@stadtwerk.example", "karin.lund@skolweb.example", "liam.byrne@credunion.example"];
  await freeze.getByLabel(/^claims/).fill(["teammate,person,strength", ...mails.map((m, i) => `xenia.holt@hullguard.example,${m},${i < 7 ? 3 : 0}`)].join("\n"));
  await freeze.getByLabel(/^freeze/).fill("2026-1");
  await freeze.getByRole("button").click();
  await page.waitForLoadState();
  await v.look();
  await v.unfold("Step 2, freeze");
  await page.locator("form[action$=freeze]").first().getByLabel(/^freeze/).fill("2026-1");
  await page.locator("form[action$=freeze]").first().getByRole("button").click();
  await page.waitForLoadState();
  await v.sees(/Nothing was stored/);
  // one of them is asked by a link, on a phone without scripts, where nobody signs in
  const { token } = JSON.parse(v.run("confirm", "containers", "--links", "2026-1", "--until", "2026-07-01", "--json")).rows.at(-1);
  const phone = await open(v.browser, v.base, { width: 360, dark: true, scripts: false });
  await phone.page.goto(`${v.base}answer/${token}`);
  v.want((await sideways(phone.page)) <= 0 && !/Liam|claimed/.test(await phone.page.locator("main").innerText()), "the sheet is too wide, or tells too much");
  await phone.page.getByLabel("Xenia Holt").selectOption("never met");
  await phone.page.getByLabel(/know us better/).selectOption("yes");
  await phone.page.getByRole("button").click();
  v.want(/Thank you/.test(await phone.page.locator("h1").innerText()) && phone.page.url().endsWith("/answered"), `answered: ${phone.page.url()}`);
  v.wrong.push(...phone.faults);
  await phone.context.close();
  await v.go("m/containers/audit");
  await v.unfold("bring in what they say");
  const said = page.locator("form[action$=answers]");
  await said.getByLabel(/^answers/).fill(["person,teammate,confirmed", ...mails.slice(0, 11).map((m, i) => `${m},xenia.holt@hullguard.example,${i < 4 || i === 10 ? "working" : "never met"}`)].join("\n"));
  await v.pick(said.getByLabel(/^wave/), "2026-1");
  await said.getByRole("button").click();
  await page.waitForLoadState();
  await v.look();
  await v.sees(/4 of the 7/);
}
