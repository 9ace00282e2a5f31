// mcp.mjs - tests: is a language model answered by the protocol, and by nothing else?
//
//   node mcp.mjs KITH   TAP on stdout. With the packages of package.json here both official clients ask, too.
import { spawn, execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { place, skip, tell, whole } from "./tap.mjs";

const kith = resolve(process.argv[2]);
const { work, db, env } = place("mcp");

// Everything written, then the end: what came back, a message a line, and how it ended.
function ask(bytes, ...flags) {
  return new Promise((ok) => {
    const child = spawn(kith, ["mcp", "--db", db, ...flags], { env });
    let out = "";
    let said = "";
    child.stdout.on("data", (d) => (out += d));
    child.stderr.on("data", (d) => (said += d));
    child.stdin.on("error", () => {});
    child.on("close", (code, signal) => ok({ code, signal, said, lines: out.split("\n").filter(Boolean).map((l) => JSON.parse(l)) }));
    child.stdin.end(bytes);
  });
}
const request = (id, method, params) => JSON.stringify({ jsonrpc: "2.0", id, method, params }) + "\n";
const meta = { _meta: { "io.modelcontextprotocol/protocolVersion": "2026-07-28" } };

async function both_revisions() {
  const wrong = [];
  const old = await ask(
    request(1, "initialize", { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "t", version: "1" } }) +
    JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" }) + "\n" +
    request("two", "tools/list", {}) + request(3, "tools/call", { name: "find", arguments: { market: "containers", rows: 2 } }) + request(4, "ping"));
  const [init, list, call, ping] = old.lines;
  if (old.lines.length !== 4 || old.code !== 0) wrong.push(`${old.lines.length} answers, exit ${old.code}`);
  if (init?.result?.protocolVersion !== "2025-06-18" || !init.result.capabilities.tools) wrong.push("initialize");
  if (list?.id !== "two" || !list.result.tools.every((t) => t.annotations.readOnlyHint && t.inputSchema.type === "object")) wrong.push("tools/list");
  if (JSON.parse(call?.result?.content[1]?.text ?? "{}").rows?.length !== 2 || !/untrusted/.test(call.result.content[0].text)) wrong.push("tools/call");
  if (JSON.stringify(ping?.result) !== "{}") wrong.push("ping");
  const unknown = await ask(request(1, "initialize", { protocolVersion: "1999-01-01" }));
  if (unknown.lines[0]?.result?.protocolVersion !== "2025-11-25") wrong.push("an unknown revision is answered with the newest of its kind");
  const now = await ask(request(1, "server/discover", meta) + request(2, "tools/list", meta) + request(3, "tools/call", { name: "markets", ...meta }) +
    request(4, "ping", { _meta: { "io.modelcontextprotocol/protocolVersion": "2030-01-01" } }));
  if (!now.lines[0]?.result?.supportedVersions.includes("2026-07-28")) wrong.push("server/discover");
  if (!now.lines.slice(0, 3).every((l) => l.result.resultType === "complete")) wrong.push("resultType");
  if (now.lines[1]?.result.ttlMs === undefined) wrong.push("ttlMs");
  if (now.lines[3]?.error?.code !== -32022) wrong.push("a revision nobody knows");
  tell("both revisions of the protocol are spoken", wrong.join("\n"));
}

async function refusals() {
  const wrong = [];
  const cases = [
    ["{", -32700], ["[]", -32600], ["1", -32600], ['{"jsonrpc":"1.0","id":1,"method":"ping"}', -32600], ['{"jsonrpc":"2.0","id":1}', -32600],
    [request(1, "nothing").trim(), -32601], [request(1, "tools/call", { name: "nothing" }).trim(), -32602],
    [request(1, "tools/call", { name: "find", arguments: [1] }).trim(), -32602], [request(1, "tools/call", { name: "find", arguments: {} }).trim(), -32602],
    [request(1, "tools/call", { name: "find", arguments: { market: "containers", db: "/etc/passwd" } }).trim(), -32602],
    [request(1, "tools/call", { name: "find", arguments: { market: { a: 1 } } }).trim(), -32602],
    [request(1, "tools/call", { name: "decide", arguments: { market: "containers", person: "p25", verdict: "pick" } }).trim(), -32602],
  ];
  const got = await ask(cases.map(([line]) => line + "\n").join(""));
  cases.forEach(([line, code], i) => { if (got.lines[i]?.error?.code !== code) wrong.push(`${line}: ${JSON.stringify(got.lines[i])}, want ${code}`); });
  const missing = await ask(request(1, "tools/call", { name: "why", arguments: { market: "containers", person: "Nobody At All" } }));
  if (!missing.lines[0]?.result?.isError) wrong.push("an unknown person is an answer that says so");
  tell("what is no request, no tool or no argument is refused by its number", wrong.join("\n"));
}

