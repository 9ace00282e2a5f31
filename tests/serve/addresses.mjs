// addresses.mjs - tests: how can an address be written that must never be asked?
//
// Each form means this machine, its network, or no web server at all; `why` is what kith must say
// of it. PORT stands for the port of a listener that nobody may come to.
import { createServer } from "node:net";
import { hostname } from "node:os";

const nobody = /no such host|nobody answers|only http and https|is loopback/;
const scheme = /only http and https/;
const forms = [
  ["http://127.0.0.1:PORT/", /127\.0\.0\.1 is loopback/],
  ["http://127.0.0.2:PORT/", /127\.0\.0\.2 is loopback/],
  ["http://127.255.255.254:PORT/", /is loopback/],
  ["http://2130706433:PORT/", /127\.0\.0\.1 is loopback/], // decimal
  ["http://017700000001:PORT/", /127\.0\.0\.1 is loopback/], // octal
  ["http://0177.0.0.1:PORT/", /127\.0\.0\.1 is loopback/],
  ["http://0x7f000001:PORT/", /127\.0\.0\.1 is loopback/], // hexadecimal
  ["http://0x7F.0x0.0x0.0x1:PORT/", /127\.0\.0\.1 is loopback/],
  ["http://127.1:PORT/", /127\.0\.0\.1 is loopback/], // short
  ["http://127.0.1:PORT/", /127\.0\.0\.1 is loopback/],
  ["http://127.0.0.1.:PORT/", nobody], // a dot at the end
  ["http://0:PORT/", /0\.0\.0\.0 is of this network/],
  ["http://0.0.0.0:PORT/", /0\.0\.0\.0 is of this network/],
  ["http://localhost:PORT/", /is loopback/], // names
  ["http://LOCALHOST:PORT/", /is loopback/],
  ["http://localhost.:PORT/", nobody],
  ["http://metadata.localhost:PORT/", /is loopback/],
  [`http://${hostname()}:PORT/`, /is (loopback|private|link-local|of )|no such host/],
  ["http://[::1]:PORT/", /::1 is loopback/],
  ["http://[0:0:0:0:0:0:0:1]:PORT/", /::1 is loopback/],
  ["http://[::]:PORT/", /:: is unspecified/],
  ["http://[::ffff:127.0.0.1]:PORT/", /127\.0\.0\.1 is loopback/], // IPv4 in IPv6: mapped
  ["http://[::ffff:7f00:1]:PORT/", /127\.0\.0\.1 is loopback/],
  ["http://[::127.0.0.1]:PORT/", /is reserved/], // … compatible
  ["http://[64:ff9b::127.0.0.1]:PORT/", /is loopback/], // … NAT64
  ["http://[64:ff9b:1::7f00:1]:PORT/", /is reserved/],
  ["http://[2002:7f00:1::1]:PORT/", /is reserved/], // … 6to4
  ["http://[2001:0:7f00:1::]:PORT/", /is reserved/], // … Teredo
  ["http://[fe80::1]:PORT/", /is link-local/],
  ["http://[fd00:ec2::254]:PORT/", /is private/], // a cloud's metadata
  ["http://[ff02::1]:PORT/", /is multicast/],
  ["http://169.254.169.254:PORT/latest/meta-data/", /is link-local/],
  ["http://0xA9FEA9FE:PORT/", /169\.254\.169\.254 is link-local/],
  ["http://10.0.0.1:PORT/", /is private/],
  ["http://172.31.255.255:PORT/", /is private/],
  ["http://192.168.1.1:PORT/", /is private/],
  ["http://100.64.0.1:PORT/", /is of a provider's own network/],
  ["http://198.18.0.1:PORT/", /is of benchmarks/],
  ["http://224.0.0.1:PORT/", /is multicast/],
  ["http://255.255.255.255:PORT/", /is reserved/],
  ["http://x.example@127.0.0.1:PORT/", /is loopback|password/], // before the @ stands no host
  ["http://x.example:80@127.0.0.1:PORT/", /is loopback|password/],
  ["http://127.0.0.1:PORT\\@x.example/", nobody],
  ["HTTP://127.0.0.1:PORT/", /is loopback/],
  ["HtTpS://127.0.0.1:PORT/", /is loopback/],
  ["file:///etc/passwd", scheme],
  ["FILE://127.0.0.1:PORT/etc/passwd", scheme],
  ["gopher://127.0.0.1:PORT/_GET", scheme],
  ["ftp://127.0.0.1:PORT/", scheme],
  ["dict://127.0.0.1:PORT/d", scheme],
  ["ldap://127.0.0.1:PORT/", scheme],
];

export const addresses = (port) => forms.map(([form, why]) => ({ url: form.replace("PORT", port), why }));

// Hears what comes to any address of this machine, and hangs up.
export function listener() {
  let came = 0;
  const server = createServer((socket) => { came++; socket.on("error", () => {}); socket.destroy(); });
  const at = (host) => new Promise((ok, no) => {
    server.once("error", no);
    server.listen({ host, port: 0 }, () => ok({ port: server.address().port, came: () => came, end: () => server.close() }));
  });
  return at("::").catch(() => at("0.0.0.0")); // where there is no IPv6
}

// `one` of each of them, four at a time; a list of what it gave.
export async function each(list, one) {
  const got = [];
  let next = 0;
  const work = async () => { while (next < list.length) { const i = next++; got[i] = await one(list[i], i); } };
  await Promise.all([work(), work(), work(), work()]);
  return got;
}
