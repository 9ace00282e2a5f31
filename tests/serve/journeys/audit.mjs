// Claims are frozen, then asked; a late claim is refused; what both say stands beside each other.
import { open, sideways } from "../browser.mjs";
import { row } from "../visitor.mjs";

export default async function (v) {
  const page = await v.open();
  v.run("us", "--org", "Hullguard", "--domain", "hullguard.example");
  await v.go("m/containers/audit");
  await v.sees(/first freeze what ours say/, "the result's turn has not come");
  await v.go("m/containers/audit/claims");
  await v.unfold("Say how well one of ours knows somebody");
  const say = page.locator("form[action$=claim]");
  const field = async (name, text) => { // a list where it is short
    const one = say.locator(`[name=${name}]`);
    if ((await one.evaluate((e) => e.tagName)) === "SELECT") await one.selectOption(await one.locator("option").filter({ hasText: text }).first().getAttribute("value"));
    else await one.fill(text);
  };
  await field("teammate", "Xenia Holt");
  await field("person", "Marta Sobol");
  await field("strength", "working");
  await say.getByRole("button").click();
  await page.waitForLoadState();
  await v.look();
  await v.sees(/Xenia Holt\s+Marta Sobol\s+working/, "what she says is not there");
  await page.getByRole("button", { name: "Undo" }).first().click();
  await page.waitForLoadState();
  await v.sees(/Nothing is claimed yet/, "it is not taken back");
  await v.click("link", /^Freeze/);
  await v.unfold("Freeze what ours say");
  const freeze = page.locator("form[action$=freeze]").first();
  const mails = ["amara.osei@northbank.example", "bjarne.dahl@fjordline.example", "chiara.conti@medicare.example", "dmitri.volkov@railnet.example", "elif.kaya@parcelgo.example",
    "farid.haddad@gridpower.example", "greta.lang@versicher.example", "hiro.tanabe@shopfast.example", "ines.duarte@telmar.example", "jonas.weber@stadtwerk.example", "karin.lund@skolweb.example", "liam.byrne@credunion.example"];
  const claims = (mends = {}) => ["teammate,person,strength", ...mails.map((m, i) => `${i % 3 ? "xenia.holt" : "yusuf.amin"}@hullguard.example,${m},${mends[m] ?? (i < 7 ? 3 : 0)}`)].join("\n");
  await freeze.getByLabel(/^claims/).fill(claims());
  await freeze.getByLabel(/^freeze/).fill("2026-1");
  await freeze.getByLabel(/^name/).fill("container");
  await freeze.locator("button").click();
  await v.sees(/Nothing was stored.*type containers/, "another name freezes nothing");
  await freeze.getByLabel(/^name/).fill("containers");
  await freeze.locator("button").click();
  await page.waitForLoadState();
  await v.look();
  const { digest } = JSON.parse(v.run("claim", "containers", "--waves", "--json")).rows[0];
  await v.sees(new RegExp(`Frozen: wave 2026-1 on 2026-06-01 \\d\\d:\\d\\d, hash ${digest.slice(0, 16)}`), "when, and the hash");
  // later a claim is bettered, of the same wave
  await v.unfold("Freeze what ours say");
  await freeze.getByLabel(/^claims/).fill(claims({ [mails[8]]: 4 }));
  await freeze.getByLabel(/^freeze/).fill("2026-1");
  await freeze.getByLabel(/^name/).fill("containers");
  await freeze.locator("button").click();
  await page.waitForLoadState();
  await v.sees(/Nothing was stored.*does not change any more/);
  // one of them is asked by a link, on a phone without scripts, where nobody signs in
  const { token } = JSON.parse(v.run("confirm", "containers", "--links", "2026-1", "--until", "2026-07-01", "--json")).rows.at(-1);
  const phone = await open(v.browser, v.base, { width: 360, dark: true, scripts: false });
  await phone.page.goto(`${v.base}answer/${token}`);
  v.want((await sideways(phone.page)) <= 0 && !/Liam|claimed/.test(await phone.page.locator("main").innerText()), "the sheet is too wide, or tells too much");
  await phone.page.getByLabel("Xenia Holt").selectOption("never met");
  await phone.page.getByLabel(/know us better/).selectOption("yes");
  await phone.page.locator("button").click();
  v.want(/Thank you/.test(await phone.page.locator("h1").innerText()) && phone.page.url().endsWith("/answered"), `answered: ${phone.page.url()}`);
  v.wrong.push(...phone.faults);
  await phone.context.close();
  await v.go("m/containers/audit/ask");
  await v.sees(/Asked about 12 people; 1 answered/);
  await v.unfold("Bring in what they say");
  const said = page.locator("form[action$=answers]");
  const works = (i) => i < 4 || i === 8 || i === 10;
  await said.getByLabel(/^answers/).fill(["person,teammate,confirmed,cause", ...mails.slice(0, 11).filter((m, i) => i !== 6).map((m) => {
    const i = mails.indexOf(m);
    return `${m},${i % 3 ? "xenia.holt" : "yusuf.amin"}@hullguard.example,${works(i) ? "working" : "never met"},${i === 4 ? "met a colleague" : ""}`;
  })].join("\n"));
  await v.pick(said.getByLabel(/^wave/), "2026-1");
  await said.locator("button").click();
  await page.waitForLoadState();
  await v.look();
  // 12 asked, 11 answered: of 7 claimed 4 confirmed, 2 denied, 1 silent; of 5 not claimed 2 said yes
  await v.sees(/Confirmed: 4 of the 6 relationships we claim with those who answered, 67 % \(95 %: 30 to 90\)/);
  await v.sees(/We believe 0 points .* than they do \(-?\d+ to \d+\)/, "over-belief with its interval");
  await v.sees(/1 of 12 people have not answered. Had all of them said no, 57 % .*; had all said yes, 71 %, /, "the bounds");
  await v.sees(/One firm's experience.*50 to 60 %/, "the reference");
  const cells = async (text) => (await row(page, text).innerText()).match(/\d+/g).join();
  v.want((await cells("we claim a relationship")) === "7,4,2,1" && (await cells("nobody of us claims one")) === "5,2,3,0", `the cells: ${await cells("we claim a relationship")}; ${await cells("nobody of us claims one")}`);
  const names = (await page.locator("section#answer > .box").first().locator("tbody tr").allInnerTexts()).map((t) => t.trim().split(/[\n\t]/)[0]);
  v.want(/all of us,Xenia Holt,Yusuf Amin/.test(names.join()), `in this order: ${names}`);
}
