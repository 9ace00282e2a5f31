// map_names.ts - serve: whose name stands on a map, and where?
//
// At most 40: who is chosen, then who is near them, then the largest; none over another one, nor
// over the largest marks, but for that of who is chosen.
import type { Picture } from "./map_picture";

const LABELS = 40;
const TRIED = 600; // in sight, largest first: of a map of thousands the rest has no room anyway
const FONT = "13px system-ui, sans-serif";
const LINE = 16;
const DISCS = 60; // the largest: no name is written over them

interface Box { left: number; right: number; top: number; bottom: number }
const meets = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

export class Names {
  private readonly wide: number[]; // 0: not measured yet

  constructor(readonly seen: Picture) {
    this.wide = seen.dots.map(() => 0);
  }

  draw(): void {
    const { c, chosen, near, order } = this.seen;
    const taken = this.discs();
    let named = 0;
    let tried = 0;
    c.font = FONT;
    c.textBaseline = "middle";
    c.lineJoin = "round";
    c.lineWidth = 3;
    c.strokeStyle = this.seen.colour("--bg");
    c.fillStyle = this.seen.colour("--ink");
    const whose = chosen < 0 ? order : [chosen, ...order.filter((i) => i !== chosen && near.has(i))];
    for (const i of whose) {
      const [x, y] = this.seen.at(i);
      if (!this.seen.in_sight(x, y, 0)) continue;
      if (named === LABELS || tried++ === TRIED) break;
      const at = this.place(i, x, y, i === chosen ? [] : taken);
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
    for (const i of this.seen.order) {
      if (boxes.length === DISCS) break;
      const [x, y] = this.seen.at(i);
      const r = this.seen.radius(i);
      if (this.seen.in_sight(x, y, r)) boxes.push({ left: x - r, right: x + r, top: y - r, bottom: y + r });
    }
    return boxes;
  }

  private name_of(i: number): string {
    const { name } = this.seen.dots[i];
    const letters = [...name];
    return letters.length > 26 ? `${letters.slice(0, 25).join("")}…` : name;
  }

  private place(i: number, x: number, y: number, taken: Box[]): Box | null {
    const r = this.seen.radius(i) + (i === this.seen.chosen ? 4 : 0); // beside its ring
    const wide = (this.wide[i] ||= this.seen.c.measureText(this.name_of(i)).width);
    for (const left of [x + r + 4, x - r - 4 - wide, x - wide / 2]) {
      const down = left === x - wide / 2 ? r + LINE / 2 + 2 : 0;
      const at = { left, right: left + wide, top: y + down - LINE / 2, bottom: y + down + LINE / 2 };
      if (at.left < 0 || at.right > this.seen.width || at.top < 0 || at.bottom > this.seen.height) continue;
      if (!taken.some((b) => meets(at, b))) return at;
    }
    return null;
  }
}
