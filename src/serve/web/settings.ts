// settings.ts - serve: which keys are there, and what does somebody want to have otherwise?
import { keep, kept, light_up, make } from "./page";

export const KEYS: [string, string][] = [
  ["/", "search, or find on a map"],
  ["j k", "next and previous row"],
  ["Enter", "open the row"],
  ["e", "the evidence behind its figure"],
  ["x", "mark the row, for copying"],
  ["t", "from picture to table, and back"],
  ["c", "copy the figure, or the table, with its scope"],
  ["y n o s", "accept, refuse, another, skip: the buttons of a row that asks"],
  ["u", "undo, where something can be undone"],
  ["1 2", "on a map: whom this person heeds; and whom these heed"],
  ["Esc", "close"],
  ["?", "this list"],
];

function choice(name: string, value: string, label: string, now: boolean, set: (value: string) => void): HTMLElement {
  const line = make("label");
  const input = make("input");
  input.type = "radio";
  input.name = name;
  input.value = value;
  input.checked = now;
  input.addEventListener("change", () => set(value));
  line.append(input, ` ${label}`);
  return line;
}

function lights(): HTMLElement {
  const set = make("fieldset");
  set.append(make("legend", "", "Light"));
  const now = kept("light") ?? "";
  for (const [value, label] of [["", "as the system"], ["light", "light"], ["dark", "dark"]])
    set.append(choice("light", value, label, now === value, (v) => {
      keep("light", v);
      light_up();
    }));
  return set;
}

function key_setting(): HTMLElement {
  const line = make("label");
  const input = make("input");
  input.type = "checkbox";
  input.checked = kept("keys") !== "off";
  input.addEventListener("change", () => keep("keys", input.checked ? "" : "off"));
  line.append(input, " single keys do what stands here");
  return line;
}

export function show_settings(): void {
  const box = make("dialog", "settings");
  const heading = make("h2", "", "Keys and light");
  heading.id = "settings";
  box.setAttribute("aria-labelledby", "settings");
  const list = make("dl");
  for (const [key, what] of KEYS) {
    const one = make("div");
    const dt = make("dt");
    dt.append(make("kbd", "", key));
    one.append(dt, make("dd", "", what));
    list.append(one);
  }
  const form = make("form");
  form.method = "dialog";
  form.append(make("button", "", "Close"));
  box.append(heading, list, key_setting(), lights(), form);
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
}

export function offer_settings(): void {
  const button = make("button", "keys", "Keys");
  button.type = "button";
  button.title = "Keys and light (?)";
  button.addEventListener("click", show_settings);
  document.querySelector("header.top")?.append(button);
}