async function writing() {
  const wrong = [];
  const call = request(1, "tools/call", { name: "decide", arguments: { market: "containers", person: "p25", verdict: "pick", reason: "asked for" } });
  const got = await ask(call + request(2, "tools/call", { name: "decisions", arguments: { market: "containers" } }), "--write");
  if (got.lines[0]?.result?.isError !== false) wrong.push(JSON.stringify(got.lines[0]));
  if (!/asked for/.test(got.lines[1]?.result?.content[1].text ?? "")) wrong.push("it was not kept");
  tell("it writes only where that was allowed", wrong.join("\n"));
}

async function garbage() {
  let bytes = "";
  let x = 1;
  for (let i = 0; i < 1000; i++) {
    let line = "";
    for (let k = 0; k < 60; k++) { x = (x * 1103515245 + 12345) & 0x7fffffff; line += String.fromCharCode((x >> 8) % 255 || 1); }
    bytes += line.replaceAll("\n", "") + "\n";
  }
  const got = await ask(Buffer.concat([Buffer.from(bytes, "latin1"), Buffer.from("x".repeat(3 << 20) + "\n" + request(7, "ping"))]));
  const last = got.lines.at(-1);
  tell("1,000 lines of garbage and one of 3 MB do not end it", got.code === 0 && last?.id === 7 && last.result ? "" : JSON.stringify([got.code, got.signal, got.said, last]));
}

async function long_answers() {
  let rows = "name,email,tags\n";
  for (let i = 0; i < 500; i++) rows += `Person Number${String.fromCharCode(97 + (i % 26))}${i},n${i}@x${i}.example,crowd\n`;
  writeFileSync(join(work, "many.csv"), rows);
  execFileSync(kith, ["import", join(work, "many.csv"), "--db", db], { env, stdio: "ignore" });
  const got = await ask(request(1, "tools/call", { name: "people", arguments: { rows: "0" } }));
  const text = got.lines[0]?.result?.content[1]?.text ?? "";
  const body = JSON.parse(text || "{}");
  tell("a long answer is cut, and says so", text.length <= 20480 && body.rows?.length > 10 && /further rows are left out/.test(body.notes?.join(" ")) ? "" : `${text.length} bytes, ${body.rows?.length} rows`);
}

async function clients() {
  const here = dirname(fileURLToPath(import.meta.url));
  if (!existsSync(join(here, "node_modules", "@modelcontextprotocol"))) {
    skip("both official clients", "their packages are not here");
    return;
  }
  const wrong = [];
  const v1 = await import("@modelcontextprotocol/sdk/client/index.js");
  const v1_stdio = await import("@modelcontextprotocol/sdk/client/stdio.js");
  const v2 = await import("@modelcontextprotocol/client");
  const v2_stdio = await import("@modelcontextprotocol/client/stdio");
  for (const [name, Client, Transport, options] of [["sdk 1", v1.Client, v1_stdio.StdioClientTransport, {}], ["client 2", v2.Client, v2_stdio.StdioClientTransport, {}],
    ["client 2, auto", v2.Client, v2_stdio.StdioClientTransport, { versionNegotiation: { mode: "auto" } }]]) {
    const c = new Client({ name: "test", version: "1" }, options);
    await c.connect(new Transport({ command: kith, args: ["mcp", "--db", db], env }));
    const tools = (await c.listTools()).tools.map((t) => t.name);
    const found = await c.callTool({ name: "find", arguments: { market: "containers", rows: "2" } });
    if (!tools.includes("brief") || JSON.parse(found.content[1].text).rows.length !== 2) wrong.push(name);
    await c.close();
  }
  tell("both official clients connect, list and call", wrong.join("\n"));
}

await whole(work, 6, async () => {
  execFileSync(kith, ["demo", "--db", db], { env, stdio: "ignore" });
  await both_revisions();
  await refusals();
  await writing();
  await garbage();
  await long_answers();
  await clients();
});
