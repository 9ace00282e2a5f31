// home.ts - serve: on how many docs and people would a new market rest?
//
// What the button beside the form asks is asked while somebody writes, and said below it.
import { make, words } from "./page";

interface Found { lead?: string; detail?: string; rows?: { doc: string; where: string | null; at: string | null }[]; notes?: string[] }

const WAIT_MS = 400; // since the last letter

function put(box: HTMLElement, found: Found): void {
  box.replaceChildren(make("p", "lead", found.lead ?? `${found.detail ?? "It cannot be counted"}.`));
  const list = make("ul", "notes");
  for (const row of found.rows ?? []) {
    const item = make("li");
    item.append(make("bdi", "", row.doc), ` ${[row.where, row.at?.slice(0, 10)].filter(Boolean).join(", ")}`);
    list.append(item);
  }
  for (const note of found.notes ?? []) list.append(make("li", "", note));
  if (list.childElementCount) box.append(list);
}

function live(button: HTMLButtonElement): void {
  const form = button.form;
  const box = button.closest("details")?.querySelector<HTMLElement>(".tried");
  if (!form || !box) return;
  let timer = 0;
  let last = "";
  let asked = 0;
  const ask = async (): Promise<void> => {
    const data = new FormData(form);
    const fields = JSON.stringify({ topic: data.get("topic"), audience: data.get("audience") });
    if (fields === last) return;
    last = fields;
    const mine = ++asked;
    const got = await fetch(button.formAction, { method: "POST", body: fields, headers: { accept: "application/json", "content-type": "application/json" } });
    const found = (await got.json()) as Found;
    if (mine === asked) put(box, found);
  };
  form.addEventListener("input", (e) => {
    if (!/^(topic|audience)$/.test((e.target as HTMLInputElement).name)) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => void ask().catch(() => undefined), WAIT_MS);
  });
  box.setAttribute("aria-label", words(button));
}

for (const button of document.querySelectorAll<HTMLButtonElement>(".try button")) live(button);
