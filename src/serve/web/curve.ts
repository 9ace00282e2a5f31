/*! curve.ts - kith. Inside: uPlot, (c) Leon Sorokin, MIT licence */
// curve.ts - serve: which point of a curve is that, and what does it say?
//
// Takes the place and the size of the SVG that the server drew, from the same figures (data-points).
// One slider, by arrow keys, a finger or a mouse, goes along it; nothing is asked of the server. Of
// a gain curve the rows up to the chosen one are marked in the tables.
import uPlot from "uplot";
import { all, make } from "./page";

interface Line {
  name: string;
  x: number[];
  names: string[];
  y: (number | null)[];
  lo: (number | null)[];
  hi: (number | null)[];
}

interface Given { // counts and broke: of the x of the first line
  counts: (number | null)[];
  broke: number[];
  digits: number;
  times: number; // 100: shares, shown in 100
  at: number | null;
  level?: number; // a line across, and what it says
  level_says?: string;
  lines: Line[];
}

interface Points extends Given { // all of the same x, in order
  x: number[];
  names: string[];
}

// A line may lack an x that another one has.
function aligned(given: Given): Points {
  const names = new Map<number, string>();
  for (const l of given.lines) l.x.forEach((x, i) => names.set(x, l.names[i]));
  const x = [...names.keys()].sort((a, b) => a - b);
  const put = <T>(of: number[], v: T[]): (T | null)[] => {
    const at = new Map(of.map((k, i) => [k, v[i]]));
    return x.map((k) => at.get(k) ?? null);
  };
  const lines = given.lines.map((l) => ({ ...l, y: put(l.x, l.y), lo: put(l.x, l.lo), hi: put(l.x, l.hi) }));
  const first = given.lines[0].x;
  return { ...given, x, names: x.map((k) => names.get(k) ?? ""), lines, counts: put(first, given.counts), broke: put(first, given.broke).map(Number) };
}

const NAMED = 4; // lines with a sign of their own; the others are grey
const DASHES: number[][] = [[], [8, 4], [2, 4], [12, 4, 2, 4]];
const STRIP = 20;
const LEAST = 200; // px high, on a small screen, too: as islands.css has it

const ratio = devicePixelRatio || 1;
const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const hue = (line: number, count: number): string => colour(count < 2 ? "--mark" : line < NAMED ? `--m${line + 1}` : "--edge");

class Curve {
  readonly plot: uPlot;
  readonly slider = make("input");
  readonly says = make("output");
  readonly box = make("div", "plot");

  constructor(readonly figure: HTMLElement, readonly p: Points, readonly gain: boolean) {
    const svg = figure.querySelector("svg") as SVGSVGElement;
    const { width, height } = svg.getBoundingClientRect();
    this.box.setAttribute("role", "img");
    this.box.setAttribute("aria-label", svg.getAttribute("aria-label") ?? "");
    svg.replaceWith(this.box);
    this.plot = new uPlot(this.options(width, height), this.data(), this.box);
    this.offer_slider();
    const share = svg.viewBox.baseVal.height / svg.viewBox.baseVal.width;
    new ResizeObserver(() => {
      const wide = Math.min(figure.clientWidth, 640);
      if (wide > 0 && Math.abs(wide - this.plot.width) > 1) this.plot.setSize({ width: wide, height: Math.max(wide * share, LEAST) });
    }).observe(figure);
    const again = (): void => this.plot.redraw(false, true);
    new MutationObserver(again).observe(document.documentElement, { attributes: true });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  }

  // Periods stand one beside the other; places are numbers.
  private data(): uPlot.AlignedData {
    const out: (number | null)[][] = [this.gain ? this.p.x : this.p.x.map((_, i) => i)];
    const scaled = (v: (number | null)[]): (number | null)[] => v.map((y) => (y === null ? null : y * this.p.times));
    for (const l of this.p.lines) out.push(scaled(l.y));
    if (this.p.lines.length === 1) out.push(scaled(this.p.lines[0].hi), scaled(this.p.lines[0].lo));
    return out as uPlot.AlignedData;
  }

