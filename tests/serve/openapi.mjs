// openapi.mjs - tests: is /openapi.json a description as OpenAPI 3.1 has it, and is it true?
//
//   node openapi.mjs KITH
//
// A validator of others reads it. Then every address in it is asked as it says, with what it says a
// body holds, and with what it says none may; each answer has the status, the type and the shape it
// names. TAP on stdout.
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv from "ajv/dist/2020.js";
import { place, serve, tell, whole } from "./tap.mjs";

const kith = resolve(process.argv[2]);
const { work, db, env } = place("openapi");

// What stands in addresses and bodies so that most of it can be done; the rest is refused with why.
const values = {
  market: "containers", person: "p25", source: "s2", programme: "advisers", survey: "none", user: "nobody", table: "people", kinds: "reach,loyalty", decision: "pick", reason: "as a test",
  url: "http://127.0.0.1:9/feed.xml", name: "another", topic: "container", audience: "tag:buyer", objective: "be understood", query: "tag:buyer", q: "container", tag: "tested", role: "viewer", what: "name", value: "Anna Lee",
};
const in_path = (pattern) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "x");
const sample = (name, schema) => (schema.type === "boolean" ? false : schema.enum ? schema.enum[0] : values[name] ?? "1");
const last = /erase|remove|account\/end$|purge/; // what others would be asked about

const bearer = {};

async function patiently(url, options = {}) {
  for (let i = 0; ; i++) {
    const r = await fetch(url, { redirect: "manual", ...options, headers: { ...bearer, ...options.headers } });
    if (r.status !== 429 || i === 10) return r;
    await r.arrayBuffer();
    await new Promise((ok) => setTimeout(ok, 1000));
  }
}

async function main() {
  execFileSync(kith, ["demo", "--db", db], { env, stdio: "ignore" });
  execFileSync(kith, ["programme", "add", "advisers", "--market", "containers", "--objective", "be understood"], { env, stdio: "ignore" });
  const run = (words, input = "") => execFileSync(kith, words, { env, input, stdio: ["pipe", "pipe", "ignore"] }).toString();
  run(["user", "add", "boss", "--role", "admin", "--password-file", "-"], "four words make one\n");
  bearer.authorization = `Bearer ${/kith_[0-9a-f]{64}/.exec(run(["user", "token", "boss", "--name", "t", "--rights", "read,write,buyers,export,admin"]))[0]}`;
  const server = serve(kith, env);
  const { base } = await server.ready;
  const api = await (await fetch(base + "openapi.json")).json();
  await valid(api);
  const operations = Object.entries(api.paths).flatMap(([path, item]) => Object.entries(item).map(([method, o]) => ({ path, method, ...o })));
  const ajv = new Ajv({ strict: false });
  const shapes = Object.fromEntries(Object.entries(api.components.schemas).map(([name, schema]) => [name, ajv.compile(schema)]));
  await asked(base, operations.filter((o) => o.method === "get"), shapes);
  await files_sent(base, api.paths["/import"].post, shapes);
  await sent(base, operations.filter((o) => o.method === "post").sort((a, b) => last.test(a.path) - last.test(b.path)), shapes, ajv);
  const end = await server.end();
  tell("it ends when asked to", end.code === 0 && !end.said ? "" : JSON.stringify(end));
}

async function valid(api) {
  const wrong = [];
  const validator = new Validator();
  const seen = await validator.validate(structuredClone(api));
  if (!seen.valid) wrong.push(JSON.stringify(seen.errors, null, 1));
  if (validator.version !== "3.1") wrong.push(`read as ${validator.version}`);
  const broken = structuredClone(api);
  broken.paths["/people.json"].get.parameters[0] = { name: "x", in: "nowhere" };
  if ((await new Validator().validate(broken)).valid) wrong.push("the validator takes anything");
  const found = (ref) => ref.split("/").slice(1).reduce((x, k) => x?.[k], api);
  for (const [, ref] of JSON.stringify(api).matchAll(/"\$ref":"([^"]+)"/g)) if (!found(ref)) wrong.push(`${ref} leads nowhere`);
  for (const [path, item] of Object.entries(api.paths)) {
    for (const o of Object.values(item)) { // what a validator of shapes does not see
      const all = o.parameters.map((p) => (p.$ref ? found(p.$ref) : p));
      const named = all.filter((p) => p.in === "path").map((p) => p.name).join();
      const want = [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).join();
      if (named !== want) wrong.push(`${path} has ${want}, and describes ${named}`);
      if (new Set(all.map((p) => `${p.in} ${p.name}`)).size !== all.length) wrong.push(`${path} names a parameter twice`);
      if (o.security.some((s) => Object.keys(s).some((k) => !api.components.securitySchemes[k]))) wrong.push(`${path}: no such security`);
    }
  }
  tell("it is what OpenAPI 3.1 says a description is", wrong.join("\n"));
}

