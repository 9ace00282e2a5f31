// page.ts - serve: what do the scripts of pages share?

type Setting = "light" | "keys";

// A browser may refuse to keep anything: then nothing is set.
export function kept(name: Setting): string | null {
  try {
    return localStorage.getItem(`kith.${name}`);
  } catch {
    return null;
  }
}

export function keep(name: Setting, value: string): void {
  try {
    if (value) localStorage.setItem(`kith.${name}`, value);
    else localStorage.removeItem(`kith.${name}`);
  } catch {
    // it holds for this page alone
  }
}

// As it was set; forced colours (of the system, for those who need them) are light or dark by
// themselves.
export function light_up(): void {
  const light = matchMedia("(forced-colors: active)").matches ? null : kept("light");
  if (light === "light" || light === "dark") document.documentElement.dataset.light = light;
  else delete document.documentElement.dataset.light;
}

// An element with text; whatever others wrote is only ever text.
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, name = "", text = ""): HTMLElementTagNameMap[K] {
  const e = document.createElement(tag);
  if (name) e.className = name;
  if (text) e.textContent = text;
  return e;
}

export const all = (of: ParentNode, what: string): HTMLElement[] => Array.from(of.querySelectorAll<HTMLElement>(what));

export const words = (e: Element | null | undefined): string => {
  if (!e) return "";
  const copy = e.cloneNode(true) as Element;
  for (const gone of all(copy, "svg, [aria-hidden=true]")) gone.remove();
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
};

// "on container, whom tag:buyer, as of 2026-05-30, model …", as the bar in sight says it.
export const scope = (): string => all(document, ".scope span").map(words).join("; ");

let line: HTMLElement | undefined;
// Said once to those who listen, and shown for a moment.
export function say(text: string): void {
  if (!line) {
    line = make("p", "said");
    line.setAttribute("role", "status");
    document.body.append(line);
  }
  line.textContent = text;
  const now = line;
  setTimeout(() => {
    if (now.textContent === text) now.textContent = "";
  }, 4000);
}

// While somebody writes, letters are letters.
export function writes(at: EventTarget | null): boolean {
  return at instanceof HTMLElement && (at.isContentEditable || at.matches("textarea, select, input:not([type=range], [type=checkbox], [type=radio])"));
}
