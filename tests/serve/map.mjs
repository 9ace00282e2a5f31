// map.mjs - tests: does the map of 500 people move, and can all of it be had without it?
//
//   node map.mjs KITH PICTURES   in Debian's Chromium without a GPU; TAP on stdout
//
// A made-up market of 600 people and 80 buyers, some of hostile names. What is written on the canvas
// is heard at fillText, as the page's script calls it. Frames a second are printed, and never decide.
//
// sigma is drawn by WebGL that the processor emulates, which the page must be deceived about: the
// name of the GPU and the clock of frames are the test's. That proves what is drawn, not how fast.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { launch, looked_at, open, runs, sideways } from "./browser.mjs";
import { place, serve, tell, whole } from "./tap.mjs";

const kith = resolve(process.argv[2]);
const pictures = resolve(process.argv[3]);
const { work, db, env } = place("map");
mkdirSync(pictures, { recursive: true });
const run = runs(kith, db, env);

// ---- the market ----

const hostile = ["<img src=x onerror=alert(1)>", '"><script>alert(2)</script>', "=1+1", "عين القلم الطويلة"];
const first = ["Ada", "Ben", "Caro", "Dov", "Eli", "Fay", "Gus", "Hal", "Ina", "Jo"];
const last = ["Ames", "Brook", "Clay", "Dorn", "Ekwe", "Frost", "Grell", "Hult", "Iyer", "Jansz"];
const ends = ["", "son", "feld", "wick", "by", "ova", "sen"];
const name = (i) => hostile[i] ?? `${first[i % 10]} ${last[Math.floor(i / 10) % 10]}${ends[Math.floor(i / 100)]}`;

// Chance of a fixed seed (the C standard's example); six camps that mostly heed their own.
function made() {
  let state = 7;
  const chance = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
  const day = () => new Date(Date.UTC(2026, 0, 1 + Math.floor(chance() * 140))).toISOString().slice(0, 10);
  const pick = (camp) => (Math.floor(chance() ** 2.2 * 100) * 6 + (chance() < 0.85 ? camp : Math.floor(chance() * 6))) % 600;
  const people = ["name,handles,org,category,tags"];
  const rows = ["at,verb,from,to,text"];
  for (let b = 0; b < 80; b++) people.push(`Buyer Nr ${b},social:buyer${b},Firm ${b % 20},customer,buyer`);
  for (let i = 0; i < 600; i++) people.push(`"${name(i).replaceAll('"', '""')}",social:v${i},,analyst,`);
  for (let b = 0; b < 80; b++) {
    for (let k = 0; k < 30; k++) rows.push(`${day()},${["named", "cited", "replied"][k % 3]},social:buyer${b},social:v${pick(b % 6)},container`);
    rows.push(`${day()},reads,social:buyer${b},outlet:Weekly ${b % 9},container`);
  }
  for (let i = 0; i < 600; i++) for (let k = 0; k < 5; k++) rows.push(`${day()},cited,social:v${i},social:v${pick(i % 6)},container`);
  writeFileSync(join(work, "people.csv"), people.join("\n") + "\n");
  writeFileSync(join(work, "evidence.csv"), rows.join("\n") + "\n");
  run("import", join(work, "people.csv"));
  run("import", join(work, "evidence.csv"));
  run("market", "add", "containers", "--topic", "container", "--audience", "tag:buyer");
}

// ---- the browser ----

// What the last frame wrote, with where.
const hear = () => {
  window.written = [];
  const { clearRect, fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...at) {
    if (this.canvas.matches(".ways > canvas")) window.written = [];
    return clearRect.apply(this, at);
  };
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    window.written.push({ text, left: x, right: x + this.measureText(text).width, top: y - 6, bottom: y + 6 });
    return fillText.call(this, text, x, y);
  };
};

// A GPU of that name, whose frames come so many ms after one another.
const deceive = ({ name, every }) => {
  const { getParameter } = WebGL2RenderingContext.prototype;
  WebGL2RenderingContext.prototype.getParameter = function (what) {
    const is = getParameter.call(this, what);
    return what === 0x9246 ? name : is; // UNMASKED_RENDERER_WEBGL
  };
  const wait = window.requestAnimationFrame.bind(window);
  let now = 0;
  window.requestAnimationFrame = (does) => wait(() => does((now += every)));
};

