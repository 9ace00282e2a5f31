// Good files, a broken one and a bomb: what is good is kept, once; cancelled midway, nothing is.
import { gzipSync } from "node:zlib";
import { number, row } from "../visitor.mjs";

const markup = "<img src=x onerror=alert(1)>";
const formula = "=1+1";
const many = 120000; // as slow as takes to cancel it

const buyers = ["amara.osei@northbank.example", "bjarne.dahl@fjordline.example", "chiara.conti@medicare.example"];
const people = ["name,email,org", `"${markup}",x@odd.example,Odd`, `${formula},y@odd.example,Odd`, "No Mail,not-an-address,Odd"];
const evidence = ["at,verb,from,to,text", ...buyers.flatMap((b) => ["x", "y"].map((p) => `2026-05-0${1 + buyers.indexOf(b)},named,${b},${p}@odd.example,who told us about container runtimes`)),
  "31/31/2026,named,amara.osei@northbank.example,x@odd.example,no such day"];
const loud = ["at,verb,from,to,text", ...Array.from({ length: many }, (_, i) => `2026-01-${String(1 + (i % 28)).padStart(2, "0")},replied,social:zz${i % 50},social:zy${i % 7},what grows in garden ${i} in the spring of year ${i}`)];

function folder(v) {
  return [v.file("guests.csv", people.join("\n") + "\n"), v.file("named.csv", evidence.join("\n") + "\n"), v.file("loud.csv", loud.join("\n") + "\n"),
    v.file("broken.mbox.gz", gzipSync("From a\n".repeat(999)).subarray(0, 20)), v.file("bomb.csv.gz", gzipSync(Buffer.alloc(160 << 20, 65), { level: 1 }))];
}

async function bring(v, files) {
  await v.go("import");
  await v.page.getByLabel(/^files/).setInputFiles(files);
  await v.page.getByRole("button", { name: "Continue" }).click();
  await v.page.getByText("Nothing is stored yet").waitFor();
  await v.look();
}
async function take(v) {
  await v.page.getByLabel(/^purpose/).fill("to know who is named");
  await v.page.getByLabel(/lawful basis/).selectOption("consent");
  await v.page.getByRole("button", { name: /^Import \d+ rows/ }).click();
  await v.page.waitForURL(/jobs\//);
}
// Each bad file has one sentence with what to do, each bad row its line.
async function tells(v) {
  const said = (await v.text()).match(/(broken\.mbox\.gz|bomb\.csv\.gz): [^·]*?nothing imported/g) ?? [];
  v.want(said.length === 2, `sentences: ${said.join(" | ")}`);
  await v.sees(/broken archive .*fetch it again/);
  await v.sees(/unpacks to more than 128 times its size; unpack it yourself/);
}
async function ended(v) {
  for (let i = 0; i < 100 && /seconds left|runs|stopping/.test(await v.page.locator("main").innerText()); i++) {
    await v.page.waitForTimeout(200);
    await v.page.reload();
  }
  await v.look();
}

// The list as it is now: an answer that takes long shows the last one meanwhile.
async function sources(v, there) {
  await v.go("sources");
  for (let i = 0; i < 20 && (await row(v.page, "again.csv").count() > 0) !== there; i++) {
    await v.page.waitForTimeout(200);
    await v.page.reload();
  }
}
// What was dropped opens to its line; what stands where it stood is read again; what is removed, by its name.
async function opens_and_removes(v, page) {
  await v.go("sources");
  const named = row(page, "named.csv");
  const sum = (await named.innerText()).match(/\b7\s+6\s+0\s+1\b/);
  v.want(sum, `no sum of named.csv: ${await named.innerText()}`);
  const dropped = await named.getByRole("link", { name: "1", exact: true }).getAttribute("href");
  await v.go(dropped.slice(1));
  await v.sees(/8 at '…' is no date want one such as 2026-03-31/);
  await v.go("sources");
  await row(page, "named.csv").getByRole("button", { name: /^Bring it again/ }).click();
  await v.sees(/Bring the file of named\.csv once more: what it is kept for is filled in/);
  v.run("import", v.file("again.csv", "name,email\nOlga Lind,olga@again.example\n"), "--purpose", "to try", "--basis", "consent");
  await sources(v, true);
  const kept = v.run("status", "--json");
  await row(page, "again.csv").getByRole("button", { name: /^Run again/ }).click();
  await page.waitForURL(/jobs\//);
  await ended(v);
  await v.sees(/Nothing new: it was read before, unchanged since; 0 rows changed/);
  v.want(v.run("status", "--json") === kept, "run again, it changed something");
  for (const typed of ["named.csv", "again.csv"]) {
    await sources(v, true);
    await row(page, "again.csv").getByRole("button", { name: /^Remove/ }).click();
    await v.sees(/What would go with again\.csv .*people (how many )?1/);
    await page.locator("summary").filter({ hasText: "Remove, for good" }).click();
    await page.getByLabel(/^name/).fill(typed);
    await page.getByRole("button", { name: /^Remove, for good/ }).click();
    await v.sees(typed === "again.csv" ? /again\.csv is taken out/ : /is not called 'named\.csv'; type its name as it stands here/);
  }
  await sources(v, false);
  v.want(!(await row(page, "again.csv").count()), "what was removed is still a source");
}

export default async function (v) {
  const page = await v.open();
  v.run("source", "default", "--strict", "on"); // what it is kept for is asked with what is found
  const counts = () => v.run("status", "--json");
  const before = counts();
  const files = folder(v);
  await bring(v, files);
  await tells(v);
  const button = page.getByRole("button", { name: /^Import \d+ rows/ });
  v.want(number(await button.innerText().catch(() => "")) === 2 + 6 + many, "the good rows are not offered");
  await take(v);
  await page.getByRole("button", { name: "Cancel" }).click();
  await ended(v);
  await v.sees(/the store is as it was before/);
  v.want(counts() === before, "cancelled, it left something behind");
  await page.getByRole("link", { name: "Try it again" }).click();
  await take(v);
  await ended(v);
  await tells(v);
  await v.sees(/guests\.csv 4 email 'not-an-address', want name@host/);
  const dropped = await page.request.get(new URL(await page.getByRole("link", { name: /CSV of the 2/ }).getAttribute("href"), v.base).href);
  v.want(/named\.csv,8,.*31\/31\/2026/.test(await dropped.text()), `dropped: ${await dropped.text()}`);
  await bring(v, files);
  await v.sees(/Nothing new: .*0 rows changed/);
  await tells(v);
  v.want(!(await page.getByRole("button", { name: /^Import/ }).count()), "what is here already is offered again");
  await opens_and_removes(v, page);
  for (const path of ["people", "m/containers", "m/containers/map"]) {
    await v.go(path);
    const text = await v.text();
    v.want(text.includes(markup) && text.includes(formula), `${path} does not show the names as they are`);
  }
  const csv = await (await page.request.get(`${v.base}m/containers.csv`)).text();
  v.want(csv.includes(`'${formula}`) && !csv.includes(`,${formula}`), "a formula in the CSV");
}
