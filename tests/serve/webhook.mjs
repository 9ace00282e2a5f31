// webhook.mjs - tests: are other programs told of what happens, signed, again when they do not
// answer, and never at an address of this machine or its network?
//
//   node webhook.mjs KITH     TAP on stdout
//
// Signatures are made anew with node's crypto; time is moved by KITH_NOW.
import { execFile } from "node:child_process";
import { createHmac } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join, resolve } from "node:path";
import { addresses, each, listener } from "./addresses.mjs";
import { place, serve, tell, whole } from "./tap.mjs";

const kith = resolve(process.argv[2]);
const { work, db, env } = place("webhook");
const began = Date.parse("2026-06-01T00:00:00Z") / 1000;
let now = began;

// What kith says; a failure is an answer, too.
const at_now = () => ({ ...env, KITH_NOW: new Date(now * 1000).toISOString().replace(".000", "") });
const run = (...words) => new Promise((ok) => {
  execFile(kith, words, { env: at_now(), timeout: 60000, cwd: work }, (e, out, err) => ok({ code: e ? e.code : 0, out, err }));
});
const json = async (...words) => JSON.parse((await run(...words, "--json")).out);

// Answers what `answers` says for the path (200), and keeps what came.
function receiver() {
  const came = [];
  const answers = new Map();
  const server = createServer((request, answer) => {
    let body = "";
    request.on("data", (d) => (body += d));
    request.on("end", () => {
      came.push({ path: request.url, method: request.method, headers: request.headers, body });
      const [status, headers, much] = answers.get(request.url) ?? [200];
      answer.writeHead(status, headers);
      answer.end(much ?? "");
    });
  });
  return new Promise((ok) => server.listen(0, "127.0.0.4", () => ok({
    url: `http://127.0.0.4:${server.address().port}`, came, answers, end: () => { server.closeAllConnections(); server.close(); },
    take: () => came.splice(0),
  })));
}