async function open_map(browser, base, { gpu = null, ...more } = {}) {
  const opened = await open(browser, base, { height: 900, ignore: gpu && /GL Driver Message/, ...more });
  if (more.scripts !== false) await opened.page.addInitScript(hear);
  if (gpu) await opened.page.addInitScript(deceive, gpu);
  return opened;
}

const ready = async (page, by = "canvas") => {
  await page.waitForSelector(`figure.map .ways[data-by=${by}]`);
  await page.waitForFunction(() => window.written.length > 0);
};

function overlaps(written) {
  const bad = [];
  for (let i = 0; i < written.length; i++) {
    for (let j = 0; j < i; j++) {
      const [a, b] = [written[i], written[j]];
      if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) bad.push(`${a.text} is over ${b.text}`);
    }
  }
  return bad;
}

async function without_scripts(browser, base) {
  const { context, page, faults, want } = await open_map(browser, base, { scripts: false, width: 360, dark: true });
  await page.goto(base + "m/containers/map");
  const svg = page.locator("figure.map svg");
  await svg.waitFor(); // it may take longer than a second: then the page comes again by itself
  want((await svg.locator("circle.who, rect.outlet").count()) === 60, `${await svg.locator("circle.who, rect.outlet").count()} marks`);
  want((await svg.locator("circle.buyer").count()) > 40, "no dots of buyers");
  want(/600|59\d/.test((await svg.getAttribute("aria-label")) ?? ""), "the picture does not say how many there are");
  want((await sideways(page)) <= 0, "it is too wide");
  want(!/Buyer Nr/.test(await svg.innerHTML()), "a buyer has a name");
  const boxes = await svg.locator("text").evaluateAll((all) => all.map((t) => ({ text: t.textContent, ...t.getBoundingClientRect().toJSON() })).filter((b) => b.width > 0));
  want(boxes.length > 2, `${boxes.length} names`);
  faults.push(...overlaps(boxes));
  await page.screenshot({ path: join(pictures, "map-360-dark.png") });
  await page.goto(base + "m/containers");
  await page.getByRole("heading", { name: /^Who moves these buyers/ }).waitFor();
  if ((await svg.count()) === 0) await page.reload(); // only a link to it, as long as it is not worked out
  want((await svg.count()) === 1, "no map on the market's page");
  await page.getByRole("link", { name: "Who stands near whom?" }).click();
  want(/\/m\/containers\/map$/.test(page.url()), `it leads to ${page.url()}`);
  await context.close();
  tell("without scripts there is a picture of the 60 largest, at 360 px", faults.join("\n"));
}

async function keys(browser, base, by, gpu, width = 1280) {
  const { context, page, faults, want } = await open_map(browser, base, { gpu, width });
  await page.goto(base + "m/containers/map");
  await ready(page, by);
  const words = () => page.evaluate(() => window.written);
  const told = () => page.locator("figure.map [role=status]").innerText();
  const all_names = await words();
  want(all_names.length >= 20 && all_names.length <= 40, `${all_names.length} names`);
  want(all_names.some((w) => w.text.startsWith("<img src=x")), "the hostile name is not written as it is");
  faults.push(...overlaps(all_names));
  for (const f of await looked_at(page)) faults.push(f);
  await page.screenshot({ path: join(pictures, `map-${by}-${width}.png`) });
  await page.locator("figure.map [role=application]").focus();
  await page.keyboard.press("ArrowRight");
  const one = await told();
  want(one.startsWith("<img src=x onerror=alert(1)>, person: "), `first is ${one}`);
  const near = (await words()).length;
  await page.keyboard.press("2");
  await page.waitForTimeout(50);
  want((await words()).length > near, `two steps show ${(await words()).length} names, one ${near}`);
  faults.push(...overlaps(await words()));
  await page.keyboard.press("ArrowRight");
  const two = await told();
  await page.keyboard.press("ArrowLeft");
  want(two !== one, "an arrow key leads nowhere");
  want((await page.locator("main tr.here").count()) === 1, "its row is not marked");
  await page.screenshot({ path: join(pictures, `map-${by}-chosen-${width}.png`) });
  await page.getByLabel("Find on the map").fill("caro clay");
  want((await told()).startsWith("Caro Clay, "), `found ${await told()}`);
  want(!/caro/i.test(page.url()), "a name in the address");
  const why = await page.locator("figure.map [role=status] a").getAttribute("href");
  want(/\/m\/containers\/why\/p\d+$/.test(why), `why leads to ${why}`);
  await page.locator("main tbody tr").nth(4).locator("a").first().focus();
  const row = await page.locator("main tbody tr").nth(4).locator("th").innerText();
  want((await told()).startsWith(row.trim()), `the row of ${row} chooses ${await told()}`);
  await page.locator("figure.map [role=application]").focus();
  await page.keyboard.press("Escape");
  want((await told()).startsWith("Choose somebody"), "Esc leaves somebody chosen");
  want((await page.locator(".ways").getAttribute("data-by")) === by, `it is not drawn by ${by} any more`);
  await context.close();
  tell(`by ${by}: arrow keys, 1 and 2, a name, and a row choose; names never overlap`, faults.join("\n"));
}

