// map.mjs - bench: how quickly does the canvas draw maps of 500, 2,000 and 10,000 people?
//
//   node tools/bench/map.mjs build/kith [PEOPLE...]   in Debian's Chromium without a GPU; not in CI
//
// The page is of the example market; its answer as JSON is made up here, larger than kith gives one
// (MAP_PEOPLE_MAX), with 40 outlets, 400 buyers and six ways a person. Somebody is chosen, so that
// ways are drawn; then 60 frames of panning and 60 of zooming, as fast as they come, and 20 clicks.
// Bars: 45, 30 and 15 frames a second, of 500 people 19 frames of 20 within 33 ms; a click 200 ms.
import { resolve } from "node:path";
import { launch, open, runs } from "../../tests/serve/browser.mjs";
import { place, serve, whole } from "../../tests/serve/tap.mjs";

const kith = resolve(process.argv[2]);
const sizes = process.argv.length > 3 ? process.argv.slice(3).map(Number) : [500, 2000, 10000];
const bars = new Map([[500, 45], [2000, 30], [10000, 15]]);
const { work, db, env } = place("map-bench");

// Chance of a fixed seed (the C standard's example). Camps around six places, reach as 1 by place.
function made(people) {
  let state = 7;
  const chance = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
  const spread = () => (chance() + chance() + chance() - 1.5) / 1.5;
  const [width, height] = [1000, 625];
  const camps = Array.from({ length: 6 }, (_, i) => [width * (0.2 + 0.3 * (i % 3)), height * (i < 3 ? 0.3 : 0.7)]);
  const somewhere = (i) => ({ x: camps[i % 6][0] + spread() * 150, y: camps[i % 6][1] + spread() * 130 });
  const total = people + 40;
  const rows = Array.from({ length: total }, (_, i) => ({
    number: i + 1, id: i < people ? `p${i + 1}` : null, name: `Person Nr ${i + 1}`, kind: i < people ? "person" : "outlet",
    reach_in_100: 40 / (1 + i / 4), lo: 0, hi: 50, tier: 1, mostly_prior: chance() < 0.3, ...somewhere(i),
    radius: Math.max(30 / Math.sqrt(1 + i / 4), 50 / Math.sqrt(people)),
  }));
  const buyers = Array.from({ length: 400 }, (_, i) => ({ number: total + i + 1, ...somewhere(i) }));
  const arcs = [];
  for (let from = 1; from <= total + 400; from++) for (let k = 0; k < 6; k++) arcs.push({ from, to: 1 + Math.floor(chance() ** 2.2 * people), strength: 1 });
  return JSON.stringify({ width, height, rows, buyers, arcs });
}

// In the page: when each of 120 frames came, and how long each click held it up.
const measure = async () => {
  const canvas = document.querySelector(".ways > canvas");
  const box = canvas.getBoundingClientRect();
  const event = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, { pointerId: 1, clientX: box.left + x, clientY: box.top + y, bubbles: true }));
  const frame = () => new Promise(requestAnimationFrame);
  const clicks = [];
  for (let i = 0; i < 20; i++) {
    const start = performance.now();
    event("pointerdown", 200 + 30 * i, 190);
    event("pointerup", 200 + 30 * i, 190);
    await frame(); // the picture's own was asked for before; what it drew is shown by …
    await frame(); // … the next
    clicks.push(performance.now() - start);
  }
  document.querySelector(".ways").dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight" }));
  document.querySelector(".ways").dispatchEvent(new KeyboardEvent("keydown", { key: "2" }));
  await frame();
  const times = [];
  event("pointerdown", 500, 300);
  for (let i = 0; i <= 120; i++) {
    times.push(await frame());
    if (i < 60) event("pointermove", 500 + 200 * Math.sin(i / 9), 300 + 80 * Math.cos(i / 7));
    else canvas.dispatchEvent(new WheelEvent("wheel", { deltaY: i % 40 < 20 ? -60 : 60, ctrlKey: true, clientX: box.left + 400, clientY: box.top + 250, bubbles: true, cancelable: true }));
  }
  return { times, clicks };
};

await whole(work, 0, async () => {
  const run = runs(kith, db, env);
  run("demo");
  const server = serve(kith, env);
  const { base } = await server.ready;
  const browser = await launch();
  const sorted = (numbers) => numbers.toSorted((a, b) => a - b);
  for (const people of sizes) {
    const { context, page, faults } = await open(browser, base, { height: 900 });
    await page.route(/\/map\.json/, (r) => r.fulfill({ contentType: "application/json", body: made(people) }));
    await page.goto(base + "m/containers/map");
    await page.waitForSelector(".ways[data-by=canvas]");
    await page.waitForTimeout(300);
    const { times, clicks } = await page.evaluate(measure);
    const took = sorted(times.slice(1).map((t, i) => t - times[i]));
    const rate = (1000 * took.length) / took.reduce((a, b) => a + b, 0);
    console.log(`${people} people: ${rate.toFixed(0)} frames a second (bar ${bars.get(people) ?? "none"}), median ${took[60].toFixed(0)} ms, 19 of 20 within ${took[114].toFixed(0)} ms, slowest ${took.at(-1).toFixed(0)} ms; a click ${sorted(clicks)[10].toFixed(0)} ms, the slowest ${Math.max(...clicks).toFixed(0)} ms`);
    for (const f of faults) console.log(f);
    await context.close();
  }
  await browser.close();
  await server.end();
});
