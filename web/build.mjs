// Copies the built front-end libraries, with their licences, to where the server and the wheel find them.
import { copyFileSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "src", "untocgraph", "publish", "pages", "static", "vendor");
const libraries = {
  "@zazuko/yasgui": ["build/yasgui.min.js", "build/yasgui.min.css"],
  cytoscape: ["dist/cytoscape.min.js"],
};

mkdirSync(target, { recursive: true });
for (const [name, files] of Object.entries(libraries)) {
  const root = join(here, "node_modules", ...name.split("/"));
  const short = name.split("/").pop();
  for (const file of files) copyFileSync(join(root, ...file.split("/")), join(target, file.split("/").pop()));
  const licence = readdirSync(root).find((entry) => /^licen[cs]e/i.test(entry));
  if (licence) copyFileSync(join(root, licence), join(target, short + ".LICENSE"));
}
