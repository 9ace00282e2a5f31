// jobs.mjs - tests: what is sent to be read: is it shown before it is kept, kept as the command line
// would, taken back when cancelled, and refused in time when it is none?
//
//   node jobs.mjs KITH
//
// Files good, broken, of a wrong kind, and a bomb; a name that is markup; the same files on the
// command line in another store; bodies sent as bytes. TAP on stdout.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { place, serve, tell, whole } from "./tap.mjs";

const kith = resolve(process.argv[2]);
const { work, db, env } = place("jobs");
const other = join(work, "other", "store.kith");

const run = (...words) => execFileSync(kith, words, { env, stdio: ["ignore", "pipe", "ignore"] }).toString();
const sleep = (ms) => new Promise((ok) => setTimeout(ok, ms));
const spooled = () => readdirSync(work).filter((n) => n.includes("-uploads-")).flatMap((d) => readdirSync(join(work, d)));

const people = 'name,email,org,tags\nAda Reed,ada@bank.example,Bank,buyer\n"<img src=x onerror=alert(1)>",x@odd.example,Odd,\nNo Mail,not-an-address,Odd,\n';
const evidence = (n, from = 0) => "at,verb,from,to,text\n" + Array.from({ length: n }, (_, i) => `2026-01-${String(1 + (i % 28)).padStart(2, "0")},replied,social:a${from + i},social:b${(from + i) % 97},about containers`).join("\n") + "\n31/31/2026,replied,social:a,social:b,no day\n";
const files = {
  "people.csv": people,
  "evidence.csv": evidence(40),
  "broken.mbox.gz": gzipSync("From a\n".repeat(999)).subarray(0, 20),
  "picture.png": Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"),
  "bomb.csv.gz": gzipSync(Buffer.alloc(160 << 20, 65), { level: 1 }),
};

let base = "";
let token = "";
async function open() {
  const page = await (await fetch(base + "import")).text();
  token = /name="token" value="([0-9a-f]+)"/.exec(page)?.[1];
  return page;
}
function form(fields, some = {}) {
  const f = new FormData();
  for (const [name, value] of Object.entries(fields)) f.append(name, value);
  for (const [name, bytes] of Object.entries(some)) f.append("file", new Blob([bytes]), name);
  return f;
}
const post = (path, body, headers = {}) => fetch(new URL(path, base), { method: "POST", redirect: "manual", body, headers });
const fields = (all) => new URLSearchParams({ token, ...all });
async function ended(path) {
  for (let i = 0; i < 600; i++) {
    const j = await (await fetch(new URL(path + ".json", base))).json();
    if (!["waits", "runs", "stopping"].includes(j.state)) return j;
    await sleep(50);
  }
  throw new Error(`${path} does not end`);
}
// Sends the files, waits until they are looked through: where their page is, and what it says.
async function look(some, more = {}) {
  const r = await post("/import", form({ token, ...more }, some));
  const to = r.headers.get("location");
  if (r.status !== 303) throw new Error(`sent: ${r.status} ${await r.text()}`);
  const json = await ended(to);
  return { to, json, page: await (await fetch(new URL(to, base))).text() };
}
async function keep(to, all = {}) {
  const r = await post(to, fields(all));
  if (r.status !== 303) throw new Error(`kept: ${r.status}`);
  return r.headers.get("location");
}
// Where a source stood is the one thing that differs.
const exported = (store) => ["people", "evidence"].map((what) => spawnSync(kith, ["export", what, "--db", store], { env }).stdout.toString()).join("\n").replaceAll(join(work, "other") + "/", "upload/");

