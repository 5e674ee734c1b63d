// Copies the built front-end libraries, with their licences, to where the server and the wheel find them.
import { copyFileSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "src", "untocgraph", "publish", "pages", "static", "vendor");
const yasgui = join(here, "node_modules", "@zazuko", "yasgui");

mkdirSync(target, { recursive: true });
for (const name of ["yasgui.min.js", "yasgui.min.css"]) copyFileSync(join(yasgui, "build", name), join(target, name));
const licence = readdirSync(yasgui).find((name) => /^licen[cs]e/i.test(name));
if (licence) copyFileSync(join(yasgui, licence), join(target, "yasgui.LICENSE"));
