// forms.mjs - tests: do the pages' tables and forms do what they say, without scripts?
//
//   node forms.mjs KITH   on a store of the demo; TAP on stdout
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { place, serve, tell, whole } from "./tap.mjs";

const kith = resolve(process.argv[2]);
const { work, db, env } = place("forms");
const run = (...words) => execFileSync(kith, words, { env, stdio: ["ignore", "pipe", "ignore"] });

const text_of = (html) => html.replace(/<[^>]+>/g, " ").replace(/&amp;/g, "&").replace(/&#39;/g, "'").replace(/&quot;/g, '"').replace(/\s+/g, " ");
const links_of = (html) => [...html.matchAll(/href="([^"]+)"/g)].map((m) => m[1].replaceAll("&amp;", "&"));
// Cells of the first table of a page, a row a list of texts.
const cells_of = (html) => [...(/<tbody>([\s\S]*?)<\/tbody>/.exec(html)?.[1] ?? "").matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map((m) => m[1].split(/<\/t[dh]>/).slice(0, -1).map((c) => text_of(c).trim()));

// Every link that sorts, of every page, is followed: 200, one column is said to be sorted, and the file
// that goes with it has the same rows in the same order.
async function sorts(base) {
  const wrong = [];
  let tried = 0;
  for (const path of ["m/containers", "people", "relations", "sources", "m/containers/why/p25", "m/containers/choose"]) {
    const page = await (await fetch(base + path)).text();
    const heads = links_of(page).filter((l) => /[?&]([a-z_]+\.)?sort=/.test(l));
    if (!heads.length) wrong.push(`${path}: nothing sorts`);
    for (const to of heads) {
      const r = await fetch(new URL(to, base));
      const sorted = await r.text();
      tried++;
      if (r.status !== 200) wrong.push(`${to}: ${r.status}`);
      if ((sorted.match(/aria-sort=/g) ?? []).length !== 1) wrong.push(`${to}: not one column is sorted`);
    }
  }
  tell(`${tried} links sort, each by one column`, wrong.join("\n"));
}

async function filters(base) {
  const wrong = [];
  const all = JSON.parse(run("find", "containers", "--json", "--all")).rows;
  const page = await (await fetch(base + "m/containers?category=analyst&sort=reach")).text();
  const want = all.filter((r) => r.categories === "analyst").sort((a, b) => a.reach_in_100 - b.reach_in_100).map((r) => r.name);
  const got = cells_of(page).map((row) => row[2]);
  if (String(got) !== String(want) || !want.length) wrong.push(`shown ${got}, want ${want}`);
  if (!text_of(page).includes(`${want.length} of ${want.length} shown; the filter leaves out ${all.length - want.length}`)) wrong.push("the page does not say how many are left out");
  const csv = links_of(page).find((l) => l.startsWith("/m/containers.csv?"));
  if (!text_of(page).includes(`CSV, ${want.length} rows`)) wrong.push("the link does not say how many rows");
  const names = (await (await fetch(new URL(csv, base))).text()).trim().split("\r\n").slice(1).map((l) => l.split(",")[2]);
  if (String(names) !== String(want)) wrong.push(`${csv}: ${names}`);
  const away = links_of(page).find((l) => l === "/m/containers?sort=reach#list");
  if (!away) wrong.push("the filter cannot be taken away");
  const tidy = await fetch(base + "m/containers?sort=&categories=analyst&min.reach_in_100=", { redirect: "manual" });
  if (tidy.status !== 303 || tidy.headers.get("location") !== "/m/containers?categories=analyst") wrong.push(`an empty field: ${tidy.status} ${tidy.headers.get("location")}`);
  const none = await fetch(base + "m/containers?size=3");
  if (none.status !== 400 || !/there is no column/.test(await none.text())) wrong.push(`an unknown column: ${none.status}`);
  const json = await fetch(base + "m/containers.json?sort=size");
  if (json.status !== 400 || !/problem/.test(json.headers.get("content-type"))) wrong.push(`an unknown column of JSON: ${json.status}`);
  tell("a filter has the rows of the whole answer, in the page and in its file", wrong.join("\n"));
}

async function empty(base) {
  const wrong = [];
  const page = await (await fetch(base + "people?categories=nobody")).text();
  if (!/<th scope="col"/.test(page)) wrong.push("no heads");
  if (!/0 of 0 shown; the filter leaves out \d+/.test(text_of(page))) wrong.push("it does not say why");
  if (!/CSV, 0 rows/.test(page)) wrong.push("no file");
  tell("a table without rows keeps its heads, its filter and its file", wrong.join("\n"));
}

// A form of a page as a browser without scripts sends it: its address and what its fields hold.
function form_of(html, action) {
  const form = [...html.matchAll(/<form[^>]*method="post" action="([^"]+)">([\s\S]*?)<\/form>/g)].find((m) => m[1] === action);
  const fields = {};
  for (const [, name, value] of (form?.[2] ?? "").matchAll(/<input type="(?:hidden|text|date|number)"[^>]* name="([^"]+)"(?: required)? value="([^"]*)"/g)) fields[name] = value.replaceAll("&amp;", "&");
  delete fields.once; // so that a form of a page can be sent more than once
  return form && { text: form[2], fields };
}
const post = (base, path, fields) => fetch(new URL(path, base), { method: "POST", redirect: "manual", body: new URLSearchParams(fields) });

async function undone(base) {
  const wrong = [];
  const decided = () => JSON.parse(run("decide", "containers", "--json")).rows.map((r) => `${r.id} ${r.decision} ${r.reason}`).join();
  const at = "m/containers/why/p29";
  const act = "/m/containers/decide/p29";
  const { fields } = form_of(await (await fetch(base + at)).text(), act);
  await post(base, act, { ...fields, verdict: "pin", reason: "the board" });
  const made = await post(base, act, { ...fields, verdict: "veto", reason: "on leave" });
  if (decided() !== "p29 veto on leave") wrong.push(`stored: ${decided()}`);
  const to = made.headers.get("location");
  if (!/^\/m\/containers\/why\/p29\?done=[0-9a-f]{16}$/.test(to)) wrong.push(`it leads to ${to}`);
  const page = await (await fetch(new URL(to, base))).text();
  const undo = form_of(page, `${act}/undo`);
  if (!/role="status"><p>Done: /.test(page) || !undo) wrong.push("the page does not say that it is done, and how it is undone");
  await post(base, `${act}/undo`, undo?.fields ?? {});
  if (decided() !== "p29 pin the board") wrong.push(`undone: ${decided()}`);
  const other = await (await fetch(new URL(to.replace(/done=.*/, "done=0000000000000000"), base))).text();
  if (/Done: /.test(other)) wrong.push("a number nobody has says something");
  await post(base, `${act}/undo`, undo?.fields ?? {});
  tell("what was done can be taken back, and what held before holds again", wrong.join("\n"));
}

// Refused: the page it stood on, why, and all that was given; then it is mended and sent.
async function refused(base) {
  const wrong = [];
  const { fields, text } = form_of(await (await fetch(base + "m/containers/why/p29?until=2026-05-01")).text(), "/m/containers/decide/p29");
  if (!/<select name="verdict" required><option value="">–<\/option><option value="pick">/.test(text)) wrong.push("closed words are no choice");
  const r = await post(base, "/m/containers/decide/p29", { ...fields, verdict: "veto", reason: "" });
  const page = await r.text();
  if (r.status !== 422) wrong.push(`status ${r.status}`);
  if (!/<div class="wrong" role="alert" tabindex="-1" autofocus>/.test(page) || !/kept with its reason/.test(page)) wrong.push("it does not say why");
  if (!/<h1>Why is this person placed here\?<\/h1>/.test(page)) wrong.push("another page");
  if (!/<option value="veto" selected>/.test(page)) wrong.push("what was given is lost");
  if (!/2026-05-01/.test(page)) wrong.push("the page is not the one it stood on");
  const elsewhere = await post(base, "/m/containers/decide/p29", { ...fields, verdict: "veto", _page: "http://elsewhere.example/" });
  if (elsewhere.status !== 422 || /elsewhere/.test(await elsewhere.text())) wrong.push("an address that is none of ours");
  tell("a refused form comes back with what was given", wrong.join("\n"));
}

// From the few who are chosen to a programme: dropped with a reason, sent, moved, and moved back.
async function programme(base) {
  const wrong = [];
  const page = async (path) => (await fetch(base + path)).text();
  const { fields } = form_of(await page("programmes"), "/programme");
  await post(base, "/programme", { ...fields, name: "spring", market: "containers", objective: "be understood" });
  const chosen = await page("m/containers/choose?picks=2");
  const first = cells_of(chosen)[0];
  const drop = form_of(chosen, `/m/containers/drop/${first[1]}`);
  const dropped = await post(base, `/m/containers/drop/${first[1]}`, { ...drop.fields, reason: "on leave" });
  if (!/^\/m\/containers\/choose\?done=/.test(dropped.headers.get("location"))) wrong.push(`dropped: ${dropped.status} ${dropped.headers.get("location")}`);
  const after = await page("m/containers/choose?picks=2");
  if (cells_of(after).some((row) => row[1] === first[1])) wrong.push("who was dropped is chosen");
  const send = form_of(after, "/send");
  if (send.fields.people !== cells_of(after).map((row) => row[1]).join()) wrong.push(`sent: ${send.fields.people}`);
  await post(base, "/send", { ...send.fields, programme: "spring", reason: "the set of spring" });
  const members = () => JSON.parse(run("programme", "show", "spring", "--json")).rows.map((r) => `${r.id} ${r.stage}`).sort().join();
  const ids = send.fields.people.split(",").sort();
  if (members() !== ids.map((id) => `${id} nominated`).join()) wrong.push(`in it: ${members()}`);
  const shown = await page("programmes/spring");
  if (form_of(shown, "/programmes/spring/stage")) wrong.push("who is only nominated can be moved on");
  const act = (html, what) => form_of(html, `/programmes/spring/${what}`).fields;
  await post(base, "/programmes/spring/admit", { ...act(shown, "admit"), person: ids[0], reason: "fits" });
  const board = await page("programmes/spring");
  const row = form_of(board, "/programmes/spring/stage");
  if (!/<select name="stage" required>/.test(row?.text ?? "") || row.fields.stage !== undefined) wrong.push("a row does not ask where to");
  const moved = await post(base, "/programmes/spring/stage", { ...act(board, "stage"), person: ids[0], stage: "thanked", reason: "wrote to her" });
  if (!members().includes(`${ids[0]} thanked`)) wrong.push(`moved: ${members()}`);
  const undo = form_of(await (await fetch(new URL(moved.headers.get("location"), base))).text(), "/programmes/spring/undo");
  await post(base, "/programmes/spring/undo", undo?.fields ?? {});
  if (!members().includes(`${ids[0]} found`)) wrong.push(`moved back: ${members()}`);
  tell("from a choice to a programme: dropped, sent, moved and moved back", wrong.join("\n"));
}

// The steps of the audit; tables are given as text, and a bad row is told with its line.
async function audit(base) {
  const wrong = [];
  const page = async (path) => (await fetch(base + path)).text();
  const at = "m/containers/audit";
  const begin = await page(at);
  if (!/<span class="later"><b>Result|aria-current="step"><b>Result/.test(begin) || !/<span class="later"><b>Ask<\/b> <small>first freeze/.test(begin) || !/audit\/waves"><b>Freeze/.test(begin)) wrong.push("before there is one, the page does not say how to begin");
  const { fields: own } = form_of(await page(at + "/waves"), "/m/containers/audit/freeze");
  const fields = { ...own, name: "containers" };
  for (const name of ["", "Containers", "one"]) {
    const r = await post(base, "/m/containers/audit/freeze", { ...fields, claims: "teammate,person,strength\nXenia Holt,Oskar Brandt,3", freeze: "one", name });
    if (r.status !== 422 || !/name is wanted|to freeze, type containers/.test(await r.text())) wrong.push(`frozen by the name '${name}': ${r.status}`);
  }
  const claims = ["teammate,person,strength", "Xenia Holt,Oskar Brandt,3", "Xenia Holt,Nadia Rahman,3", "Yusuf Amin,Petra Novak,3"];
  const bad = await post(base, "/m/containers/audit/freeze", { ...fields, claims: [...claims, "Nobody Here,Oskar Brandt,3"].join("\n"), freeze: "one" });
  const said = await bad.text();
  if (bad.status < 400 || !/Nothing was stored:<\/b> [^<]*claims\.csv/.test(said) || !/claims\.csv:5\b|>5</.test(said) || /\/kith-/.test(said)) wrong.push(`a bad row: ${bad.status} ${text_of(/Nothing was stored:[^<]*<\/b>[^<]*/.exec(said)?.[0] ?? "")}`);
  if (!said.includes("Nobody Here,Oskar Brandt,3")) wrong.push("the table is not given back");
  const frozen = await post(base, "/m/containers/audit/freeze", { ...fields, claims: claims.join("\n"), freeze: "one" });
  if (frozen.status !== 303) wrong.push(`frozen: ${frozen.status} ${text_of(await frozen.text()).slice(0, 400)}`);
  const again = await post(base, "/m/containers/audit/freeze", { ...fields, claims: claims.join("\n"), freeze: "one" });
  const waves = await page(at + "/waves");
  const { digest } = JSON.parse(run("claim", "containers", "--waves", "--json")).rows[0];
  if (!waves.includes(digest) || !/Frozen: wave one on 2026-06-01 \d\d:\d\d, hash [0-9a-f]{16}\./.test(waves)) wrong.push("neither its time nor its hash");
  if (!/audit\/ask"><b>Ask<\/b> <small>3, answered 0/.test(waves) || !/<span class="later"><b>Result<\/b> <small>first somebody has to answer/.test(waves)) wrong.push("the steps do not say how far it is");
  if (again.status < 400) wrong.push("what is frozen was changed");
  const answers = "person,teammate,confirmed\nOskar Brandt,Xenia Holt,3\nNadia Rahman,Xenia Holt,0\n";
  const kept = await post(base, "/m/containers/audit/answers", { ...fields, answers, wave: "one" });
  const result = JSON.parse(run("audit", "containers", "--json"));
  if (kept.status !== 303 || !result.rows.length) wrong.push(`answers: ${kept.status} ${text_of(await kept.text()).slice(0, 400)}`);
  if ((await fetch(base + "m/nosuch/audit")).status !== 404) wrong.push("an unknown market");
  tell("the steps of the audit, with tables as text", wrong.join("\n"));
}

// A pair that waits: the button in its row joins it, and the one that comes then parts it again.
async function same(base) {
  const wrong = [];
  writeFileSync(join(work, "near.csv"), "name,email\nJohn Smith,john@x.example\nJohn Smith,js@y.example\n");
  run("import", join(work, "near.csv"), "--basis", "test");
  const rows = () => JSON.parse(run("same", "--json")).rows;
  const [pair] = rows();
  const page = await (await fetch(base + "same")).text();
  const act = form_of(page, "/same/accept");
  if (act?.fields.pair !== String(pair?.id) || !/data-key="y"/.test(act.text)) wrong.push(`the row has no button: ${JSON.stringify(act)}`);
  const made = await post(base, "/same/accept", act?.fields ?? {});
  if (rows().some((r) => r.id === pair.id)) wrong.push("it still waits");
  const undo = form_of(await (await fetch(new URL(made.headers.get("location"), base))).text(), "/same/undo");
  await post(base, "/same/undo", undo?.fields ?? {});
  if (!rows().some((r) => r.id === pair.id)) wrong.push("it was not parted again");
  tell("a pair is joined from its row, and parted again", wrong.join("\n"));
}

// A server without a store: its first page loads the example, once.
async function first(at) {
  const wrong = [];
  const server = serve(kith, { ...env, KITH_DB: at });
  const { base } = await server.ready;
  const begin = form_of(await (await fetch(base)).text(), "/example");
  const made = await post(base, "/example", begin?.fields ?? {});
  if (!/^\/m\/containers\?done=/.test(made.headers.get("location"))) wrong.push(`${made.status} ${text_of(await made.text()).slice(0, 300)}`);
  if (!cells_of(await (await fetch(base + "m/containers")).text()).length) wrong.push("nobody moves anybody there");
  if (form_of(await (await fetch(base)).text(), "/example")) wrong.push("it is offered again");
  await server.end();
  tell("the first page of a new server loads the example", wrong.join("\n"));
}

// What passed, and what is to do, is noted on the page of a person, listed, and taken back in its row.
async function noted(base) {
  const wrong = [];
  const json = async (path) => (await (await fetch(base + path)).json()).rows;
  const page = await (await fetch(base + "p/p25")).text();
  const { fields } = form_of(page, "/p/p25/log");
  const logged = await post(base, "/p/p25/log", { ...fields, teammate: "p27", kind: "call", note: "asked for figures" });
  const nothing = await post(base, "/p/p25/task", { ...fields, teammate: "p27" });
  const task = await post(base, "/p/p25/task", { ...fields, teammate: "p27", task: "send figures", due: "2026-06-10" });
  if (logged.status !== 303 || nothing.status !== 422 || task.status !== 303) wrong.push(`${logged.status} ${nothing.status} ${task.status}`);
  const entry = (await json("contacts.json?rows=all")).find((r) => r.note === "asked for figures")?.id;
  const open = (await json("tasks.json")).find((r) => r.task === "send figures")?.id;
  if (!(await (await fetch(base + "contacts")).text()).includes(`name="undo" value="${entry}"`)) wrong.push(`${entry} cannot be taken back`);
  if (!(await (await fetch(base + "tasks")).text()).includes(`name="done" value="${open}"`)) wrong.push(`${open} cannot be done`);
  await post(base, "/contacts/undo", { token: fields.token, undo: entry });
  await post(base, "/tasks/done", { token: fields.token, done: open });
  if ((await json("contacts.json?rows=all")).some((r) => r.id === entry) || (await json("tasks.json")).length) wrong.push("it is still there");
  tell("contacts and tasks are noted with a person, and taken back or done in their rows", wrong.join("\n"));
}

async function main() {
  run("demo", "--db", db);
  const server = serve(kith, env);
  const { base } = await server.ready;
  try {
    await sorts(base);
    await filters(base);
    await empty(base);
    await undone(base);
    await refused(base);
    await programme(base);
    await audit(base);
    await same(base);
    run("us", "--org", "Quadrantia", "--domain", "quadrantia.example");
    await noted(base);
    await first(join(work, "new.kith"));
  } finally {
    await server.end();
  }
}

await whole(work, 10, main);
