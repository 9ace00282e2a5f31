// base.ts - serve: how are pages used by single keys, and what else makes them quicker?
//
// Everything here is also there without scripts: links, forms, twins.
import { copy_figure, copy_table, offer_copies } from "./copy";
import { start_drawer } from "./drawer";
import { all, kept, say, writes } from "./page";
import { offer_settings, show_settings } from "./settings";
import { offer_files } from "./table_file";

const here = (): HTMLElement | null => (document.activeElement instanceof HTMLElement ? document.activeElement : null);
const rows = (): HTMLElement[] => all(document, "main tbody tr:not(.group)").filter((r) => r.offsetParent !== null);
const row_now = (): HTMLElement | null => here()?.closest<HTMLElement>("main tbody tr") ?? null;

function go_row(by: number): void {
  const list = rows();
  const now = row_now();
  const at = now ? list.indexOf(now) + by : 0;
  const to = list[Math.min(Math.max(at, 0), list.length - 1)];
  if (!to) return;
  to.tabIndex = -1;
  to.focus({ preventScroll: true });
  to.scrollIntoView({ block: "nearest" });
}

function follow(what: string): boolean {
  const a = row_now()?.querySelector<HTMLElement>(what);
  a?.click();
  return a !== undefined && a !== null;
}

function mark_row(): void {
  const row = row_now();
  if (!row) return;
  row.classList.toggle("chosen");
  const count = all(document, "tr.chosen").length;
  say(count ? `${count} ${count === 1 ? "row" : "rows"} marked; c copies ${count === 1 ? "it" : "them"}` : "No row is marked");
}

// Table and picture of the same answer; where one has the focus, the other gets it.
function turn(): void {
  const at = here();
  const figures = all(document, "main figure");
  const figure = at?.closest("figure") ?? null;
  const to = figure
    ? all(document, "main .box").find((b) => figure.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING) ?? document.querySelector<HTMLElement>("main .box")
    : figures[0];
  if (!to) return;
  const inside = figure ? to : to.querySelector<HTMLElement>("[tabindex='0'], input[type=range]") ?? to;
  if (inside.tabIndex < 0) inside.tabIndex = -1;
  inside.focus({ preventScroll: true });
  to.scrollIntoView({ block: "nearest" });
}

function search(): void {
  const field = document.querySelector<HTMLElement>("[data-find], input[type=search]");
  if (field) field.focus();
  else location.assign(document.querySelector<HTMLAnchorElement>('.rail a[href="/search"]')?.href ?? "/people");
}

function copy(): void {
  const chosen = document.querySelector("tr.chosen");
  const cell = here()?.closest("td, tbody th");
  const table = (chosen ?? here())?.closest("table") ?? document.querySelector<HTMLTableElement>("main table");
  if (cell && !chosen) copy_figure(cell);
  else if (table) copy_table(table as HTMLTableElement);
}

// A button says its own key: that of the row with the focus, else the first in sight.
function keyed(key: string, within: ParentNode): HTMLElement | null {
  return all(within, "button[data-key]").find((b) => b.dataset.key === key && b.offsetParent !== null) ?? null;
}

function press(key: string): boolean {
  const button = keyed(key, row_now() ?? document.querySelector("main") ?? document);
  button?.click();
  return button !== null;
}

// Who judges one after another finds, when the page comes back, the focus where it stood, on what is
// next: the same button, else the row.
const LEFT = "kith.left";

function leave_at(row: HTMLElement | null, key: string): void {
  try {
    sessionStorage.setItem(LEFT, `${location.pathname} ${Math.max(row ? rows().indexOf(row) : 0, 0)} ${key}`);
  } catch {
    // then it begins anew at the first row
  }
}

function stay(): void {
  let left: string[] = [];
  try {
    left = (sessionStorage.getItem(LEFT) ?? "").split(" ");
    sessionStorage.removeItem(LEFT);
  } catch {
    return;
  }
  if (left[0] !== location.pathname || !document.querySelector("main button[data-key]")) return;
  const list = rows();
  const row = list[Math.min(Number(left[1]), list.length - 1)] ?? null;
  const to = (row && keyed(left[2], row)) ?? (list.length ? null : keyed(left[2], document)) ?? row;
  if (!to) return;
  if (to === row) to.tabIndex = -1;
  to.focus({ preventScroll: true });
}

// Past a row that can wait: nothing is said of it.
function skip(): void {
  if (document.querySelector("main tbody button[data-key]")) go_row(1);
}

function undo(): void {
  const button = all(document, "main button").find((b) => /^Undo/.test(b.textContent ?? ""));
  const form = button?.closest("form");
  if (!button || !form) return;
  const open = form.closest("details");
  if (open) open.open = true;
  if (form.querySelector("input:not([type=hidden])")) form.querySelector<HTMLElement>("input:not([type=hidden])")?.focus();
  else button.click();
}

const keys: Record<string, () => void> = {
  j: () => go_row(1),
  k: () => go_row(-1),
  e: () => void follow('a[href*="/why/"]'),
  x: mark_row,
  t: turn,
  c: copy,
  u: undo,
  s: skip,
  "/": search,
  "?": show_settings,
};

document.addEventListener("keydown", (e) => {
  if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || writes(e.target) || kept("keys") === "off") return;
  if (document.querySelector("dialog[open]")) return;
  if (e.key === "Enter" && here() === row_now() && row_now()) {
    if (follow("a[href]")) e.preventDefault();
    return;
  }
  if (press(e.key)) {
    e.preventDefault();
    return;
  }
  const does = Object.hasOwn(keys, e.key) ? keys[e.key] : undefined;
  if (!does) return;
  e.preventDefault();
  does();
});

document.addEventListener("submit", (e) => {
  const button = (e as SubmitEvent).submitter;
  if (button?.dataset.key) leave_at(button.closest("tr"), button.dataset.key);
});

offer_settings();
offer_copies();
start_drawer();
offer_files();
stay();