// Pans and zooms as fast as frames come: 60 of each.
const move = () => new Promise((ok) => {
  const canvas = document.querySelector(".ways > canvas");
  const box = canvas.getBoundingClientRect();
  const event = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, { pointerId: 1, clientX: box.left + x, clientY: box.top + y, bubbles: true }));
  const times = [];
  let frame = 0;
  event("pointerdown", 500, 300);
  const next = (now) => {
    times.push(now);
    if (frame++ === 120) {
      event("pointerup", 900, 300);
      ok(times);
      return;
    }
    if (frame <= 60) event("pointermove", 500 + 200 * Math.sin(frame / 9), 300 + 80 * Math.cos(frame / 7));
    else canvas.dispatchEvent(new WheelEvent("wheel", { deltaY: frame % 40 < 20 ? -60 : 60, ctrlKey: true, clientX: box.left + 400, clientY: box.top + 250, bubbles: true, cancelable: true }));
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
});

async function moves(browser, base) {
  const { context, page, faults, want } = await open_map(browser, base);
  await page.goto(`${base}m/containers/map`);
  await ready(page);
  const before = await page.evaluate(() => JSON.stringify(window.written));
  const times = await page.evaluate(move);
  const after = await page.evaluate(() => window.written);
  const lasted = times.slice(1).map((t, i) => t - times[i]).sort((a, b) => a - b);
  const rate = (1000 * lasted.length) / lasted.reduce((a, b) => a + b, 0);
  console.log(`# 500 people: ${rate.toFixed(0)} frames a second (bar 45), the slowest of 20 ${lasted[Math.floor(lasted.length * 0.95)].toFixed(0)} ms (bar 33)`);
  want(JSON.stringify(after) !== before, "nothing moved");
  faults.push(...overlaps(after));
  await context.close();
  tell("500 people can be moved and made larger", faults.join("\n"));
}

// Of two pictures of one size: which part of the pixels is another colour?
const differ = (pictures) => Promise.all(pictures.map(async (png) => {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const c = new OffscreenCanvas(image.width, image.height).getContext("2d");
  c.drawImage(image, 0, 0);
  return c.getImageData(0, 0, image.width, image.height).data;
})).then(([x, y]) => {
  let others = 0;
  for (let i = 0; i < x.length; i += 4) if ([0, 1, 2].some((j) => Math.abs(x[i + j] - y[i + j]) > 64)) others++;
  return others / (x.length / 4);
});

const FAST = { name: "ANGLE (NVIDIA, NVIDIA GeForce RTX 4070, OpenGL 4.5)", every: 16 };

// The same picture by both, from afar and near, of nobody and of somebody, light and dark.
async function alike(browser, base) {
  const wrong = [];
  for (const dark of [false, true]) {
    const both = [];
    for (const [by, gpu] of [["sigma", FAST], ["canvas", null]]) {
      const { context, page, faults } = await open_map(browser, base, { gpu, dark, width: 700 });
      await page.goto(base + "m/containers/map?people=200");
      await ready(page, by);
      const shots = [];
      for (const key of dark ? ["ArrowRight"] : [null, "+", "ArrowRight", "2"]) {
        if (key) await page.locator(".ways").press(key);
        await page.waitForTimeout(200); // it stands still
        shots.push((await page.locator(".ways").screenshot()).toString("base64"));
      }
      both.push(shots);
      const now = await page.locator(".ways").getAttribute("data-by");
      if (now !== by) wrong.push(`it is drawn by ${now}, not by ${by}`);
      wrong.push(...faults.map((f) => `${by}: ${f}`));
      if (both.length === 2) {
        for (let i = 0; i < shots.length; i++) {
          const part = await page.evaluate(differ, [both[0][i], shots[i]]);
          if (!(part < 0.006)) wrong.push(`${dark ? "dark" : "light"}, picture ${i}: ${(100 * part).toFixed(2)} % of the pixels differ`);
        }
        if (!dark && !((await page.evaluate(differ, shots.slice(0, 2))) > 0.02)) wrong.push("a key changes nothing in the picture");
      }
      await context.close();
    }
  }
  tell("sigma and the canvas draw the same picture", wrong.join("\n"));
}