const add = async (url, ...flags) => json("webhook", "add", url, "--allow-private", "127.0.0.4", ...flags);
const signed = (message, secret) => {
  const { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": signature } = message.headers;
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  return signature === `v1,${createHmac("sha256", key).update(`${id}.${at}.${message.body}`).digest("base64")}`;
};

async function told(other) {
  const list = join(work, "people.csv");
  writeFileSync(list, "name,email,org\nJane Overbeek,jane@a.org,Acme\nTim Kost,tim@b.org,Acme\n");
  await run("demo", "--db", db);
  const all = await add(`${other.url}/all`);
  const some = await add(`${other.url}/some`, "--events", "decision.made");
  const secret = all.secret;
  await run("import", list, "--basis", "test");
  await run("decide", "containers", "p25", "pin", "--reason", "Jane Overbeek said so");
  await run("claim", "containers", "--only", "category:maintainer", "--freeze", "spring");
  const sent = await json("webhook", "deliver");
  const came = other.take();
  const to_all = came.filter((x) => x.path === "/all");
  const events = to_all.map((x) => JSON.parse(x.body));
  tell("what happens is told, in the order in which it did", events.map((x) => x.type).join() === "import.ended,decision.made,audit.frozen" ? "" : JSON.stringify([events, sent]));
  const [import_ended, decision, frozen] = events.map((x) => x.data);
  tell("with ids and counts", import_ended?.read === 2 && import_ended.kept === 2 && /^s\d+$/.test(import_ended.source) && decision?.person === "p25" &&
    decision.decision === "pin" && decision.market === "containers" && frozen?.wave === "spring" && frozen.claims > 0 && events.every((x) => x.timestamp === "2026-06-01T00:00:00Z") ? "" : JSON.stringify(events));
  tell("and no name, address or text", came.find((x) => /Overbeek|Kost|jane|a\.org|people\.csv|said so/.test(x.body))?.body);
  const wrong = came.filter((x) => x.method !== "POST" || x.headers["content-type"] !== "application/json" || x.headers["webhook-timestamp"] !== String(now) || !/^msg_[0-9a-f]{32}$/.test(x.headers["webhook-id"]));
  tell("headers are those of Standard Webhooks", wrong.length ? JSON.stringify(wrong) : "");
  tell("signed with the secret that was shown", to_all.every((x) => signed(x, secret)) && !signed(to_all[0], some.secret) && /^whsec_[A-Za-z0-9+/]{43}=$/.test(secret) ? "" : secret);
  tell("the other hook is told what it asked for", came.filter((x) => x.path === "/some").map((x) => JSON.parse(x.body).type).join() === "decision.made" ? "" : JSON.stringify(came));
  tell("nothing is told twice", (await json("webhook", "deliver")).told === 0 && !other.take().length ? "" : "something came");
}

// A message fails at each try; how long until the next is [least, least + a fifth].
async function tried_again(other) {
  other.answers.set("/all", [500, {}, "x".repeat(1 << 20)]); // more than is read of it
  await run("decide", "containers", "p25", "clear", "--reason", "x");
  const wrong = [];
  const ids = new Set();
  for (const least of [5, 300, 1800, 7200, 28800]) {
    const x = await json("webhook", "deliver");
    const came = other.take().filter((m) => m.path === "/all");
    if (came.length !== 1 || x.again !== 1) wrong.push(`${least}: ${came.length} came, ${JSON.stringify(x)}`);
    came.forEach((m) => ids.add(m.headers["webhook-id"]));
    if (came[0]?.headers["webhook-timestamp"] !== String(now)) wrong.push(`${least}: timestamp`);
    now += least - 1;
    await run("webhook", "deliver");
    if (other.take().length) wrong.push(`${least}: came too early`);
    now += Math.floor(least / 5) + 1;
  }
  const last = await json("webhook", "deliver");
  tell("who does not answer well is told again, later each time", wrong.join("\n"));
  tell("the same message each time", ids.size === 1 ? "" : [...ids].join());
  const dead = await json("webhook", "dead");
  tell("then it is given up, with the reason", last.given_up === 1 && dead.rows.length === 1 && dead.rows[0].why === "answered 500" && dead.rows[0].tries === 6 ? "" : JSON.stringify([last, dead]));
  other.answers.delete("/all");
  other.take();
  const again = await json("webhook", "deliver", "--dead");
  tell("it can be tried once more", again.told === 1 && other.take().length === 1 && (await json("webhook", "dead")).rows.length === 0 ? "" : JSON.stringify(again));
}

async function ended(other) {
  other.answers.set("/some", [410]);
  other.answers.set("/all", [302, { location: `${other.url}/elsewhere` }]);
  await run("decide", "containers", "p25", "pin", "--reason", "x");
  const x = await json("webhook", "deliver");
  const hooks = await json("webhook", "list");
  tell("410 removes the hook", x.removed === 1 && hooks.rows.map((r) => r.webhook).join() === "w1" ? "" : JSON.stringify([x, hooks]));
  tell("redirects are not followed", other.take().some((m) => m.path === "/elsewhere") || x.again !== 1 ? JSON.stringify(x) : "");
  tell("the secret is shown once", JSON.stringify(hooks).includes("whsec_") ? "shown" : "");
  const test = await run("webhook", "test", "w1");
  tell("a test says why it was not taken", test.code === 1 && /answered 302; redirects are not followed/.test(test.err) ? "" : JSON.stringify(test));
  other.answers.clear();
  other.take();
  // what waits about somebody who is erased is not sent; that they were is
  await run("erase", "p25", "--yes");
  now += 30;
  await run("webhook", "deliver");
  const came = other.take().map((m) => JSON.parse(m.body));
  tell("of who is erased nothing is told but that", came.length === 1 && came[0].type === "person.erased" && JSON.stringify(came[0].data) === '{"person":"p25"}' ? "" : JSON.stringify(came));
}

async function served(other) {
  const s = serve(kith, at_now());
  await s.ready;
  await run("decide", "containers", "p26", "pin", "--reason", "x");
  const end = Date.now() + 8000;
  while (!other.came.length && Date.now() < end) await new Promise((ok) => setTimeout(ok, 50));
  const ending = Date.now();
  await s.end();
  const came = other.take();
  tell("a running server tells by itself", came.length === 1 && JSON.parse(came[0].body).data.person === "p26" ? "" : JSON.stringify(came));
  tell("and ends at once", Date.now() - ending < 3000 ? "" : `${Date.now() - ending} ms`);
}

async function private_ones(forbidden) {
  const list = addresses(forbidden.port);
  const why = new Map();
  const wrong = [];
  await each(list, async ({ url, why: want }) => {
    const r = await run("webhook", "add", url, "--events", "decision.made", "--json");
    if (r.code === 0) return why.set(JSON.parse(r.out).added, { url, want });
    if (!want.test(r.err)) wrong.push(`${url}: ${r.err}`);
  });
  await run("decide", "containers", "p26", "clear", "--reason", "x");
  await run("webhook", "deliver");
  const dead = new Map((await json("webhook", "dead")).rows.map((row) => [row.webhook, row.why]));
  for (const [id, { url, want }] of why) {
    const said = dead.get(id);
    if (said !== undefined ? !want.test(said) : !want.test("no such host")) wrong.push(`${url}: ${said}`);
  }
  tell(`${list.length} forms of an address are refused, ${dead.size} of them when it is to be asked`, dead.size < 35 ? `${dead.size}: ${wrong.join("\n")}` : wrong.join("\n"));
  tell("nobody came", forbidden.came() ? `${forbidden.came()} connections` : "");
  await run("webhook", "add", `http://127.0.0.1:${forbidden.port}/`, "--events", "decision.made", "--allow-private", "127.0.0.0/8");
  await run("decide", "containers", "p26", "pin", "--reason", "x");
  await run("webhook", "deliver");
  tell("only by the hook that may", forbidden.came() === 1 ? "" : `${forbidden.came()} connections`);
}

await whole(work, 21, async () => {
  const other = await receiver();
  const forbidden = await listener();
  await told(other);
  await tried_again(other);
  await ended(other);
  await served(other);
  await private_ones(forbidden);
  other.end();
  forbidden.end();
});
