"use strict";
const data = JSON.parse(document.getElementById("network").textContent);
const panel = document.getElementById("panel");
const svg = document.querySelector(".canvas svg");
const tieMarks = [...svg.querySelectorAll("[data-tie]")];
const nodeMarks = [...svg.querySelectorAll("[data-node]")];

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function link(text, action) {
  const button = element("button", text, "linkish");
  button.type = "button";
  button.addEventListener("click", action);
  return button;
}

function source(quotation) {
  const line = element("p", undefined, "place");
  const name = [quotation.title || quotation.source, quotation.publisher].filter(Boolean).join(", ");
  if (/^https?:\/\//.test(quotation.url)) {
    const anchor = element("a", name);
    anchor.href = quotation.url;
    anchor.rel = "noopener noreferrer";
    line.append(anchor);
  } else {
    line.append(name);
  }
  const sure = `confidence ${quotation.confidence.toFixed(2)}`;
  line.append(` · characters ${quotation.start}–${quotation.end} · ${sure}`);
  return line;
}

function mark(chosen) {
  for (const entry of tieMarks) entry.classList.toggle("chosen", chosen.has(Number(entry.dataset.tie)));
}

function showTie(number, focus) {
  const tie = data.ties[number];
  mark(new Set([number]));
  panel.replaceChildren();
  const heading = element("h2");
  heading.append(data.nodes[tie.source].label, data.directed ? " → " : " – ", data.nodes[tie.target].label);
  panel.append(heading);
  for (const [name, value] of tie.facts) panel.append(element("p", `${name}: ${value}`, "muted"));
  panel.append(element("h2", tie.quotes.length ? "Evidence" : "No quotation in the graph"));
  for (const key of tie.quotes) {
    const quotation = data.quotations[key];
    panel.append(element("blockquote", quotation.text), source(quotation));
  }
  for (const row of tie.references) panel.append(element("p", `Reference data: ${row}`, "place"));
  if (focus) { panel.focus(); panel.scrollIntoView({ block: "nearest" }); }
}

function showNode(number, focus) {
  const node = data.nodes[number];
  const ties = data.ties.map((tie, place) => [tie, place])
    .filter(([tie]) => tie.source === number || tie.target === number);
  mark(new Set(ties.map(([, place]) => place)));
  panel.replaceChildren(element("h2", node.label));
  for (const [name, value] of node.facts) panel.append(element("p", `${name}: ${value}`, "muted"));
  panel.append(element("h2", `${ties.length} ${ties.length === 1 ? "tie" : "ties"}`));
  for (const [tie, place] of ties) {
    const other = data.nodes[tie.source === number ? tie.target : tie.source].label;
    const line = element("p");
    line.append(link(other, () => showTie(place, true)));
    panel.append(line);
  }
  if (focus) { panel.focus(); panel.scrollIntoView({ block: "nearest" }); }
}

for (const entry of tieMarks) entry.addEventListener("click", () => showTie(Number(entry.dataset.tie), false));
for (const entry of nodeMarks) entry.addEventListener("click", () => showNode(Number(entry.dataset.node), false));
for (const button of document.querySelectorAll("button[data-show-tie]")) {
  button.addEventListener("click", () => showTie(Number(button.dataset.showTie), true));
}
for (const button of document.querySelectorAll("button[data-show-node]")) {
  button.addEventListener("click", () => showNode(Number(button.dataset.showNode), true));
}

const search = document.getElementById("search");
const least = document.getElementById("least");
const shown = document.getElementById("shown");
const year = document.getElementById("year");
const years = year ? ["", ...year.dataset.years.split(" ")] : [""];
function filter() {
  const when = years[year ? Number(year.value) : 0];
  const word = search.value.trim().toLocaleLowerCase();
  const floor = Number(least.value);
  const hit = data.nodes.map((node) => !word || node.label.toLocaleLowerCase().includes(word));
  const near = when ? hit.map(() => false) : hit.slice();
  let ties = 0;
  data.ties.forEach((tie, place) => {
    const on = tie.weight >= floor && (!when || tie.years.includes(when)) && (!word || hit[tie.source] || hit[tie.target]);
    tieMarks[place].classList.toggle("faded", !on);
    if (on) { ties += 1; near[tie.source] = true; near[tie.target] = true; }
  });
  nodeMarks.forEach((entry) => entry.classList.toggle("faded", !near[Number(entry.dataset.node)]));
  shown.textContent = `${ties} of ${data.ties.length} ties shown`;
}
search.addEventListener("input", filter);
least.addEventListener("input", filter);
if (year) {
  year.addEventListener("input", () => {
    document.getElementById("of-year").value = years[Number(year.value)] || "all years";
    year.setAttribute("aria-valuetext", years[Number(year.value)] || "all years");
    filter();
  });
}
filter();

const box = svg.viewBox.baseVal;
const whole = [box.x, box.y, box.width, box.height];
let drag = null;
function zoom(factor, x, y) {
  const width = Math.min(whole[2] * 2, Math.max(whole[2] / 12, box.width * factor));
  const scale = width / box.width;
  box.x = x - (x - box.x) * scale;
  box.y = y - (y - box.y) * scale;
  box.width = width;
  box.height *= scale;
}
function at(event) {
  const rim = svg.getBoundingClientRect();
  return [box.x + ((event.clientX - rim.left) / rim.width) * box.width,
    box.y + ((event.clientY - rim.top) / rim.height) * box.height];
}
svg.addEventListener("wheel", (event) => { event.preventDefault(); zoom(event.deltaY > 0 ? 1.15 : 0.87, ...at(event)); },
  { passive: false });
svg.addEventListener("pointerdown", (event) => { if (!event.target.closest("[data-tie],[data-node]")) drag = at(event); });
svg.addEventListener("pointermove", (event) => {
  if (!drag) return;
  const [x, y] = at(event);
  box.x += drag[0] - x;
  box.y += drag[1] - y;
});
addEventListener("pointerup", () => { drag = null; });
const middle = () => [box.x + box.width / 2, box.y + box.height / 2];
document.getElementById("nearer").addEventListener("click", () => zoom(0.8, ...middle()));
document.getElementById("farther").addEventListener("click", () => zoom(1.25, ...middle()));
document.getElementById("reset").addEventListener("click", () => { [box.x, box.y, box.width, box.height] = whole; });
