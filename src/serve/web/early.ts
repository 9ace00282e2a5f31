// early.ts - serve: light or dark, before anything is painted?
import { kept } from "./page";

const light = kept("light");
if (light === "light" || light === "dark") document.documentElement.dataset.light = light;
