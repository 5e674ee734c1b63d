// The network: Cytoscape.js draws what was laid out before; a node leads to its page, a tie to its sentences.
"use strict";

const SHAPES = { circle: "ellipse", square: "rectangle", diamond: "diamond", triangle: "triangle", hexagon: "hexagon" };
const place = document.getElementById("net");
const panel = document.getElementById("panel");
let drawnNet;
const byId = (id) => document.getElementById(id);
const inkOf = (name) => {
  const probe = document.createElement("i"); // resolves light-dark(), which a canvas cannot read
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
};

function style() {
  const [ink, line, ground, strong] = ["ink", "net-tie", "ground", "warn"].map(inkOf);
  return [
    { selector: "node", style: {
      width: "data(size)", height: "data(size)", shape: "data(shape)", "background-color": "data(colour)",
      label: "data(label)", color: ink, "font-size": "data(font)", "text-wrap": "wrap", "text-max-width": 110,
      "text-valign": "bottom", "text-margin-y": 3, "text-outline-color": ground, "text-outline-width": 2,
    } },
    { selector: "edge", style: { width: "data(width)", "line-color": line, "curve-style": "bezier", opacity: .75 } },
    { selector: "edge.directed", style: { "target-arrow-shape": "triangle", "target-arrow-color": line, "arrow-scale": .8 } },
    { selector: "node.quiet", style: { "text-opacity": 0 } },
    { selector: ".far", style: { opacity: .12 } },
    { selector: "node.near", style: { "border-width": 3, "border-color": strong, "z-index": 9, "text-opacity": 1 } },
    { selector: "edge.near", style: { "line-color": strong, "target-arrow-color": strong, opacity: 1 } },
    { selector: ".gone", style: { display: "none" } },
  ];
}

function elements(net) {
  const looks = new Map(net.groups.map((group) => [group.name, group]));
  const most = Math.max(...net.ties.map((tie) => Math.abs(tie.weight)), 1e-9);
  const nodes = net.nodes.map((node, number) => {
    const look = looks.get(node.group);
    return { data: { id: "n" + number, iri: node.id, page: node.page, label: node.label, size: 2.2 * node.r, font: Math.min(15, 10 + 0.3 * node.r), colour: look.colour,
      shape: SHAPES[look.shape], group: node.group, ties: node.ties }, position: { x: 1.25 * node.x, y: 1.25 * node.y } };
  });
  const ties = net.ties.map((tie, number) => ({
    data: { id: "t" + number, source: "n" + tie.one, target: "n" + tie.two, weight: tie.weight,
      width: 1 + 5 * Math.abs(tie.weight) / most, since: Number(tie.since.slice(0, 4)), until: Number(tie.until.slice(0, 4)) },
    classes: net.directed ? "directed" : "",
  }));
  return [...nodes, ...ties];
}

// Of a network that no server drew, the sentences come with it.
function sentencesOf(net, one, two) {
  const tie = net.ties.find((some) => net.nodes[some.one].id === one && net.nodes[some.two].id === two);
  const made = (name, words, ...inside) => {
    const part = document.createElement(name);
    part.textContent = words;
    part.append(...inside);
    return part;
  };
  const parts = [made("h2", `${net.nodes[tie.one].label} – ${net.nodes[tie.two].label}`)];
  for (const [words, address, source] of tie.quotes.map((number) => net.quotes[number])) {
    const link = made("a", words);
    link.href = address;
    const from = made("p", source);
    from.className = "how";
    parts.push(made("blockquote", "", link), from);
  }
  if (tie.proofs > tie.quotes.length) parts.push(made("p", `${tie.quotes.length} of ${tie.proofs} places shown; the files name all.`));
  return parts;
}

async function showTie(one, two) {
  panel.replaceChildren(...await (window.untocTie || sentencesOf)(drawnNet, one, two));
  panel.focus({ preventScroll: true });
}

function showNode(node) {
  const title = document.createElement("h2");
  const link = document.createElement("a");
  link.href = node.data("page") || "/page?iri=" + encodeURIComponent(node.data("iri"));
  link.textContent = node.data("label");
  title.append(link);
  const words = document.createElement("p");
  words.className = "also";
  words.textContent = `${node.data("group")}, ${node.data("ties")} ties`;
  const list = document.createElement("ul");
  list.className = "plain";
  node.connectedEdges(":visible").sort((a, b) => b.data("weight") - a.data("weight")).slice(0, 30).forEach((tie) => {
    const other = tie.source().same(node) ? tie.target() : tie.source();
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "linkish";
    button.textContent = other.data("label");
    button.addEventListener("click", () => showTie(tie.source().data("iri"), tie.target().data("iri")));
    const number = document.createElement("span");
    number.className = "n";
    number.textContent = tie.data("weight");
    item.append(button, number);
    list.append(item);
  });
  panel.replaceChildren(title, words, list);
}