async function previews() {
  const wrong = [];
  const { to, json, page } = await look(files);
  const row = (name) => json.answer?.find((r) => r.source === name);
  if (row("people.csv")?.read !== 3 || row("people.csv")?.kept !== 2 || row("people.csv")?.dropped !== 1) wrong.push(`people.csv: ${JSON.stringify(row("people.csv"))}`);
  if (row("evidence.csv")?.kept !== 40) wrong.push(`evidence.csv: ${JSON.stringify(row("evidence.csv"))}`);
  for (const bad of ["broken.mbox.gz", "picture.png", "bomb.csv.gz"]) {
    if (row(bad)?.outcome !== "refused" || row(bad)?.kept) wrong.push(`${bad}: ${JSON.stringify(row(bad))}`);
    const told = json.notes.filter((n) => n.startsWith(bad));
    if (told.length !== 1) wrong.push(`${bad} is told ${told.length} times`);
  }
  const ours = Object.fromEntries((json.columns_found ?? []).filter((c) => c.source === "evidence.csv").map((c) => [c.column, c.ours]));
  if (JSON.stringify(ours) !== '{"at":"at","verb":"verb","from":"from","to":"to","text":"text"}') wrong.push(`columns: ${JSON.stringify(ours)}`);
  if (json.first_rows?.filter((r) => r.source === "people.csv").length !== 3 || json.first_rows.filter((r) => r.source === "evidence.csv").length !== 5) wrong.push(`first rows: ${JSON.stringify(json.first_rows)}`);
  if (json.read_as?.find((r) => r.source === "people.csv")?.surety !== "sure") wrong.push(`read as: ${JSON.stringify(json.read_as)}`);
  if (json.state !== "done in part") wrong.push(`it is ${json.state}`);
  if (!/Import 42 rows/.test(page) || !/Nothing is stored yet/.test(page)) wrong.push("the page does not offer to import 42 rows");
  if (/<img src=x/.test(page) || /<script(?! src="\/a\/)/.test(page)) wrong.push("markup that is not ours");
  if (spawnSync(kith, ["people"], { env }).status === 0) wrong.push("looking made a store");
  const cancelled = await post(to + "/cancel", fields({}));
  if (cancelled.status !== 303 || (await fetch(new URL(to, base))).status !== 404) wrong.push("it cannot be cancelled");
  if (spooled().length) wrong.push(`left: ${spooled()}`);
  tell("files are looked through one by one, and nothing is kept before somebody says so", wrong.join("\n"));
}

async function imports() {
  const wrong = [];
  const { "bomb.csv.gz": bomb, ...most } = files; // looked through once is enough
  const { to } = await look(most);
  const job = await keep(to, { purpose: "who to invite", basis: "legitimate-interests", keep: "730" });
  const json = await ended(job);
  const sum = (name) => json.answer.reduce((n, r) => n + r[name], 0);
  if (sum("read") !== sum("kept") + sum("merged") + sum("dropped")) wrong.push(`${sum("read")} read`);
  if (!json.dropped_rows?.some((r) => r.source === "evidence.csv" && r.line === "42" && /31\/31\/2026/.test(r.why))) wrong.push(`dropped: ${JSON.stringify(json.dropped_rows)}`);
  const dropped = await (await fetch(new URL(job + "/dropped.csv", base))).text();
  if (dropped.trim().split("\n").length !== 1 + json.dropped_rows.length) wrong.push(`CSV of the dropped: ${dropped}`);
  mkdirSync(join(work, "other"));
  for (const [name, bytes] of Object.entries(most)) writeFileSync(join(work, "other", name), bytes);
  const line = spawnSync(kith, ["import", ...Object.keys(most), "--purpose", "who to invite", "--basis", "legitimate-interests", "--keep", "730", "--json", "--db", other], { env, cwd: join(work, "other") });
  const cli = JSON.parse(line.stdout.toString());
  for (const r of cli.rows) {
    const mine = json.answer.find((x) => x.source === r.source);
    if (JSON.stringify(mine) !== JSON.stringify(r)) wrong.push(`${r.source}: ${JSON.stringify(mine)}, on the command line ${JSON.stringify(r)}`);
  }
  if (exported(db) !== exported(other) || exported(db).length < 1000) wrong.push("what was kept is not what the command line keeps");
  const page = await (await fetch(new URL(job, base))).text();
  if (/<img src=x/.test(page)) wrong.push("markup");
  const shown = await (await fetch(base + "people")).text();
  if (!/&lt;img src=x onerror/.test(shown)) wrong.push("the name that is markup is not shown as text");
  if (!/730/.test(await (await fetch(base + "sources.csv")).text())) wrong.push("what it is kept for was not kept");
  if (spooled().length) wrong.push(`left: ${spooled()}`);
  const again = await look({ "people.csv": people, "evidence.csv": files["evidence.csv"] });
  if (!/0 rows changed/i.test(again.page)) wrong.push("the same again is not said to change nothing");
  const third = await ended(await keep(again.to));
  if (!/0 rows changed/i.test(third.lead)) wrong.push(`a third run: ${third.lead}`);
  tell("what is imported here is what the command line imports, and again it changes nothing", wrong.join("\n"));
}

// What an import kept and dropped is told by the next server, too.
async function restarted(server) {
  const wrong = [];
  const told = async () => {
    const all = (await (await fetch(base + "jobs.json")).json()).rows.filter((r) => r.what === "Import");
    return Promise.all(all.map(async (r) => [r.id, await (await fetch(`${base}jobs/${r.id}.json`)).text(), await (await fetch(`${base}jobs/${r.id}/dropped.csv`)).text()]));
  };
  const before = await told();
  await server.end();
  const next = serve(kith, env);
  ({ base } = await next.ready);
  const after = await told();
  const plain = (all) => JSON.stringify(all.map(([id, json, csv]) => [id, Object.entries(JSON.parse(json)).filter(([name]) => !/^(step|rows_per_s)/.test(name)), csv]));
  if (before.length < 2 || !before.some(([, json]) => /no day|31\/31\/2026/.test(json))) wrong.push(`only ${before.length} imports: ${before.map((x) => x[1])}`);
  if (plain(after) !== plain(before)) wrong.push(`${plain(before)}\nis after a restart\n${plain(after)}`);
  const page = await (await fetch(`${base}jobs/${before[0][0]}`)).text();
  if (!/<h1>/.test(page) || /<img src=x/.test(page)) wrong.push("its page");
  await open();
  tell("what came of an import is told after a restart, as before", wrong.join("\n").slice(0, 4000));
  return next;
}

async function cancels() {
  const wrong = [];
  const before = exported(db);
  const big = evidence(40000, 1000);
  const { to } = await look({ "first.csv": evidence(30, 500), "big.csv": big });
  const sent = keep(to); // it answers a second later; by then it may be done
  let j = {};
  let job = "";
  let meanwhile = 0;
  for (let i = 0; i < 1000; i++) {
    const all = await (await fetch(base + "jobs.json")).json();
    j = all.rows.find((x) => x.what === "Import" && x.state === "runs") ?? {};
    job = `/jobs/${j.id}`;
    if (j.rows > 1000) break;
    const at = Date.now();
    await (await fetch(base + "people")).text();
    meanwhile = Math.max(meanwhile, Date.now() - at);
    await sleep(2);
  }
  const page = await (await fetch(new URL(job, base))).text();
  if (!/<progress/.test(page) || !/Cancel/.test(page)) wrong.push("its page shows no bar or no way out");
  const second = post("/markets", fields({ name: "meanwhile", topic: "containers", strategy: "reach" })); // waits for it
  const r = await post(job + "/cancel", fields({}));
  if (r.status !== 303) wrong.push(`cancel: ${r.status}`);
  j = await ended(job);
  if ((await sent) !== job) wrong.push(`it led to ${await sent}, not to ${job}`);
  if (j.state !== "stopped" || !/as it was before/.test(j.sentence ?? "")) wrong.push(`it ended ${j.state}: ${j.sentence}`);
  if ((await second).status !== 303) wrong.push(`a form meanwhile: ${(await second).status}`);
  if (exported(db) !== before) wrong.push("cancelled, it left something behind");
  const again = /<a href="(\/import\/\w+)">Try it again/.exec(await (await fetch(new URL(job, base))).text())?.[1];
  if (!again) wrong.push("it cannot be tried again");
  else await post(again + "/cancel", fields({}));
  if (spooled().length) wrong.push(`left: ${spooled()}`);
  console.log(`# pages took at most ${meanwhile} ms meanwhile`);
  tell("cancelled midway, an import leaves the store as it was, and others wait and go on", wrong.join("\n"));
}

// Bytes as they are; the status that came back, and after how long.
function raw(port, head, body, drip = null) {
  return new Promise((ok) => {
    const began = Date.now();
    let got = "";
    const socket = connect(port, "127.0.0.1", () => {
      socket.write(head + "\r\n");
      socket.write(body);
      if (drip) timer = setInterval(() => socket.write(drip), 1);
    });
    let timer = null;
    const end = () => { clearInterval(timer); clearTimeout(late); socket.destroy(); ok({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(got)?.[1] ?? 0), ms: Date.now() - began }); };
    const late = setTimeout(end, 8000);
    socket.on("data", (d) => { got += d; if (/\r\n\r\n/.test(got)) end(); });
    socket.on("close", end);
    socket.on("error", () => {});
  });
}

async function malformed(port) {
  const wrong = [];
  const b = "----x";
  const part = (name, value, more = "") => `--${b}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
  const good = part("token", token) + part("file", "name\nA B\n", '; filename="a.csv"');
  const end = `--${b}--\r\n`;
  const cases = [
    ["no boundary", good + end, [400], "multipart/form-data"],
    ["an empty boundary", good + end, [400], "multipart/form-data; boundary="],
    ["a long boundary", good + end, [400], `multipart/form-data; boundary=${"x".repeat(71)}`],
    ["another boundary", good + end, [400], "multipart/form-data; boundary=zz"],
    ["text before", "hello\r\n" + good + end, [400]],
    ["text behind", good + end + "hello", [400]],
    ["a giant header", `--${b}\r\nX: ${"y".repeat(100000)}\r\n\r\nx\r\n${end}`, [431]],
    ["many headers", `--${b}\r\n${"X: y\r\n".repeat(1000)}\r\nx\r\n${end}`, [431]],
    ["parts within parts", good + `--${b}\r\nContent-Disposition: form-data; name="f"\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y--\r\n${end}`, [400]],
    ["a part in base64", good + `--${b}\r\nContent-Disposition: form-data; name="f"\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n${end}`, [400]],
    ["a part without a name", good + `--${b}\r\nContent-Disposition: form-data\r\n\r\nx\r\n${end}`, [400]],
    ["a part that is none", good + `--${b}\r\nContent-Type: text/plain\r\n\r\nx\r\n${end}`, [400]],
    ["a name without quotes", good + `--${b}\r\nContent-Disposition: form-data; name=f\r\n\r\nx\r\n${end}`, [400]],
    ["no end", good, [400]],
    ["an end in the middle of a file", good.slice(0, -6), [400]],
    ["nothing", "", [400]],
    ["300 parts", part("token", token) + part("f", "x").repeat(300) + end, [413]],
    ["101 files", part("token", token) + part("file", "x", '; filename="a"').repeat(101) + end, [413]],
    ["a file before the token", part("file", "x", '; filename="a"') + part("token", token) + end, [403]],
    ["another token", part("token", "0".repeat(64)) + part("file", "x", '; filename="a"') + end, [403]],
    ["a long field", part("token", token) + part("f", "x".repeat(1100000)) + end, [413]],
    ["nothing chosen", part("token", token) + part("file", "", '; filename=""') + end, [422]],
    ["no address", part("token", token) + part("url", "file:///etc/passwd") + end, [422]],
    ["to another form", good + end, [415], undefined, "/markets"],
    ["from elsewhere", good + end, [403], undefined, "/import", "Origin: http://elsewhere.example\r\n"],
  ];
  for (const [name, body, want, type = `multipart/form-data; boundary=${b}`, path = "/import", more = ""] of cases) {
    for (const chunked of [false, true]) {
      const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: ${type}\r\n${more}` + (chunked ? "Transfer-Encoding: chunked\r\n" : `Content-Length: ${body.length}\r\n`);
      const bytes = chunked ? (body ? `${body.length.toString(16)}\r\n${body}\r\n` : "") + "0\r\n\r\n" : body;
      const { status, ms } = await raw(port, head, bytes);
      if (!want.includes(status) || ms > 2000) wrong.push(`${name}${chunked ? ", chunked" : ""}: ${status} after ${ms} ms, want ${want}`);
    }
  }
  const head = `POST /import HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: multipart/form-data; boundary=${b}\r\n`;
  const said = await raw(port, head + "Content-Length: 100000\r\n", good + end);
  if (said.status !== 400 || said.ms > 2000) wrong.push(`a length that is too long: ${said.status} after ${said.ms} ms`);
  const most = await raw(port, head + "Content-Length: 5000000000\r\n", good);
  if (most.status !== 413) wrong.push(`5 GB are announced: ${most.status}`);
  const coming = await raw(port, head + "Transfer-Encoding: chunked\r\n", "", `8000\r\n${(part("token", token) + part("f", "x".repeat(40000))).slice(0, 32768)}\r\n`);
  if (![400, 413].includes(coming.status) || coming.ms > 2000) wrong.push(`what goes on coming: ${coming.status} after ${coming.ms} ms`);
  const half = connect(port, "127.0.0.1", () => half.write(head + `Content-Length: ${good.length + 100}\r\n\r\n` + good));
  half.on("error", () => {});
  await sleep(50);
  const came = spooled().length;
  half.destroy();
  for (let i = 0; i < 40 && spooled().length; i++) await sleep(50);
  if (came !== 1 || spooled().length) wrong.push(`broken off: ${came} files, then ${spooled().length}`);
  if ((await (await fetch(base + "import.json")).json()).rows.length) wrong.push("something refused waits to be imported");
  tell(`${cases.length} forms that are none are refused while they come, and leave no file`, wrong.join("\n"));
}

