// map.ts - serve: who stands near whom, and who heeds whom?
//
// Takes the place and the size of the SVG that the server drew; asks for the same answer as JSON
// once. Ways are shown only of who is chosen: by mouse, touch, arrow keys or name, or by their row
// of the table. 1 and 2: one step or two from there. How it is drawn is map_picture.ts's question.
import { all, kept, make, say } from "./page";
import { Picture, type Dot, type Look } from "./map_picture";

interface Row {
  number: number; id: string | null; name: string; kind: string;
  reach_in_100: number | null; lo: number | null; hi: number | null; tier: number | null;
  mostly_prior: boolean | null; x: number; y: number; radius: number;
}

interface Answer {
  width: number; height: number; rows: Row[];
  buyers?: { number: number; x: number; y: number }[];
  arcs?: { from: number; to: number; strength: number }[];
}

const dot_of = (r: Row): Dot => ({ x: r.x, y: r.y, r: r.radius, name: r.name, look: r.kind === "outlet" ? "outlet" : r.mostly_prior ? "prior" : "who" });

// Whom a link of a table leads to.
const whom = (a: HTMLElement): string | undefined => /\/(?:why|p)\/([^/?#]+)(?:\?|$)/.exec(a.getAttribute("href") ?? "")?.[1];

const NOBODY = "Choose somebody, by arrow keys, a click or a name: then it shows who heeds them, and whom they heed.";

class GraphMap {
  readonly dots: Dot[];
  readonly rows: Row[];
  private readonly to: number[][]; // whom each heeds, and …
  private readonly by: number[][]; // … by whom they are heeded: [from, to] by number - 1
  private readonly box = make("div", "ways");
  private readonly told = make("p", "told");
  readonly picture: Picture;
  private chosen = -1;
  private steps = 1;

  constructor(readonly figure: HTMLElement, readonly answer: Answer) {
    this.rows = answer.rows;
    this.dots = [...answer.rows.map(dot_of), ...(answer.buyers ?? []).map((b) => ({ x: b.x, y: b.y, r: 0, name: "", look: "buyer" as Look }))];
    this.to = this.dots.map(() => []);
    this.by = this.dots.map(() => []);
    for (const a of answer.arcs ?? []) {
      this.to[a.from - 1]?.push(a.to - 1);
      this.by[a.to - 1]?.push(a.from - 1);
    }
    const svg = figure.querySelector("svg") as SVGSVGElement;
    this.box.tabIndex = 0;
    this.box.setAttribute("role", "application");
    this.box.setAttribute("aria-label", `Map of ${this.rows.length}: arrow keys go to who is near, 1 and 2 show one step or two, Enter opens why, t the table`);
    this.picture = new Picture(this.box, this.dots, answer.width, answer.height);
    svg.replaceWith(this.box);
    const drawn = figure.querySelector(".drawn");
    if (drawn) drawn.textContent = `All ${this.rows.length} are here. `;
    this.offer_tools();
    this.told.setAttribute("role", "status");
    this.told.textContent = NOBODY;
    this.box.after(this.told);
    this.listen();
    this.picture.fit();
  }

  // ---- what can be pressed ----

  private offer_tools(): void {
    const tools = make("div", "tools");
    const press = (text: string, title: string, does: () => void): void => {
      const b = make("button", "plain", text);
      b.type = "button";
      b.title = title;
      b.addEventListener("click", does);
      tools.append(b, " ");
    };
    press("+", "Nearer (+)", () => this.picture.zoom(1.5));
    press("−", "Farther (-)", () => this.picture.zoom(1 / 1.5));
    press("All", "The whole map (0)", () => this.picture.fit());
    press("1 step", "One step from who is chosen (1)", () => this.widen(1));
    press("2 steps", "Two steps from who is chosen (2)", () => this.widen(2));
    const label = make("label", "", "Find on the map ");
    const field = make("input");
    field.type = "search";
    field.autocomplete = "off";
    field.dataset.find = "";
    field.addEventListener("input", () => this.find(field.value));
    field.addEventListener("keydown", (e) => {
      if (e.key === "Enter") this.box.focus();
    });
    label.append(field);
    tools.append(label);
    this.box.before(tools);
  }

  // The largest with that in their name; what is typed goes nowhere.
  private find(text: string): void {
    const want = text.trim().toLowerCase();
    const i = want ? this.rows.findIndex((r) => r.name.toLowerCase().includes(want)) : -1;
    this.choose(i, true);
    if (want && i < 0) say("Nobody on the map is called that.");
  }

  private widen(steps: number): void {
    this.steps = steps;
    this.choose(this.chosen, false);
    if (this.chosen < 0) say("Choose somebody first: arrow keys, a click, or a name.");
  }

  // ---- who is chosen ----

  // All within so many steps of who is chosen, by arcs either way; and the arcs between.
  private lit(): { near: Set<number>; arcs: [number, number][] } {
    const near = new Set<number>(this.chosen < 0 ? [] : [this.chosen]);
    const arcs: [number, number][] = [];
    let edge = [...near];
    for (let step = 0; step < this.steps; step++) {
      const next: number[] = [];
      for (const i of edge) {
        for (const j of this.to[i]) arcs.push([i, j]);
        for (const j of this.by[i]) arcs.push([j, i]);
        for (const j of [...this.to[i], ...this.by[i]]) {
          if (near.has(j)) continue;
          near.add(j);
          if (this.dots[j].look !== "buyer") next.push(j);
        }
      }
      edge = next;
    }
    return { near, arcs };
  }

  choose(i: number, centre: boolean): void {
    this.chosen = i;
    const lit = this.lit();
    this.picture.show(i, lit.near, lit.arcs);
    if (i >= 0 && centre) this.picture.centre(i);
    this.tell(i);
    for (const row of all(document, "main tr.here")) row.classList.remove("here");
    if (i >= 0) this.row_of(i)?.classList.add("here");
  }

  private link_of(i: number): HTMLAnchorElement | null {
    const id = this.rows[i].id;
    return id ? document.querySelector<HTMLAnchorElement>(`main tbody a[href*="/why/${CSS.escape(id)}"]`) : null;
  }

  private row_of(i: number): HTMLElement | null {
    const id = this.rows[i].id;
    return (id && all(document, "main tbody a").find((a) => whom(a) === id)?.closest("tr")) || null;
  }

  private why(i: number): string | null {
    const r = this.rows[i];
    const base = location.pathname.replace(/\/map$/, "");
    return r.kind === "person" && r.id ? `${base}/why/${r.id}` : null;
  }

  private tell(i: number): void {
    this.told.textContent = "";
    if (i < 0) {
      this.told.textContent = NOBODY;
      return;
    }
    const r = this.rows[i];
    const name = make("bdi", "", r.name);
    const figure = r.reach_in_100 === null ? "" : ` ${r.reach_in_100.toFixed(1)}${r.lo === null || r.hi === null ? "" : ` (${r.lo.toFixed(1)} to ${r.hi.toFixed(1)})`} buyers in 100${r.mostly_prior ? ", mostly prior" : ""}.`;
    const buyers = this.by[i].filter((j) => this.dots[j].look === "buyer").length;
    const others = this.by[i].length - buyers;
    this.told.append(name, `, ${r.kind}:${figure} Here ${buyers} ${buyers === 1 ? "buyer" : "buyers"} and ${others} ${others === 1 ? "other" : "others"} heed them, and they heed ${this.to[i].length}. `);
    const to = this.why(i);
    if (to) {
      const a = make("a", "", "Why?");
      a.href = this.link_of(i)?.href ?? to;
      this.told.append(a);
    }
  }

  // ---- keys, mouse, touch ----

  // Who is nearest in that direction, where what lies aside counts twice.
  private step(dx: number, dy: number): number {
    if (this.chosen < 0) return this.rows.length ? 0 : -1;
    const from = this.dots[this.chosen];
    let best = -1;
    let least = Infinity;
    for (let i = 0; i < this.rows.length; i++) {
      const along = (this.dots[i].x - from.x) * dx + (this.dots[i].y - from.y) * dy;
      const aside = Math.abs((this.dots[i].x - from.x) * dy - (this.dots[i].y - from.y) * dx);
      if (i === this.chosen || along <= 0 || aside > along) continue;
      const far = Math.hypot(along, 2 * aside);
      if (far < least) [best, least] = [i, far];
    }
    return best < 0 ? this.chosen : best;
  }

  private key(e: KeyboardEvent): void {
    const walk: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const single: Record<string, () => void> = {
      "1": () => this.widen(1), "2": () => this.widen(2), "+": () => this.picture.zoom(1.5), "-": () => this.picture.zoom(1 / 1.5), "0": () => this.picture.fit(),
    };
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (Object.hasOwn(walk, e.key)) this.choose(this.step(...walk[e.key]), true);
    else if (e.key === "Escape" && this.chosen >= 0) this.choose(-1, false);
    else if (e.key === "Enter" && this.chosen >= 0) this.told.querySelector("a")?.click();
    else if (kept("keys") !== "off" && Object.hasOwn(single, e.key)) single[e.key]();
    else return;
    e.preventDefault();
  }

  private listen(): void {
    this.box.addEventListener("keydown", (e) => this.key(e));
    this.picture.on_pick = (i) => this.choose(i < this.rows.length ? i : -1, false);
    document.querySelector("main")?.addEventListener("focusin", (e) => {
      const row = (e.target as Element).closest("main tbody tr");
      const id = row ? all(row, "a").map(whom).find((w) => w) : undefined;
      const i = id ? this.rows.findIndex((r) => r.id === id) : -1;
      if (i >= 0 && i !== this.chosen) this.choose(i, true);
    });
  }
}

// The same scope; sorting and pages are the table's alone.
function address(): string | null {
  const twin = document.querySelector<HTMLLinkElement>('link[rel=alternate][type="application/json"]')?.href;
  if (!twin) return null;
  const kept_words = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(location.search)) if (["for", "until", "with-us", "people"].includes(name)) kept_words.append(name, value);
  const query = kept_words.toString();
  return query ? `${twin}?${query}` : twin;
}

async function start(): Promise<void> {
  const figure = document.querySelector<HTMLElement>("main figure.map");
  const from = address();
  if (!figure || !from) return;
  const got = await fetch(from);
  if (got.ok) await new GraphMap(figure, (await got.json()) as Answer).picture.quicken();
}

start().catch(() => undefined); // what was there stays: the server's picture, or the canvas
