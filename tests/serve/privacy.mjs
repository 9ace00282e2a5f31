// privacy.mjs - tests: is somebody forgotten in every byte, and does nothing bring them back?
//
//   node privacy.mjs KITH
//
// The real program on a store in a directory of its own: pages opened, a person erased by the forms
// of the pages, every file of that directory searched for the name and addresses, seven sources of
// different kinds read again, a backup restored. TAP on stdout.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { connect } from "node:net";
import { place, serve, tell, whole } from "./tap.mjs";

const kith = resolve(process.argv[2]);
const { work, env: base_env } = place("privacy");
const data = join(work, "data");
mkdirSync(join(data, "temp"), { recursive: true });
const db = join(data, "kith.db");
const env = { ...base_env, KITH_DB: db, KITH_NOW: "2026-06-01T00:00:00Z", TMPDIR: join(data, "temp") };
const run = (...words) => execFileSync(kith, [...words, "-q"], { env, stdio: ["ignore", "pipe", "ignore"] }).toString();

// ---- whom it is about ----
const name = "Zuleika Quarnstrom";
const traces = ["quarnstrom", "zuleika", "zq@qfirm.example", "zq_handle77"];
const sources = (n) => ({
  "people.csv": `name,email,handles,org,tags\n${name},zq@qfirm.example,github:zq_handle77,Qfirm,buyer\nTim Kostelanetz,tim@b.example,,Globex,buyer\nNew ${n},new${n}@b.example,,,\n`,
  "evidence.csv": `at,verb,from,to,text\n2026-01-01,cited,tim@b.example,zq@qfirm.example,ocean ${n}\n2026-01-0${n},asked,tim@b.example,ida@c.example,${name} said so in talk ${n}\n`,
  "cards.vcf": `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${name}\r\nEMAIL:zq@qfirm.example\r\nNOTE:${n}\r\nEND:VCARD\r\n`,
  "mail.mbox": `From x Thu Jan  1 00:00:00 2026\nFrom: ${name} <zq@qfirm.example>\nTo: l@lists.example\nList-Id: <l.lists.example>\nMessage-ID: <${n}@qfirm.example>\nDate: Thu, 1 Jan 2026 00:00:00 +0000\nSubject: ocean\n\nocean\n\n`,
  "meeting.ics": `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:${n}@x.example\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260102T100000Z\r\nDTEND:20260102T110000Z\r\nSUMMARY:Ocean\r\nORGANIZER;CN=${name}:mailto:zq@qfirm.example\r\nATTENDEE;CN=Tim:mailto:tim@b.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`,
  "known.csv": `teammate,person,strength\nsue@us.example,zq@qfirm.example,3\n`+ `sue@us.example,tim@b.example,${n}\n`,
  "answers.csv": `survey,wave,respondent,question,answer,kind,at\nWho,w${n},zq@qfirm.example,q,Tim Kostelanetz,names,2026-01-05\nWho,w${n},tim@b.example,q,${name},names,2026-01-05\n`,
});
const write = (n) => Object.entries(sources(n)).map(([file, text]) => {
  const path = join(work, file);
  writeFileSync(path, text);
  return path;
});

// Every file below the directory, byte by byte, in any case of ASCII letters.
function found() {
  const hits = [];
  for (const file of readdirSync(data, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const text = readFileSync(join(file.path, file.name)).toString("latin1").toLowerCase();
    for (const trace of traces) if (text.includes(trace)) hits.push(`${file.name}: ${trace}`);
  }
  return hits;
}

const token_of = (html) => /name="token" value="([^"]+)"/.exec(html)[1];