async function programs() {
  const wrong = [];
  const r = await post("/import", JSON.stringify({ url: "http://127.0.0.1:9/feed.xml" }), { "content-type": "application/json" });
  const j = r.ok ? await ended(r.headers.get("location")) : {};
  if (j.state !== "failed" || !/127\.0\.0\.1/.test(j.sentence ?? "")) wrong.push(`an address of this machine: ${r.status} ${JSON.stringify(j)}`);
  const sent = await post("/import", form({ token }, { "..\\..\\etc/passwd": people }), { accept: "application/json" });
  const json = await sent.json();
  if (json.files?.[0]?.file !== "passwd") wrong.push(`a name that leads out: ${JSON.stringify(json.files)}`);
  const gone = await fetch(base + "jobs/0123456789abcdef");
  if (gone.status !== 404) wrong.push(`a job that never was: ${gone.status}`);
  const all = await (await fetch(base + "jobs.json")).json();
  if (!all.rows.some((x) => x.what === "Import" && x.state === "done")) wrong.push("the list has no import that is done");
  tell("programs send, look and import, too; names and addresses lead nowhere", wrong.join("\n"));
}

async function tables() {
  const wrong = [];
  const names = (await (await fetch(base + "tables.json")).json()).rows.map((r) => r.table);
  if (names.length !== 5) wrong.push(`${names}`);
  for (const name of names) {
    const csv = await (await fetch(`${base}tables/${name}.csv`)).text();
    writeFileSync(join(work, `${name}-example.csv`), csv);
    const r = spawnSync(kith, ["import", join(work, `${name}-example.csv`), "--dry-run", "--json", "--db", join(work, "none.kith")], { env });
    const row = JSON.parse(r.stdout.toString() || '{"rows":[{}]}').rows[0];
    if (r.status || row.dropped !== 0 || row.read !== csv.trim().split("\n").length - 1) wrong.push(`${name}: ${JSON.stringify(row)} ${r.stderr}`);
  }
  tell("the five examples of tables can be brought as they are", wrong.join("\n"));
}

