// early.ts - serve: light or dark, before anything is painted?
import { light_up } from "./page";

light_up();
