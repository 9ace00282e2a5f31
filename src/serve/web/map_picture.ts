// map_picture.ts - serve: where is a map seen from, and who draws it?
//
// Moving it, making it larger and choosing are alike whoever draws the marks: a canvas of two
// dimensions, or sigma on a GPU (Marks). Names and the ring of who is chosen are drawn here, over
// both. Frames are drawn when something changed, at most one a frame of the screen.
import { canvas_marks } from "./map_canvas";
import { gpu, smooth } from "./map_gpu";
import { Names } from "./map_names";

export type Look = "who" | "prior" | "outlet" | "buyer";
export interface Dot { x: number; y: number; r: number; name: string; look: Look }

export interface Marks {
  readonly by: "canvas" | "sigma";
  paint(): void; // a frame, as the picture is seen now
  lit(): void; // somebody else is chosen
  hues(): void; // it is light, or dark
  end(): void;
}

const BUYER = 2.5;
const MANY = 2500; // of more marks, ways are drawn when the map stands still

export class Picture {
  on_pick: (i: number) => void = () => undefined; // -1 or past the names: nobody
  readonly canvas = document.createElement("canvas");
  readonly c = this.canvas.getContext("2d") as CanvasRenderingContext2D;
  readonly order: number[]; // all with a name, largest first
  width = 0;
  height = 0;
  k = 1; // px a unit of the map, and …
  grow = 1; // … of a radius: discs grow slower than distances, all alike, so that areas stay comparable
  x = 0; // of the map, in the middle
  y = 0;
  chosen = -1;
  near = new Set<number>();
  arcs: [number, number][] = [];
  moving = 0; // a timer; 0: it stands still
  private base = 1; // px a unit when all is seen
  private scale = 1; // times that
  private hue: Record<string, string> = {};
  private asked = false;
  private marks: Marks;
  private readonly names: Names;
  private readonly down = new Map<number, { x: number; y: number }>();
  private moved = 0;

  constructor(readonly box: HTMLElement, readonly dots: Dot[], readonly map_width: number, readonly map_height: number) {
    this.order = dots.map((_, i) => i).filter((i) => dots[i].look !== "buyer").sort((a, b) => dots[b].r - dots[a].r || a - b);
    this.names = new Names(this);
    box.append(this.canvas);
    this.marks = canvas_marks(this);
    box.dataset.by = this.marks.by;
    this.fit();
    new ResizeObserver(() => this.resize()).observe(box);
    const lights = (): void => {
      this.hue = {};
      this.marks.hues();
      this.again();
    };
    for (const change of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) matchMedia(change).addEventListener("change", lights);
    new MutationObserver(lights).observe(document.documentElement, { attributes: true, attributeFilter: ["data-light"] });
    this.listen();
  }

  // ---- who draws it ----

  private use(marks: Marks): void {
    this.marks.end();
    this.marks = marks;
    this.box.dataset.by = marks.by;
    this.draw();
  }

  // sigma where there is a GPU, as long as its frames come in time; else what was there stays.
  async quicken(): Promise<void> {
    if (!gpu()) return;
    const { sigma_marks } = await import("./map_sigma");
    let lost = false;
    const marks = sigma_marks(this, () => {
      lost = true;
      if (this.marks === marks) this.use(canvas_marks(this));
    });
    this.use(marks);
    if (!(await smooth(() => this.draw())) && !lost) this.use(canvas_marks(this));
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
    this.marks.lit();
    this.again();
  }

  at(i: number): [number, number] {
    const k = this.base * this.scale;
    return [(this.dots[i].x - this.x) * k + this.width / 2, (this.dots[i].y - this.y) * k + this.height / 2];
  }

  radius(i: number): number {
    return this.dots[i].look === "buyer" ? BUYER : Math.max(2, this.dots[i].r * this.base * Math.sqrt(this.scale));
  }

  in_sight(x: number, y: number, r: number): boolean {
    return x > -r && y > -r && x < this.width + r && y < this.height + r;
  }

  faded(i: number): number {
    return this.chosen < 0 || this.near.has(i) ? 1 : 0.25;
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
    this.canvas.style.width = `${clientWidth}px`; // a part of a pixel more or less would blur it
    this.canvas.style.height = `${clientHeight}px`;
    this.draw();
  }

  // ---- drawing ----

  colour(name: string): string {
    return (this.hue[name] ??= getComputedStyle(this.box).getPropertyValue(name).trim() || "#888");
  }

  // However a sheet writes it: red, green, blue, from 0 to 255.
  parts(name: string): number[] {
    this.c.fillStyle = this.colour(name);
    const hex = parseInt(String(this.c.fillStyle).slice(1, 7), 16) || 0;
    return [hex >> 16, (hex >> 8) & 255, hex & 255];
  }

  // Of ways: mixed with the ground rather than seen through, so that crossings are no darker.
  way(): string {
    const ground = this.parts("--bg");
    return `rgb(${this.parts("--at").map((n, i) => Math.round(0.55 * n + 0.45 * ground[i])).join(",")})`;
  }

  again(): void {
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

  ways_now(): boolean {
    return this.arcs.length > 0 && (!this.moving || this.dots.length <= MANY);
  }

  private draw(): void {
    const { c } = this;
    const ratio = devicePixelRatio || 1;
    if (!this.width) return;
    this.k = this.base * this.scale;
    this.grow = this.base * Math.sqrt(this.scale);
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    c.clearRect(0, 0, this.width, this.height);
    this.marks.paint();
    if (this.chosen >= 0) this.draw_ring(this.chosen);
    this.names.draw();
  }

  private draw_ring(i: number): void {
    const { c } = this;
    c.beginPath();
    c.arc(...this.at(i), this.radius(i) + 4, 0, 7);
    c.strokeStyle = this.colour("--ink");
    c.lineWidth = 2;
    c.stroke();
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