  private options(width: number, height: number): uPlot.Options {
    const count = this.p.lines.length;
    const series: uPlot.Series[] = [{}];
    this.p.lines.forEach((l, i) => series.push({
      label: l.name, stroke: () => hue(i, count), width: i < NAMED ? 2 : 1, dash: count > 1 && i < NAMED ? DASHES[i] : [],
      points: { show: i < NAMED, size: 7, fill: () => hue(i, count) },
    }));
    if (count === 1) series.push({ stroke: "transparent", points: { show: false } }, { stroke: "transparent", points: { show: false } });
    const axis: uPlot.Axis = {
      stroke: () => colour("--ink2"), font: "13px system-ui, sans-serif", grid: { show: false },
      ticks: { stroke: () => colour("--edge"), width: 1 }, border: { show: true, stroke: () => colour("--edge"), width: 1 },
    };
    const strip = this.p.counts.some((c) => c !== null) ? STRIP + 8 : 0;
    return {
      width, height, series, legend: { show: false },
      padding: [14, count > 1 ? 140 : this.gain ? 16 : 32, strip, 0],
      scales: { x: { time: false }, y: { range: (_u, lo, hi) => [Math.min(0, lo), this.top(hi)] } },
      bands: count === 1 ? [{ series: [2, 3], fill: () => colour("--band") }] : [],
      cursor: { drag: { x: false, y: false }, y: false, points: { size: 10 } },
      axes: [
        { ...axis, size: 34, incrs: [1, 2, 3, 6, 12, 24, 60, 120], space: 56, values: (_u, v) => v.map((x) => this.x_name(x)) },
        { ...axis, size: 56, values: (_u, v) => v.map((y) => y.toFixed(this.p.digits)) },
      ],
      hooks: { draw: [(u) => this.draw_more(u)], setCursor: [(u) => u.cursor.idx != null && this.go(u.cursor.idx, false)] },
    };
  }

  // Intervals are drawn beside the lines, so they are part of the height.
  private top(hi: number): number {
    const most = Math.max(hi || 0, this.p.level ?? 0, ...this.p.lines.slice(0, NAMED).flatMap((l) => l.hi.map((y) => (y ?? 0) * this.p.times)));
    return most > 0 ? most * 1.05 : 1;
  }

  private x_name(x: number): string {
    if (!Number.isInteger(x)) return "";
    return this.gain ? String(x) : this.p.names[x] ?? "";
  }

  // Where to stop, the names of the lines at their ends, what the figures rest on.
  private draw_more(u: uPlot): void {
    const c = u.ctx;
    c.save();
    c.font = `${13 * ratio}px system-ui, sans-serif`;
    c.textBaseline = "middle";
    c.textAlign = "left";
    if (this.gain && this.p.at !== null) {
      const x = u.valToPos(this.p.at, "x", true);
      c.strokeStyle = c.fillStyle = colour("--at");
      c.lineWidth = 2 * ratio;
      c.setLineDash([6 * ratio, 4 * ratio]);
      c.beginPath();
      c.moveTo(x, u.bbox.top);
      c.lineTo(x, u.bbox.top + u.bbox.height);
      c.stroke();
      c.fillText("stop here", x + 6 * ratio, u.bbox.top + u.bbox.height - 12 * ratio);
    }
    if (this.p.level !== undefined) {
      const y = u.valToPos(this.p.level, "y", true);
      c.strokeStyle = c.fillStyle = colour("--at");
      c.lineWidth = 2 * ratio;
      c.setLineDash([6 * ratio, 4 * ratio]);
      c.beginPath();
      c.moveTo(u.bbox.left, y);
      c.lineTo(u.bbox.left + u.bbox.width, y);
      c.stroke();
      c.textAlign = "right";
      c.fillText(this.p.level_says ?? "", u.bbox.left + u.bbox.width, y + 12 * ratio);
      c.textAlign = "left";
    }
    if (this.p.lines.length > 1) {
      this.draw_names(u);
      this.draw_intervals(u);
    }
    this.draw_strip(u);
    c.restore();
  }

  private draw_names(u: uPlot): void {
    const ends = this.p.lines.slice(0, NAMED).map((l, i) => ({ i, name: l.name, y: u.valToPos((l.y.findLast((v) => v !== null) ?? 0) * this.p.times, "y", true) }));
    ends.sort((a, b) => a.y - b.y);
    const step = 15 * ratio;
    for (let i = 1; i < ends.length; i++) ends[i].y = Math.max(ends[i].y, ends[i - 1].y + step);
    let low = u.bbox.top + u.bbox.height;
    for (let i = ends.length; i-- > 0; low -= step) ends[i].y = Math.min(ends[i].y, low);
    for (const e of ends) {
      const full = `${e.i + 1} ${e.name}`;
      u.ctx.fillStyle = hue(e.i, this.p.lines.length);
      u.ctx.fillText(full.length > 20 ? `${full.slice(0, 19)}…` : full, u.bbox.left + u.bbox.width + 8 * ratio, e.y, 130 * ratio);
    }
  }

