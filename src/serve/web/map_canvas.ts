// map_canvas.ts - serve: how are the marks of a map drawn without a GPU?
//
// On a canvas of two dimensions: quick on office desktops, where WebGL is emulated.
import type { Marks, Picture } from "./map_picture";

class Canvas implements Marks {
  readonly by = "canvas";

  constructor(readonly seen: Picture) {}

  paint(): void {
    if (this.seen.ways_now()) this.draw_arcs();
    this.draw_buyers();
    const draw = this.seen.moving ? this.sketch_dot : this.draw_dot;
    for (const i of this.seen.order) {
      const [x, y] = this.seen.at(i);
      const r = this.seen.radius(i);
      if (this.seen.in_sight(x, y, r)) draw.call(this, i, x, y, r);
    }
    this.seen.c.globalAlpha = 1;
  }

  lit(): void {} // each frame asks who is near, and …
  hues(): void {} // … for colours
  end(): void {}

  // Each a stroke of its own: thousands of lines in one path take eight times as long, for their
  // crossings are looked for.
  private draw_arcs(): void {
    const { c } = this.seen;
    c.strokeStyle = this.seen.way();
    c.lineWidth = this.seen.moving ? 1 : 1.25;
    for (const [from, to] of this.seen.arcs) {
      c.beginPath();
      c.moveTo(...this.seen.at(from));
      c.lineTo(...this.seen.at(to));
      c.stroke();
    }
  }

  private draw_buyers(): void {
    const { c, dots } = this.seen;
    c.fillStyle = this.seen.colour("--edge");
    for (let i = 0; i < dots.length; i++) {
      if (dots[i].look !== "buyer") continue;
      const [x, y] = this.seen.at(i);
      c.globalAlpha = this.seen.faded(i);
      c.beginPath();
      c.arc(x, y, this.seen.radius(i), 0, 7);
      c.fill();
    }
    c.globalAlpha = 1;
  }

  private draw_dot(i: number, x: number, y: number, r: number): void {
    const { seen } = this;
    const { c } = seen;
    const look = seen.dots[i].look;
    c.globalAlpha = seen.faded(i);
    c.beginPath();
    if (look === "outlet") c.rect(x - r * 0.886, y - r * 0.886, r * 1.772, r * 1.772);
    else c.arc(x, y, r, 0, 7);
    c.fillStyle = seen.colour(look === "outlet" ? "--m3" : look === "prior" ? "--bg" : "--mark");
    c.fill();
    if (look === "prior") c.setLineDash([4, 3]);
    c.strokeStyle = seen.colour(look === "prior" ? "--mark" : "--bg");
    c.lineWidth = look === "prior" ? 2 : 1;
    c.stroke();
    c.setLineDash([]);
  }

  // While it moves: whole discs alone, for lines along circles, and dashes most, are slow. Small
  // ones have no edge then.
  private sketch_dot(i: number, x: number, y: number, r: number): void {
    const { seen } = this;
    const look = seen.dots[i].look;
    seen.c.globalAlpha = seen.faded(i);
    if (look === "outlet") {
      seen.c.fillStyle = seen.colour("--m3");
      seen.c.fillRect(x - r * 0.886, y - r * 0.886, r * 1.772, r * 1.772);
    } else if (look === "prior") {
      this.disc(x, y, r + 1, "--mark");
      this.disc(x, y, r - 1, "--bg");
    } else {
      if (r > 4) this.disc(x, y, r + 0.5, "--bg");
      this.disc(x, y, r > 4 ? r - 0.5 : r, "--mark");
    }
  }

  private disc(x: number, y: number, r: number, colour: string): void {
    const { c } = this.seen;
    c.fillStyle = this.seen.colour(colour);
    c.beginPath();
    c.arc(x, y, r, 0, 7);
    c.fill();
  }
}

export const canvas_marks = (seen: Picture): Marks => new Canvas(seen);
