// table_file.ts - serve: may a table be read from a file, too?
//
// Where a form takes a table as text, its text comes from a file of this machine as well; what is
// read stands in the field, to be looked at before it is sent.
import { all, make, say } from "./page";

const MOST = 900000; // bytes; a form may be longer by what else is in it

export function offer_files(): void {
  for (const field of all(document, "textarea[data-table]") as HTMLTextAreaElement[]) {
    const label = make("label", "", "or from a file ");
    const file = make("input");
    file.type = "file";
    file.accept = ".csv,.tsv,.txt,text/csv,text/plain";
    label.append(file);
    field.closest("label")?.after(label);
    file.addEventListener("change", async () => {
      const chosen = file.files?.[0];
      if (!chosen) return;
      if (chosen.size > MOST) say("The file is too large for a form; import it instead");
      else field.value = await chosen.text();
    });
  }
}
