// map_canvas.ts - serve: how is a map drawn, moved and made larger, on any screen?
//
// One canvas of two dimensions: quick on office desktops without a GPU, where WebGL is emulated.
// Frames are drawn when something changed, at most one a frame of the screen.

export type Look = "who" | "prior" | "outlet" | "buyer";
export interface Dot { x: number; y: number; r: number; name: string; look: Look }

export interface Picture {
  fit(): void;
  zoom(by: number): void;
  centre(i: number): void;
  show(chosen: number, near: Set<number>, arcs: [number, number][]): void;
  on_pick: (i: number) => void; // -1 or past the names: nobody
}

const LABELS = 40;
const FONT = "13px system-ui, sans-serif";
const LINE = 16;
const DISCS = 60; // the largest: no name is written over them
const BUYER = 2.5;

interface Box { left: number; right: number; top: number; bottom: number }
const meets = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

class Canvas implements Picture {
  on_pick: (i: number) => void = () => undefined;
  private readonly canvas = document.createElement("canvas");
  private readonly c: CanvasRenderingContext2D;
  private readonly order: number[]; // largest first
  private readonly wide: number[]; // of names; 0: not measured yet
  private hue: Record<string, string> = {};
  private width = 0;
  private height = 0;
  private base = 1; // px a unit when all is seen
  private scale = 1; // times that
  private x = 0; // of the map, in the middle of the canvas
  private y = 0;
  private chosen = -1;
  private near = new Set<number>();
  private arcs: [number, number][] = [];
  private asked = false;
  private moving = 0; // a timer: dashes, which are slow, are drawn when it stands still
  private readonly down = new Map<number, { x: number; y: number }>();
  private moved = 0;

  constructor(readonly box: HTMLElement, readonly dots: Dot[], readonly map_width: number, readonly map_height: number) {
    this.c = this.canvas.getContext("2d") as CanvasRenderingContext2D;
    this.wide = dots.map(() => 0);
    this.order = dots.map((_, i) => i).filter((i) => dots[i].look !== "buyer").sort((a, b) => dots[b].r - dots[a].r || a - b);
    box.append(this.canvas);
    this.fit();
    new ResizeObserver(() => this.resize()).observe(box);
    const lights = (): void => {
      this.hue = {};
      this.again();
    };
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", lights);
    new MutationObserver(lights).observe(document.documentElement, { attributes: true, attributeFilter: ["data-light"] });
    this.listen();
  }

  // ---- where is it seen from ----

  fit(): void {
    this.scale = 1;
    this.x = this.map_width / 2;
    this.y = this.map_height / 2;
    this.again();
  }

  zoom(by: number): void {
    this.zoom_at(by, this.width / 2, this.height / 2);
  }

  private zoom_at(by: number, px: number, py: number): void {
    const k = this.base * this.scale;
    const mx = this.x + (px - this.width / 2) / k;
    const my = this.y + (py - this.height / 2) / k;
    this.scale = Math.min(Math.max(this.scale * by, 0.5), 16);
    const now = this.base * this.scale;
    this.x = mx - (px - this.width / 2) / now;
    this.y = my - (py - this.height / 2) / now;
    this.move_on();
  }

  private pan(dx: number, dy: number): void {
    const k = this.base * this.scale;
    this.x = Math.min(Math.max(this.x - dx / k, 0), this.map_width);
    this.y = Math.min(Math.max(this.y - dy / k, 0), this.map_height);
    this.move_on();
  }

  // Only where it is not well in sight already.
  centre(i: number): void {
    const [px, py] = this.at(i);
    if (px > 40 && py > 40 && px < this.width - 40 && py < this.height - 40) return;
    this.x = this.dots[i].x;
    this.y = this.dots[i].y;
    this.again();
  }

  show(chosen: number, near: Set<number>, arcs: [number, number][]): void {
    this.chosen = chosen;
    this.near = near;
    this.arcs = arcs;
    this.again();
  }

  private at(i: number): [number, number] {
    const k = this.base * this.scale;
    return [(this.dots[i].x - this.x) * k + this.width / 2, (this.dots[i].y - this.y) * k + this.height / 2];
  }

