// import.ts - serve: may files be dropped on the page, and how much of them is sent?
//
// The form is the same without: it sends, and the next page shows what was found.
import { make, say } from "./page";

const form = document.querySelector<HTMLFormElement>("form.send");
const input = form?.querySelector<HTMLInputElement>("input[type=file]");

const brings_files = (e: DragEvent): boolean => e.dataTransfer?.types.includes("Files") ?? false;

function count(n: number): string {
  return n === 1 ? "1 file" : `${n} files`;
}

function send(of: HTMLFormElement): void {
  const bar = make("progress");
  const told = make("p", "sending", "Sending … ");
  const button = of.querySelector("button");
  const ask = new XMLHttpRequest();
  const back = (why: string): void => {
    told.remove();
    if (button) button.disabled = false;
    say(why);
  };
  bar.max = 1;
  bar.setAttribute("aria-label", "how much is sent");
  told.append(bar);
  of.append(told);
  if (button) button.disabled = true;
  ask.open("POST", of.action);
  ask.setRequestHeader("Accept", "application/json");
  ask.upload.onprogress = (e) => {
    if (e.lengthComputable) bar.value = e.loaded / e.total;
  };
  ask.onload = () => {
    const to = ask.getResponseHeader("Location");
    if (ask.status < 300 && to) location.assign(to);
    else back(refusal(ask.responseText));
  };
  ask.onerror = () => back("It could not be sent; is it too large, or is the server gone?");
  ask.send(new FormData(of));
}

function refusal(text: string): string {
  try {
    return `${(JSON.parse(text) as { detail: string }).detail}.`;
  } catch {
    return "It was refused.";
  }
}

if (form && input) {
  const zone = make("p", "drop", "Drop files here, or choose them below.");
  form.prepend(zone);
  document.addEventListener("dragover", (e) => {
    if (!brings_files(e)) return;
    e.preventDefault();
    zone.classList.add("over");
  });
  document.addEventListener("dragleave", (e) => {
    if (!e.relatedTarget) zone.classList.remove("over");
  });
  document.addEventListener("drop", (e) => {
    if (!brings_files(e) || !e.dataTransfer) return;
    e.preventDefault();
    zone.classList.remove("over");
    input.files = e.dataTransfer.files;
    say(`${count(input.files.length)} chosen.`);
    input.focus();
  });
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    send(form);
  });
}