// Back to the canvas where sigma would be slow, or the GPU goes.
async function back(browser, base) {
  const { context, page, faults, want } = await open_map(browser, base, { gpu: FAST, width: 700 });
  await page.goto(base + "m/containers/map?people=200");
  await ready(page, "sigma");
  want((await page.locator(".ways .gl").count()) === 1, "sigma has no layer");
  await page.evaluate(() => document.querySelector(".sigma-nodes").getContext("webgl2").getExtension("WEBGL_lose_context").loseContext());
  await ready(page, "canvas");
  await context.close();
  const slow = await open_map(browser, base, { gpu: { ...FAST, every: 41 }, width: 700 });
  await slow.page.addInitScript(() => {
    window.drawn_by = [];
    new MutationObserver(() => {
      const by = document.querySelector(".ways")?.dataset.by;
      if (by && window.drawn_by.at(-1) !== by) window.drawn_by.push(by);
    }).observe(document, { subtree: true, childList: true, attributes: true });
  });
  await slow.page.goto(base + "m/containers/map?people=200");
  await slow.page.waitForFunction(() => window.drawn_by.join() === "canvas,sigma,canvas" || window.drawn_by.length > 3);
  want((await slow.page.evaluate(() => window.drawn_by.join())) === "canvas,sigma,canvas", `drawn by ${await slow.page.evaluate(() => window.drawn_by.join())}`);
  want((await slow.page.locator(".ways canvas").count()) === 1, "what sigma drew on is still there");
  await ready(slow.page, "canvas");
  faults.push(...slow.faults);
  await slow.context.close();
  tell("where sigma is slow, and when the GPU is lost, the canvas takes over", faults.join("\n"));
}

// How much moved while the page came, added up.
const shifts = () => {
  window.shifted = 0;
  new PerformanceObserver((l) => { for (const e of l.getEntries()) window.shifted += e.value; }).observe({ type: "layout-shift", buffered: true });
};

async function weight(browser, base) {
  const wrong = [];
  for (const width of [360, 1280]) {
    const { context, page, faults, want } = await open_map(browser, base, { width });
    await page.addInitScript(shifts);
    await page.route(/\/a\/(base|map)-/, async (r) => { // the page is painted before it has its scripts
      await new Promise((ok) => setTimeout(ok, 250));
      await r.continue();
    });
    const got = [];
    page.on("response", async (r) => got.push(r));
    await page.goto(base + "m/containers/map");
    await ready(page);
    await page.waitForTimeout(100);
    let bytes = 0;
    for (const r of got) bytes += gzipSync(await r.body(), { level: 9 }).length;
    const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
    const shift = await page.evaluate(() => window.shifted);
    console.log(`# ${width} px: ${bytes} bytes in ${got.length} answers; first contentful paint ${Math.round(paint)} ms (bar 500); layout shift ${shift.toFixed(3)} (most 0.02)`);
    want(bytes <= 130 * 1024, `${bytes} bytes`);
    want(got.length <= 6, `${got.length} requests`);
    want(shift <= 0.02, `shifted by ${shift} at ${width} px`);
    want((await sideways(page)) <= 0, "it is too wide");
    if (width === 360) {
      for (const f of await looked_at(page)) faults.push(f);
      await page.screenshot({ path: join(pictures, "map-360.png") });
    }
    wrong.push(...faults);
    await context.close();
  }
  tell("the page of the map weighs at most 130 KB, and nothing in it moves when its script comes", wrong.join("\n"));
}

async function main() {
  made();
  const server = serve(kith, env);
  const { base } = await server.ready;
  const browser = await launch();
  try {
    await without_scripts(browser, base);
    await keys(browser, base, "canvas", null);
    await moves(browser, base);
    await weight(browser, base);
  } finally {
    await browser.close();
  }
  const emulated = await launch(["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-gpu-compositing", "--disable-gpu-rasterization"]);
  try {
    await keys(emulated, base, "sigma", FAST, 900);
    await alike(emulated, base);
    await back(emulated, base);
  } finally {
    await emulated.close();
    await server.end();
  }
}

await whole(work, 7, main);
