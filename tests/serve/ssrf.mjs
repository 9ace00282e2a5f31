// ssrf.mjs - tests: does `kith import URL` ever ask this machine or its network, however written?
//
//   node ssrf.mjs KITH     TAP on stdout
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { resolve } from "node:path";
import { addresses, each, listener } from "./addresses.mjs";
import { place, tell, whole } from "./tap.mjs";

const kith = resolve(process.argv[2]);
const { work, env } = place("ssrf");

const fetched = (url, ...flags) => new Promise((ok) => {
  execFile(kith, ["import", url, "--timeout", "5", "--dry-run", ...flags], { env, timeout: 30000 }, (e, out, err) => ok({ code: e ? e.code : 0, said: out + err }));
});

async function written(forbidden) {
  const list = addresses(forbidden.port);
  const wrong = await each(list, async ({ url, why }) => {
    const r = await fetched(url);
    return r.code !== 0 && why.test(r.said) ? "" : `${url}: ${r.code}: ${r.said}`;
  });
  tell(`${list.length} forms of an address are refused, each with its reason`, wrong.filter(Boolean).join("\n"));
  tell("nobody came", forbidden.came() ? `${forbidden.came()} connections` : "");
}

// 127.0.0.3 may be asked here, and leads on to where nobody may be.
async function led(forbidden) {
  const list = addresses(forbidden.port).filter((_, i) => i % 3 === 0); // each costs a process
  const server = createServer((request, answer) => {
    answer.writeHead(302, { location: list[Number(request.url.slice(1))].url });
    answer.end();
  });
  await new Promise((ok) => server.listen(0, "127.0.0.3", ok));
  const { port } = server.address();
  const wrong = await each(list, async ({ url, why }, i) => {
    const r = await fetched(`http://127.0.0.3:${port}/${i}`, "--allow-private", "127.0.0.3");
    return r.code !== 0 && (why.test(r.said) || /which is no http or https address|no such host/.test(r.said)) ? "" : `to ${url}: ${r.code}: ${r.said}`;
  });
  server.close();
  tell(`${list.length} redirects to them are refused`, wrong.filter(Boolean).join("\n"));
  tell("nobody came by a redirect", forbidden.came() ? `${forbidden.came()} connections` : "");
}

await whole(work, 5, async () => {
  const forbidden = await listener();
  await written(forbidden);
  await led(forbidden);
  await fetched(`http://127.0.0.1:${forbidden.port}/`, "--allow-private", "127.0.0.0/8");
  tell("where it is allowed, somebody comes", forbidden.came() ? "" : "nobody came");
  forbidden.end();
});
