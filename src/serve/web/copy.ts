// copy.ts - serve: what is copied of a figure, and of a table?
import { all, make, say, scope, words } from "./page";

const row_name = (row: Element | null): string => words(row?.querySelector("tbody th"));

// "18.0 (13.0 to 24.0) reach, buyers in 100: Ines Halder; on …; as of …"
export function figure_text(cell: Element): string {
  const of = row_name(cell.closest("tr"));
  const label = cell.getAttribute("data-label") ?? "";
  return [`${words(cell)} ${label}${of ? `: ${of}` : ""}`, scope()].filter(Boolean).join("; ");
}

// As a sheet takes it: one line a row, and what it speaks of above. What a sheet would take for a
// formula is kept from being one, as in the CSV.
const field = (text: string): string => text.replace(/^(?=[=+\-@])(?!-?[\d.]+(\s|$|\())/, "'");

export function table_text(table: HTMLTableElement, chosen: boolean): string {
  const lines = [scope()].filter(Boolean);
  lines.push(all(table, "thead th").map(words).join("\t"));
  for (const row of all(table, chosen ? "tbody tr.chosen" : "tbody tr")) lines.push(all(row, "th, td").map((c) => field(words(c))).join("\t"));
  return lines.join("\n") + "\n";
}

async function put(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(`Copied: ${what}.`);
  } catch {
    say("This browser does not let a page copy; take the CSV instead.");
  }
}

export function copy_table(table: HTMLTableElement): void {
  const chosen = table.querySelector("tr.chosen") !== null;
  const rows = all(table, chosen ? "tbody tr.chosen" : "tbody tr").length;
  void put(table_text(table, chosen), `${rows} ${rows === 1 ? "row" : "rows"} with the scope`);
}

export function copy_figure(cell: Element): void {
  const text = figure_text(cell);
  void put(text, text);
}

// A path to somebody is sent on with what it rests on, and of what it speaks.
function offer_paths(): void {
  for (const cell of all(document, 'main td[data-label="path"]')) {
    const text = words(cell);
    if (!text.includes("→")) continue;
    const button = make("button", "plain", "Copy with evidence");
    button.type = "button";
    button.addEventListener("click", () => void put([text, scope()].filter(Boolean).join("; "), text));
    cell.append(" ", button);
  }
}

// Beside the links to CSV and JSON of an answer.
export function offer_copies(): void {
  offer_paths();
  for (const section of all(document, "main section")) {
    const table = section.querySelector("table");
    const twins = section.nextElementSibling;
    if (!table || !twins?.classList.contains("twins")) continue;
    const button = make("button", "plain", "Copy");
    button.type = "button";
    button.title = "Copy what is shown, with its scope (c)";
    button.addEventListener("click", () => copy_table(table));
    twins.prepend(button, " ");
  }
}
