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
    for (const i of this.seen.order) this.draw_dot(i);
  }

  lit(): void {} // each frame asks who is near, and …
  hues(): void {} // … for colours
  end(): void {}

  private draw_arcs(): void {
    const { c } = this.seen;
    c.strokeStyle = this.seen.colour("--at");
    c.globalAlpha = 0.55;
    c.lineWidth = 1.25;
    c.beginPath();
    for (const [from, to] of this.seen.arcs) {
      c.moveTo(...this.seen.at(from));
      c.lineTo(...this.seen.at(to));
    }
    c.stroke();
    c.globalAlpha = 1;
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

  private draw_dot(i: number): void {
    const { c, seen } = { c: this.seen.c, seen: this.seen };
    const [x, y] = seen.at(i);
    const r = seen.radius(i);
    if (!seen.in_sight(x, y, r)) return;
    const look = seen.dots[i].look;
    c.globalAlpha = seen.faded(i);
    c.beginPath();
    if (look === "outlet") c.rect(x - r * 0.886, y - r * 0.886, r * 1.772, r * 1.772);
    else c.arc(x, y, r, 0, 7);
    c.fillStyle = seen.colour(look === "outlet" ? "--m3" : look === "prior" ? "--bg" : "--mark");
    c.fill();
    if (look === "prior" && !seen.moving) c.setLineDash([4, 3]); // dashes are slow
    c.strokeStyle = seen.colour(look === "prior" ? "--mark" : "--bg");
    c.lineWidth = look === "prior" ? 2 : 1;
    c.stroke();
    c.setLineDash([]);
    c.globalAlpha = 1;
  }
}

export const canvas_marks = (seen: Picture): Marks => new Canvas(seen);