async function viewers() {
  const wrong = [];
  const secret = "correct horse battery";
  for (const role of ["admin", "viewer"]) execFileSync(kith, ["user", "add", role, "--role", role, "--password-file", "-"], { env, input: secret + "\n", stdio: ["pipe", "ignore", "ignore"] });
  const signed = await post("/login", new URLSearchParams({ name: "viewer", password: secret }));
  const cookie = signed.headers.get("set-cookie")?.split(";")[0] ?? "";
  const began = Date.now();
  const r = await fetch(base + "import", { method: "POST", redirect: "manual", body: form({ token: "x" }, { "a.csv": people }), headers: { cookie } });
  if (r.status !== 403 || Date.now() - began > 2000) wrong.push(`a viewer sends: ${r.status}`);
  const page = await fetch(base + "import", { headers: { cookie } });
  if (page.status !== 403) wrong.push(`a viewer looks: ${page.status}`);
  const jobs = await (await fetch(base + "jobs.json", { headers: { cookie: "", accept: "application/json" } })).status;
  if (jobs !== 401) wrong.push(`a stranger sees jobs: ${jobs}`);
  const list = await fetch(base + "jobs", { headers: { cookie } });
  if (list.status !== 200 || /Import<\/a>/.test((await list.text()).replace(/<nav[^]*<\/nav>/, ""))) wrong.push("a viewer sees the jobs of others");
  if (spooled().length > 1) wrong.push(`left: ${spooled()}`);
  tell("who may only read neither sends nor sees what others import", wrong.join("\n"));
}

async function main() {
  mkdirSync(join(work, "store.kith-uploads-left00"));
  writeFileSync(join(work, "store.kith-uploads-left00", "1-0"), "of a server that was killed");
  let server = serve(kith, env);
  ({ base } = await server.ready);
  const left = spooled().length;
  await open();
  await previews();
  await imports();
  server = await restarted(server);
  const port = Number(new URL(base).port);
  await cancels();
  await malformed(port);
  await programs();
  await tables();
  await viewers();
  const end = await server.end();
  const dirs = readdirSync(work).filter((n) => n.includes("-uploads-"));
  tell("files go with the server, and those of a killed one at its start", end.code === 0 && !end.said && !left && !dirs.length ? "" : JSON.stringify({ end, left, dirs }));
}

await whole(work, 9, main);