  // Bands of several lines would hide each other: intervals, side by side.
  private draw_intervals(u: uPlot): void {
    const c = u.ctx;
    c.lineWidth = ratio;
    c.setLineDash([]);
    this.p.lines.slice(0, NAMED).forEach((l, n) => {
      c.strokeStyle = hue(n, this.p.lines.length);
      c.beginPath();
      l.lo.forEach((lo, i) => {
        const hi = l.hi[i];
        if (lo === null || hi === null) return;
        const x = u.valToPos(i, "x", true) + 3 * n * ratio;
        c.moveTo(x, u.valToPos(lo * this.p.times, "y", true));
        c.lineTo(x, u.valToPos(hi * this.p.times, "y", true));
      });
      c.stroke();
    });
  }

  private draw_strip(u: uPlot): void {
    const most = Math.max(...this.p.counts.map((c) => c ?? 0));
    if (!(most > 0)) return;
    const c = u.ctx;
    const floor = c.canvas.height - 2 * ratio;
    const wide = Math.max(2, (u.bbox.width / this.p.counts.length) * 0.6);
    this.p.counts.forEach((n, i) => {
      const x = Math.min(Math.max(u.valToPos(i, "x", true) - wide / 2, u.bbox.left), u.bbox.left + u.bbox.width - wide);
      const high = ((n ?? 0) / most) * STRIP * ratio;
      c.fillStyle = colour("--edge");
      c.fillRect(x, floor - high, wide, high);
      if (!this.p.broke[i]) return;
      c.fillStyle = colour("--at");
      c.fillRect(x, floor - STRIP * ratio, 2 * ratio, STRIP * ratio);
    });
  }

  private offer_slider(): void {
    const last = this.p.x.length - 1;
    this.slider.type = "range";
    this.slider.min = "0";
    this.slider.max = String(last);
    this.slider.setAttribute("aria-label", this.gain ? "How many people" : "Which period");
    this.slider.addEventListener("input", () => this.go(Number(this.slider.value), true));
    this.figure.querySelector(".slide")?.append(this.slider, this.says);
    const stop = this.p.at === null ? -1 : this.p.x.indexOf(this.p.at);
    this.go(this.gain && stop >= 0 ? stop : last, false);
  }

  private go(i: number, move: boolean): void {
    const text = this.gain ? this.gain_text(i) : this.course_text(i);
    this.slider.value = String(i);
    this.slider.setAttribute("aria-valuetext", text);
    this.says.textContent = text;
    if (move) this.plot.setCursor({ left: this.plot.valToPos(this.gain ? this.p.x[i] : i, "x"), top: 10 }, false);
    if (this.gain) this.mark_rows(this.p.x[i]);
    const picks = document.querySelector<HTMLInputElement>(".asks [name=picks]");
    if (this.gain && move && picks) picks.value = String(this.p.x[i]); // what Compute asks for next
  }

  private value(l: Line, i: number): string {
    const as = (v: number | null | undefined): string => (v === null || v === undefined ? "unknown" : (v * this.p.times).toFixed(this.p.digits));
    const between = l.lo[i] === null || l.hi[i] === null ? "" : ` (${as(l.lo[i])} to ${as(l.hi[i])})`;
    return as(l.y[i]) + between;
  }

  private gain_text(i: number): string {
    const l = this.p.lines[0];
    const k = this.p.x[i];
    const next = l.y[i + 1];
    const adds = next === undefined || next === null ? "" : `; the next adds ${(next - (l.y[i] ?? 0)).toFixed(this.p.digits)}`;
    const who = k === 1 ? "The first one alone" : `The first ${k} together`;
    return `${who}: ${this.value(l, i)} buyers in 100${adds}.${k === this.p.at ? " Stop here." : ""}`;
  }

  private course_text(i: number): string {
    const count = this.p.counts[i];
    const on = this.p.lines.slice(0, NAMED).map((l, n) => `${this.p.lines.length > 1 ? `${n + 1} ${l.name} ` : ""}${this.value(l, i)}`);
    return `${this.p.names[i]}: ${on.join(", ")} in 100${count === null ? "" : `; ${count} ${count === 1 ? "outlet" : "outlets"}`}`;
  }

  private mark_rows(upto: number): void {
    const section = this.figure.closest("section");
    for (const row of section ? all(section, "tbody tr") : []) {
      const place = Number(row.firstElementChild?.textContent);
      row.classList.toggle("upto", place > 0 && place <= upto);
    }
  }
}

for (const figure of all(document, "figure.live")) {
  try {
    new Curve(figure, aligned(JSON.parse(figure.dataset.points ?? "") as Given), figure.dataset.kind === "gain");
  } catch {
    // the picture that was there stays
  }
}
