// Copies the built front-end libraries, with their licences, to where the server and the wheel find them.
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
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
  else writeFileSync(join(target, short + ".LICENSE"), stated(root));
}

// A package without a licence file says in its description whose it is and under which terms; so do those bundled in it.
function stated(root) {
  const modules = join(here, "node_modules");
  const seen = new Map();
  const visit = (folder) => {
    const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    if (seen.has(about.name)) return;
    const people = [about.author, ...(about.contributors ?? [])].filter(Boolean);
    seen.set(about.name, `${about.name} ${about.version}: ${about.license}. ${people.map((one) => one.name ?? one).join(", ")}`);
    for (const name of Object.keys(about.dependencies ?? {})) visit(join(modules, ...name.split("/")));
  };
  visit(root);
  const mit = readFileSync(join(modules, "cytoscape", "LICENSE"), "utf8");
  return [...seen.values()].sort().join("\n") + "\n\nThe terms of MIT:\n\n" + mit.slice(mit.indexOf("Permission"));
}