async function forget(base) {
  const wrong = [];
  const get = async (path) => {
    const r = await fetch(base + path);
    return { status: r.status, text: await r.text() };
  };
  const post = async (path, fields) => {
    const r = await fetch(base + path, {
      method: "POST", body: new URLSearchParams({ token: token_of((await get("privacy/forget")).text), ...fields }), redirect: "manual",
      headers: { "content-type": "application/x-www-form-urlencoded", origin: base.slice(0, -1) },
    });
    return { status: r.status, text: await r.text(), to: r.headers.get("location") };
  };
  const check = (what, so, got) => { if (!so) wrong.push(`${what}: ${String(got).slice(0, 300)}`); };
  const people = JSON.parse((await get("people.json")).text).rows;
  const id = people.find((p) => p.name === name).id;
  for (const path of [`p/${id}`, `p/${id}/held`, `p/${id}/letter`, "people", "privacy", "privacy/notices", "privacy/retention", "privacy/records", "privacy/sent", "sources", "m/ocean"]) {
    const r = await get(path);
    check(path, r.status === 200, r.status);
  }
  check("her page names her", (await get(`p/${id}`)).text.includes(name), "not there");
  const body = new FormData(); // what it drops is told in its account, with her name in it
  body.append("token", token_of((await get("import")).text));
  body.append("file", new Blob([`name,email\n${name},no address of ${name}\nAda New,ada@new.example\n`]), `${name}.csv`);
  const sent = await fetch(base + "import", { method: "POST", body, redirect: "manual" });
  let job = "";
  for (let i = 0; i < 100 && !job; i++) {
    await new Promise((done) => setTimeout(done, 50));
    const r = await post(sent.headers.get("location").slice(1), {});
    if (r.status === 303) job = r.to.slice(1);
  }
  for (let i = 0; i < 100 && !/"state":"done/.test((await get(`${job}.json`)).text); i++) await new Promise((done) => setTimeout(done, 50));
  check("the account names her", (await get(`${job}.json`)).text.includes(name), (await get(`${job}.json`)).text);
  check("also in the store", found().some((hit) => /^kith\.db/.test(hit)), found());
  const look = await post("privacy/look", { person: name });
  check("what would go", look.status === 200 && look.text.includes("evidence") && look.text.includes(`value="${id}"`), look.text);
  const wrongly = await post("privacy/erase", { person: id, name: "Zuleika" });
  check("another name", wrongly.status === 422 || wrongly.status === 400, wrongly.status);
  const receipt = await post("privacy/erase", { person: id, name, reason: "asked" });
  check("receipt", receipt.status === 200 && /Counted once more, 0 rows/.test(receipt.text), receipt.text);
  check("receipt does not name her", !receipt.text.toLowerCase().includes("quarnstrom"), receipt.text);
  const gone = await get(`p/${id}`);
  const never = await get("p/p99999");
  check("like an unknown one", gone.status === 404 && never.status === 404, gone.status);
  check("the account is gone", /what came of it is not kept/.test((await get(`${job}.json`)).text), (await get(`${job}.json`)).text);
  for (const path of ["people.csv", "m/ocean.json", "jobs", job, `${job}.json`, "privacy", "privacy/forget", "users/log"]) {
    const r = await get(path);
    check(path, !r.text.toLowerCase().includes("quarnstrom"), r.text);
  }
  const yes = await post("privacy/test", { address: "ZQ@qfirm.example" });
  check("an address that is erased", yes.text.includes("Yes: it was erased here"), yes.text);
  const no = await post("privacy/test", { address: "tim@b.example" });
  check("an address that is not", no.text.includes("No: it was not erased here"), no.text);
  const markets = JSON.parse((await get("m/ocean/about.json")).text);
  check("the stored view that named her", !JSON.stringify(markets).toLowerCase().includes("quarnstrom"), JSON.stringify(markets));
  return wrong;
}

// Directories as a killed import, or form with a table, leaves them.
function left_behind() {
  for (const what of ["unpacked", "uploads", "typed"]) {
    mkdirSync(join(data, `kith.db-${what}-left00`));
    writeFileSync(join(data, `kith.db-${what}-left00`, "x.csv"), `name\n${name}\n`);
  }
}

// A server is killed while a file comes that names who was erased.
async function killed() {
  const wrong = [];
  let server = serve(kith, env);
  const { base } = await server.ready;
  const token = token_of(await (await fetch(base + "import")).text());
  const socket = connect(Number(new URL(base).port), "127.0.0.1");
  socket.on("error", () => {});
  const part = (head, body) => `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}`;
  socket.write(`POST /import HTTP/1.1\r\nHost: ${new URL(base).host}\r\nOrigin: ${base.slice(0, -1)}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 9000000\r\n\r\n`
    + part('name="token"', `${token}\r\n`) + part('name="file"; filename="more.csv"', `name,email\n${`${name},zq@qfirm.example\n`.repeat(5000)}`));
  for (let i = 0; i < 100 && !found().length; i++) await new Promise((done) => setTimeout(done, 50));
  server.child.kill("SIGKILL");
  await new Promise((done) => server.child.on("exit", done));
  socket.destroy();
  if (!found().length) wrong.push("nothing of it was written, so nothing is shown");
  left_behind();
  server = serve(kith, env);
  await server.ready;
  if (found().length) wrong.push(`after a start: ${found().join(" ")}`);
  await server.end();
  left_behind();
  run("erase", "ida@c.example", "--yes");
  if (found().length) wrong.push(`after somebody else was erased: ${found().join(" ")}`);
  tell("what a killed server leaves of an upload is gone when one starts, or somebody is erased", wrong.join("\n"));
}

async function main() {
  run("us", "--org", "Us", "--domain", "us.example");
  for (const path of write(1)) run("import", path, "--purpose", `asked by ${name}`, "--basis", "public");
  run("market", "add", "ocean", "--topic", "ocean", "--audience", `tag:buyer and not "${name}"`);
  run("log", "sue@us.example", name, "call", "--note", `${name} called`);
  run("correct", name, "--title", "CTO", "--reason", `${name} wrote so`);
  run("privacy", "told", name, "--how", `letter to ${name}`);
  run("decide", "ocean", name, "pin", "--reason", `${name} first`);
  const backup = join(work, "backup.db");
  run("backup", backup);
  tell("before, all of it is there", traces.every((t) => found().some((hit) => hit.endsWith(t))) ? "" : `found: ${found().join(" ")}`);
  let served = serve(kith, env);
  try {
    const wrong = await forget((await served.ready).base);
    tell("pages tell what goes, want the name, give a receipt, and know nobody any more", wrong.join("\n"));
  } finally {
    await served.end();
  }
  tell("no byte of the directory names who was erased", !found().length ? "" : `found: ${found().join(" ")}`);
  await killed();
  const counts = write(2).map((path) => execFileSync(kith, ["import", path, "--json", "-q"], { env }).toString());
  const passed = counts.filter((text) => /of somebody erased/.test(text)).length;
  const back = /quarnstrom/i.test(run("export", "people")) || /zq@/i.test(run("export", "accounts"));
  tell("seven sources of seven kinds read again do not bring them back", passed >= 6 && !back ? "" : `${passed} told so\n${run("export", "people")}`);
  renameSync(db, join(work, "old.db"));
  for (const end of ["-wal", "-shm"]) try { renameSync(db + end, join(work, "old.db" + end)); } catch { /* not there */ }
  run("backup", "--restore", backup);
  tell("a restored backup lacks them before its first answer", !found().length && /Tim Kostelanetz/.test(run("people", "--csv")) ? "" : `found: ${found().join(" ")}`);
  // what is overdue goes by itself, within the first minutes of a server
  run("source", join(work, "people.csv"), "--keep", "30");
  const later = { ...env, KITH_NOW: "2027-07-06T00:00:00Z" };
  const due = () => JSON.parse(execFileSync(kith, ["erase", "--due", "--json", "-q"], { env: later }).toString()).rows_due;
  const before = due();
  served = serve(kith, later);
  await served.ready;
  for (let i = 0; i < 100 && due(); i++) await new Promise((done) => setTimeout(done, 50));
  await served.end();
  tell("a server lets go what is overdue, once a day", before > 0 && due() === 0 ? "" : `${before} before, ${due()} after`);
}

await whole(work, 7, main);