function light(cy, some) {
  cy.elements().removeClass("near far");
  if (!some || some.empty()) return;
  cy.elements().not(some).addClass("far");
  some.addClass("near");
}

const HUBS = 8;
const SIDES = [["bottom", "center", 0, 3], ["top", "center", 0, -3], ["center", "right", 3, 0], ["center", "left", -3, 0]];

// Names keep their size on the screen and stand where nothing lies over them: below, above or beside their node. Of
// those that find no such place, a hub's lies over lesser nodes, another one waits until the picture is larger.
function thin(cy) {
  const apart = (one, other) => one.x2 < other.x1 || other.x2 < one.x1 || one.y2 < other.y1 || other.y2 < one.y1;
  const look = cy.nodes().not(".gone").sort((a, b) => b.data("size") - a.data("size"));
  const bodies = look.map((node) => node.boundingBox({ includeLabels: false, includeEdges: false, includeOverlays: false }));
  const names = [];
  look.forEach((node, number) => {
    const others = bodies.filter((_, place) => place !== number);
    const stands = (taken) => SIDES.some(([vertical, horizontal, x, y]) => {
      node.style({
        "font-size": node.data("font") / cy.zoom(), "text-max-width": 110 / cy.zoom(), "text-outline-width": 2 / cy.zoom(),
        "text-valign": vertical, "text-halign": horizontal, "text-margin-x": x / cy.zoom(), "text-margin-y": y / cy.zoom(),
      });
      const box = node.boundingBox({ includeNodes: false, includeEdges: false, includeOverlays: false });
      const free = taken.every((other) => apart(box, other));
      if (free) names.push(box);
      return free;
    });
    node.style("z-index", Math.max(0, HUBS - number));
    const found = stands([...names, ...others]) || (number < HUBS && stands([...names, ...others.slice(0, HUBS - 1)]));
    node.toggleClass("quiet", !found);
  });
}

function narrow(cy) {
  const most = Math.max(...cy.edges().map((tie) => tie.data("weight")), 0);
  const least = most * byId("least").value / 100;
  const [from, to] = [Number(byId("from").value), Number(byId("to").value)];
  byId("from-year").textContent = byId("from").disabled ? "" : from;
  byId("to-year").textContent = byId("to").disabled ? "" : to;
  const whole = from <= byId("from").min && to >= byId("to").max;
  cy.edges().forEach((tie) => {
    const { weight, since, until } = tie.data();
    const inTime = whole || (since && since <= to && (until || since) >= from);
    tie.toggleClass("gone", weight < least || !inTime);
  });
  cy.nodes().forEach((node) => node.toggleClass("gone", node.connectedEdges().not(".gone").empty()));
  thin(cy);
  byId("shown").textContent = `${cy.edges().not(".gone").length} of ${cy.edges().length} ties shown`;
}

function start(net) {
  drawnNet = net;
  const cy = window.cytoscape({
    container: place, elements: elements(net), style: style(), layout: { name: "preset", padding: 30 },
    minZoom: .2, maxZoom: 5,
  });
  place.cy = cy;
  const years = net.ties.flatMap((tie) => [tie.since, tie.until]).filter(Boolean).map((day) => Number(day.slice(0, 4)));
  for (const [id, value] of [["from", Math.min(...years)], ["to", Math.max(...years)]]) {
    const slider = byId(id);
    slider.disabled = !years.length;
    if (years.length) Object.assign(slider, { min: Math.min(...years), max: Math.max(...years) }).value = value;
    slider.addEventListener("input", () => narrow(cy));
  }
  byId("least").addEventListener("input", () => narrow(cy));
  byId("find").addEventListener("input", () => {
    const words = byId("find").value.trim().toLowerCase();
    light(cy, words ? cy.nodes().filter((node) => node.data("label").toLowerCase().includes(words)) : null);
  });
  byId("whole").addEventListener("click", () => { light(cy, null); cy.fit(undefined, 30); });
  let soon;
  cy.on("zoom resize", () => { clearTimeout(soon); soon = setTimeout(() => thin(cy), 80); });
  cy.on("mouseover", "node", (event) => light(cy, event.target.closedNeighborhood()));
  cy.on("mouseout", "node", () => light(cy, null));
  cy.on("tap", "node", (event) => { showNode(event.target); light(cy, event.target.closedNeighborhood()); });
  cy.on("tap", "edge", (event) => showTie(event.target.source().data("iri"), event.target.target().data("iri")));
  new MutationObserver(() => { cy.style(style()); thin(cy); }).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { cy.style(style()); thin(cy); });
  byId("tools").hidden = false;
  narrow(cy);
  cy.fit(cy.nodes(), 40);
  thin(cy);
  place.dataset.ready = "yes";
}

// Called with the network: by the page's script where a server answers, by a script with the data where none does.
window.untocNetwork = start;
