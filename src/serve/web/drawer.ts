// drawer.ts - serve: what stands behind a figure, beside the list it is in?
//
// A link to the evidence of a figure opens in a panel with its own address: loaded again, it is a
// page. Esc and Back close it, the focus goes back to the link. In the panel links are links: there
// is never a panel in a panel.
import { all, make, say } from "./page";

const WIDE = 1024; // px; below, the page is opened as ever

let panel: HTMLDialogElement | undefined;
let from: HTMLElement | undefined;

const address = (): string => location.pathname + location.search;
const loaded = address();

const leads_behind = (a: HTMLAnchorElement): boolean => a.origin === location.origin && /^\/(m\/[^/]+\/why\/p\d+|(m\/[^/]+\/)?evidence\/e\d+)$/.test(a.pathname);

// Names of elements are the page's already.
function renamed(of: HTMLElement): void {
  for (const e of all(of, "[id]")) e.id = `behind-${e.id}`;
  for (const name of ["for", "aria-labelledby", "aria-describedby"])
    for (const e of all(of, `[${name}]`)) e.setAttribute(name, `behind-${e.getAttribute(name)}`);
  for (const e of all(of, 'a[href^="#"]')) e.setAttribute("href", `#behind-${e.getAttribute("href")?.slice(1)}`);
}

function shut(): void {
  if (!panel) return;
  const gone = panel;
  panel = undefined;
  gone.close();
  gone.remove();
  from?.focus({ preventScroll: true });
}

function show(main: HTMLElement, href: string): void {
  renamed(main);
  const title = main.querySelector("h1");
  const heading = make("h2", "", title?.textContent ?? "");
  heading.id = "behind";
  heading.tabIndex = -1;
  title?.remove();
  const close = make("button", "plain", "Close");
  close.type = "button";
  close.title = "Esc";
  close.addEventListener("click", () => history.back());
  const whole = make("a", "", "As a page");
  whole.href = href;
  const head = make("div", "head");
  head.append(heading, whole, close);
  const body = make("div");
  body.append(...Array.from(main.childNodes));
  panel = make("dialog", "drawer");
  panel.setAttribute("aria-labelledby", "behind");
  panel.append(head, body);
  panel.addEventListener("cancel", (e) => {
    e.preventDefault();
    history.back();
  });
  panel.addEventListener("click", (e) => {
    if (e.target === panel) history.back();
  });
  document.body.append(panel);
  panel.showModal();
  say("");
  heading.focus();
}

async function open(a: HTMLAnchorElement): Promise<void> {
  const answer = await fetch(a.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.headers.has("Refresh") || answer.redirected) throw new Error("not there yet");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.querySelector("main");
  if (!main) throw new Error("no answer");
  from = a;
  history.pushState({ behind: true }, "", a.href);
  show(document.adoptNode(main), a.href);
}

export const drawn = (): boolean => panel !== undefined;

export function start_drawer(): void {
  document.addEventListener("click", (e) => {
    const a = (e.target as Element).closest?.("a");
    const plain = e.button === 0 && !e.ctrlKey && !e.metaKey && !e.shiftKey && !e.altKey;
    if (!(a instanceof HTMLAnchorElement) || !plain || panel || innerWidth < WIDE || !leads_behind(a)) return;
    e.preventDefault();
    say("Opening what stands behind it …");
    open(a).catch(() => location.assign(a.href));
  });
  addEventListener("popstate", () => {
    if (panel) shut();
    else if (address() !== loaded) location.reload(); // come back from further away, it is another page
  });
}