  // Discs grow slower than distances, all alike, so that areas stay comparable.
  private radius(i: number): number {
    return this.dots[i].look === "buyer" ? BUYER : Math.max(2, this.dots[i].r * this.base * Math.sqrt(this.scale));
  }

  private resize(): void {
    const { clientWidth, clientHeight } = this.box;
    if (!clientWidth || !clientHeight) return;
    this.width = clientWidth;
    this.height = clientHeight;
    this.base = Math.min(clientWidth / this.map_width, clientHeight / this.map_height);
    const ratio = devicePixelRatio || 1;
    this.canvas.width = Math.round(clientWidth * ratio);
    this.canvas.height = Math.round(clientHeight * ratio);
    this.draw();
  }

  // ---- drawing ----

  private colour(name: string): string {
    return (this.hue[name] ??= getComputedStyle(this.box).getPropertyValue(name).trim() || "#888");
  }

  private again(): void {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      this.draw();
    });
  }

  private move_on(): void {
    clearTimeout(this.moving);
    this.moving = setTimeout(() => {
      this.moving = 0;
      this.again();
    }, 120);
    this.again();
  }

  private draw(): void {
    const { c } = this;
    const ratio = devicePixelRatio || 1;
    if (!this.width) return;
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    c.clearRect(0, 0, this.width, this.height);
    this.draw_arcs();
    this.draw_buyers();
    for (const i of this.order) this.draw_dot(i);
    if (this.chosen >= 0) this.draw_ring(this.chosen);
    this.draw_names();
  }

  private faded(i: number): number {
    return this.chosen < 0 || this.near.has(i) ? 1 : 0.25;
  }

  private draw_arcs(): void {
    const { c } = this;
    c.strokeStyle = this.colour("--at");
    c.globalAlpha = 0.55;
    c.lineWidth = 1.25;
    c.beginPath();
    for (const [from, to] of this.arcs) {
      c.moveTo(...this.at(from));
      c.lineTo(...this.at(to));
    }
    c.stroke();
    c.globalAlpha = 1;
  }

  private draw_buyers(): void {
    const { c } = this;
    c.fillStyle = this.colour("--edge");
    for (let i = 0; i < this.dots.length; i++) {
      if (this.dots[i].look !== "buyer") continue;
      const [x, y] = this.at(i);
      c.globalAlpha = this.faded(i);
      c.beginPath();
      c.arc(x, y, BUYER, 0, 7);
      c.fill();
    }
    c.globalAlpha = 1;
  }

  private draw_dot(i: number): void {
    const { c } = this;
    const [x, y] = this.at(i);
    const r = this.radius(i);
    if (x < -r || y < -r || x > this.width + r || y > this.height + r) return;
    const look = this.dots[i].look;
    c.globalAlpha = this.faded(i);
    c.beginPath();
    if (look === "outlet") c.rect(x - r * 0.886, y - r * 0.886, r * 1.772, r * 1.772);
    else c.arc(x, y, r, 0, 7);
    c.fillStyle = this.colour(look === "outlet" ? "--m3" : look === "prior" ? "--bg" : "--mark");
    c.fill();
    if (look === "prior" && !this.moving) c.setLineDash([4, 3]);
    c.strokeStyle = this.colour(look === "prior" ? "--mark" : "--bg");
    c.lineWidth = look === "prior" ? 2 : 1;
    c.stroke();
    c.setLineDash([]);
    c.globalAlpha = 1;
  }

  private draw_ring(i: number): void {
    const { c } = this;
    c.beginPath();
    c.arc(...this.at(i), this.radius(i) + 4, 0, 7);
    c.strokeStyle = this.colour("--ink");
    c.lineWidth = 2;
    c.stroke();
  }

  // Who is chosen, then who is near them, then the largest; none over another one.
  private draw_names(): void {
    const { c } = this;
    const taken = this.discs();
    let named = 0;
    c.font = FONT;
    c.textBaseline = "middle";
    c.lineJoin = "round";
    c.lineWidth = 3;
    c.strokeStyle = this.colour("--bg");
    c.fillStyle = this.colour("--ink");
    const first = this.chosen < 0 ? [] : [this.chosen, ...this.order.filter((i) => i !== this.chosen && this.near.has(i))];
    const rest = this.chosen < 0 ? this.order : [];
    for (const i of [...first, ...rest]) {
      if (named === LABELS) break;
      const at = this.name_at(i, taken);
      if (!at) continue;
      taken.push(at);
      named++;
      const name = this.name_of(i);
      c.strokeText(name, at.left, (at.top + at.bottom) / 2);
      c.fillText(name, at.left, (at.top + at.bottom) / 2);
    }
  }

  // The largest come first in the order.
  private discs(): Box[] {
    const boxes: Box[] = [];
    for (const i of this.order) {
      if (boxes.length === DISCS) break;
      const [x, y] = this.at(i);
      const r = this.radius(i);
      if (x > -r && y > -r && x < this.width + r && y < this.height + r) boxes.push({ left: x - r, right: x + r, top: y - r, bottom: y + r });
    }
    return boxes;
  }

  private name_of(i: number): string {
    const letters = [...this.dots[i].name];
    return letters.length > 26 ? `${letters.slice(0, 25).join("")}…` : this.dots[i].name;
  }

  private name_at(i: number, taken: Box[]): Box | null {
    const [x, y] = this.at(i);
    const r = this.radius(i);
    const wide = (this.wide[i] ||= this.c.measureText(this.name_of(i)).width);
    for (const left of [x + r + 4, x - r - 4 - wide, x - wide / 2]) {
      const down = left === x - wide / 2 ? r + LINE / 2 + 2 : 0;
      const at = { left, right: left + wide, top: y + down - LINE / 2, bottom: y + down + LINE / 2 };
      if (at.left < 0 || at.right > this.width || at.top < 0 || at.bottom > this.height) continue;
      if (!taken.some((b) => meets(at, b))) return at;
    }
    return null;
  }

  // ---- mouse and touch ----

  private pick(px: number, py: number): number {
    let best = -1;
    let least = Infinity;
    for (const i of this.order) {
      const [x, y] = this.at(i);
      const far = Math.hypot(x - px, y - py) - Math.max(this.radius(i), 8);
      if (far < 0 && far < least) [best, least] = [i, far];
    }
    return best;
  }

  private place(e: MouseEvent): { x: number; y: number } {
    const box = this.canvas.getBoundingClientRect();
    return { x: e.clientX - box.left, y: e.clientY - box.top };
  }

  // Two fingers make it larger, one moves it.
  private move(e: PointerEvent): void {
    const was = this.down.get(e.pointerId);
    if (!was) return;
    const now = this.place(e);
    const other = [...this.down].find(([id]) => id !== e.pointerId)?.[1];
    if (other) {
      const before = Math.hypot(was.x - other.x, was.y - other.y);
      const after = Math.hypot(now.x - other.x, now.y - other.y);
      if (before > 0) this.zoom_at(after / before, (now.x + other.x) / 2, (now.y + other.y) / 2);
    } else {
      this.pan(now.x - was.x, now.y - was.y);
    }
    this.moved += Math.hypot(now.x - was.x, now.y - was.y);
    this.down.set(e.pointerId, now);
  }

  private listen(): void {
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (e) => {
      this.down.set(e.pointerId, this.place(e));
      this.moved = 0;
      if (e.isTrusted) canvas.setPointerCapture(e.pointerId);
    });
    canvas.addEventListener("pointermove", (e) => this.move(e));
    canvas.addEventListener("pointerup", (e) => {
      this.down.delete(e.pointerId);
      const at = this.place(e);
      if (this.moved < 5) this.on_pick(this.pick(at.x, at.y));
    });
    canvas.addEventListener("pointercancel", (e) => this.down.delete(e.pointerId));
    // A page that is scrolled past must not stop at the map: only where it has the focus, or with Ctrl.
    canvas.addEventListener("wheel", (e) => {
      if (!e.ctrlKey && document.activeElement !== this.box) return;
      e.preventDefault();
      const at = this.place(e);
      this.zoom_at(Math.exp(-e.deltaY / 400), at.x, at.y);
    }, { passive: false });
  }
}

export const canvas_of = (box: HTMLElement, dots: Dot[], width: number, height: number): Picture => new Canvas(box, dots, width, height);