// The answer as described for its status; what is wrong with it.
async function as_described(o, r, shapes) {
  const described = o.responses[r.status] ?? o.responses.default;
  const content = described.content ?? { "application/problem+json": { schema: { $ref: "#/components/schemas/problem" } } };
  const type = (r.headers.get("content-type") ?? "").split(";")[0];
  const text = await r.text();
  if (r.status >= 500) return `${r.status} ${text}`;
  if (!content[type]) return `${r.status} is ${type}, described is ${Object.keys(content)}`;
  const shape = /[^/]*$/.exec(content[type].schema.$ref ?? "")[0];
  if (!shape) return "";
  const body = JSON.parse(text);
  if (!shapes[shape](body)) return `${r.status}: ${JSON.stringify(shapes[shape].errors)}`;
  return shape === "problem" && body.status !== r.status ? `${r.status} says it is ${body.status}` : "";
}

async function asked(base, operations, shapes) {
  const wrong = [];
  let answered = 0;
  for (const o of operations) {
    const r = await patiently(base + in_path(o.path).slice(1));
    answered += r.ok;
    const why = await as_described(o, r, shapes);
    if (why) wrong.push(`${o.path}: ${why}`);
    for (const p of o.parameters.filter((x) => x.in === "query" && !x.$ref)) { // each is one it knows
      const with_it = await patiently(`${base}${in_path(o.path).slice(1)}?${p.name}=1`);
      const what = await as_described(o, with_it, shapes);
      if (what) wrong.push(`${o.path}?${p.name}: ${what}`);
    }
  }
  if (answered * 3 < operations.length * 2) wrong.push(`only ${answered} of ${operations.length} have an answer here`);
  tell(`${operations.length} addresses answer as described`, wrong.join("\n"));
}

async function files_sent(base, o, shapes) {
  const wrong = [];
  const [name, field] = Object.entries(o.requestBody.content["multipart/form-data"].schema.properties)[0];
  const body = new FormData();
  body.append(name, new Blob(["name,email\nAda Sent,ada@sent.example\n"], { type: field.items.contentMediaType }), "sent.csv");
  const r = await patiently(base + "import", { method: "POST", body });
  values.upload = /^\/import\/([0-9a-z]+)$/.exec(r.headers.get("location"))?.[1];
  if (r.status !== 200 && r.status !== 202) wrong.push(`${r.status}`);
  wrong.push(await as_described(o, r, shapes));
  if ((await patiently(`${base}import/${values.upload}.json`)).status !== 200) wrong.push("no preview of it");
  tell("files are sent as described", wrong.filter(Boolean).join("\n"));
}

async function sent(base, operations, shapes, ajv) {
  const wrong = [];
  let done = 0;
  let count = 0;
  const send = async (o, body, headers = { "content-type": "application/json" }) => {
    const r = await patiently(base + in_path(o.path).slice(1), { method: "POST", body, headers });
    const status = r.status;
    count++;
    const why = await as_described(o, r, shapes);
    if (why) wrong.push(`${o.path} ${String(body).slice(0, 80)}: ${why}`);
    return status;
  };
  for (const o of operations) {
    const schema = o.requestBody.content["application/json"].schema;
    const own = o.security[0].token[0] === "own"; // of who is signed in: no token's
    const takes = ajv.compile(schema);
    const body = Object.fromEntries(Object.entries(schema.properties).map(([name, s]) => [name, sample(name, s)]));
    const needed = Object.fromEntries(schema.required.map((name) => [name, body[name]]));
    const refused = async (what, bad) => {
      if (takes(bad)) wrong.push(`${o.path}: the schema takes ${what}`);
      const status = await send(o, JSON.stringify(bad));
      if (![400, 404, 422, own ? 403 : 0].includes(status)) wrong.push(`${o.path}: ${what}: ${status}`);
    };
    await refused("a field it does not name", { ...body, "no-such-field": "1" });
    for (const name of schema.required) await refused(`nothing as ${name}`, { ...body, [name]: undefined });
    for (const [name, s] of Object.entries(schema.properties)) {
      await refused(`an object as ${name}`, { ...body, [name]: { a: 1 } });
      if (s.enum) await refused(`another word as ${name}`, { ...body, [name]: "no such word" });
    }
    await refused("a list", []);
    if ((await send(o, "{")) !== (own ? 403 : 400)) wrong.push(`${o.path}: takes what is no JSON`);
    if (!takes(needed)) wrong.push(`${o.path}: ${JSON.stringify(takes.errors)}`);
    done += (await send(o, JSON.stringify(needed))) === 200;
    if (!takes(body)) wrong.push(`${o.path}: ${JSON.stringify(takes.errors)}`);
    done += (await send(o, JSON.stringify(body))) === 200;
  }
  if (done * 3 < operations.length) wrong.push(`only ${done} of ${operations.length} did something`);
  tell(`${operations.length} addresses take the bodies described and no others (${count} sent)`, wrong.slice(0, 40).join("\n"));
  console.log(`# ${done} of ${2 * operations.length} did something`);
}

await whole(work, 5, main);
