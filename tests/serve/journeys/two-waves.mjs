// Two waves of answers, what could be seen before, open answers judged, a target that is signed.
import { row } from "../visitor.mjs";

export default async function (v) {
  const page = await v.open();
  v.run("survey", "define", "Vendors", v.file("roles.csv", roles));
  await v.go("plan");
  await v.unfold("Change what is asked");
  await page.getByLabel(/^n\b/).fill("120");
  await v.click("button", "Ask");
  await v.sees(/change/i, "the smallest change one could see");
  await v.go("perception");
  v.run("survey", "target", "Vendors", v.file("target.csv", "attribute,share\nopen,70%\nquick,50%\n"), "--by", "Ann Lee");
  for (const [wave, late] of [["one", 0], ["two", 1]]) v.run("import", v.file(`${wave}.csv`, answers(wave, late)), "--survey", "Vendors", "--wave", wave);
  await v.go("perception");
  await v.click("link", "Vendors");
  await v.sees(/Acme/);
  await v.go("perception/Vendors/code");
  for (const [text, brand] of [["Umbrella", "other"], ["Soylent", "other"]]) {
    const line = row(page, text);
    await line.locator("summary").first().click();
    await line.getByLabel(/^brand/).fill(brand);
    await line.getByLabel(/^by/).fill("Sam");
    await line.getByRole("button").first().click();
    await page.waitForLoadState();
  }
  await v.look();
  await v.sees(/0 of \d+ different answers/);
  await v.go("perception/Vendors/one/two");
  await v.sees(/no change that could be seen|up/);
  await v.go("perception/Vendors/progress");
  await v.sees(/Ann Lee/);
  await v.go("perception/Vendors");
  await v.unfold("Sign who we want to be");
  // once there are answers, another target wants a reason
  const sign = page.locator("form[action$=target]");
  await sign.getByLabel(/^target/).fill("attribute,share\nopen,10%\n");
  await sign.getByLabel(/^by/).fill("Bo Dahl");
  await sign.getByRole("button").click();
  await page.waitForLoadState();
  await v.sees(/reason/);
}

const roles = `role,name,question,item,brand,importance,least,rotated
ours,Acme,,,,,,
rival,Northwind,,,,,,
rival,Globex,,,,,,
fictitious,Zorvex,,,,,,
alias,Acme Corp,,,Acme,,,
unaided,,Name up to three suppliers,,,,,
aided,,Which of these have you heard of?,,,,,yes
attribute,open,How well does each fit?,Acme is open,Acme,2,4,
attribute,quick,How well does each fit?,Acme is quick,Acme,1,4,
attribute,open,How well does each fit?,Globex is open,Globex,2,4,
`;
// 120 people; later some more name Acme.
function answers(wave, late) {
  const lines = ["Respondent ID,Email,End Date,Name up to three suppliers,,,Which of these have you heard of?,,,,How well does each fit?,,,Size", ",,,First,Second,Third,Acme,Northwind,Globex,Zorvex,Acme is open,Acme is quick,Globex is open,Response"];
  for (let i = 1; i <= 120; i++) {
    const a = i % 5 < 1 + (late && i <= 20) ? "Acme" : i % 5 === 3 ? "Northwind" : i % 5 === 4 ? "none" : "Umbrella";
    const b = a === "none" ? "" : i % 3 === 0 ? "acme corp" : i % 3 === 1 ? "Soylent" : "";
    lines.push(`${late}${1000 + i},r${i}@x.example,2026-0${1 + late}-05,${a},${b},,${i % 2 ? "Acme" : ""},${i % 3 ? "Northwind" : ""},${i % 4 ? "" : "Globex"},${i % 12 ? "" : "Zorvex"},${1 + (i % 5)},${1 + (i % 5)},${1 + ((i * 3) % 5)},${i % 2 ? "small" : "large"}`);
  }
  return lines.join("\n") + "\n";
}
