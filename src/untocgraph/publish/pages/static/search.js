// Search and narrowed lists without a server: word lists, titles and facets are plain scripts, fetched when they are asked for.
"use strict";

const results = document.getElementById("results");
const state = document.getElementById("state");
const more = document.getElementById("more");
const root = results.dataset.root;
const shards = new Map();
const blocks = new Map();
const BLOCK = 500;
const STEP = 50;

// The scripts of the index call these two.
window.untocWords = (name, words) => shards.set(name, words);
window.untocTitles = (number, titles) => blocks.set(number, titles);

function load(path) {
  return new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = root + "search/" + path;
    script.onload = resolve;
    script.onerror = resolve; // no file: no word begins like this
    document.head.append(script);
  });
}

function words(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
}

function shardOf(word) {
  return /^[a-z0-9]/.test(word) ? word[0] : "other";
}

async function hits(word) {
  const name = shardOf(word);
  if (!shards.has(name)) await load("words-" + name + ".js");
  const found = new Map();
  for (const [known, documents] of shards.get(name) || []) {
    if (!known.startsWith(word)) continue;
    const gain = known === word ? 2 : 1;
    for (const number of documents) found.set(number, Math.max(found.get(number) || 0, gain));
  }
  return found;
}

async function search(query) {
  const asked = words(query);
  if (!asked.length) return [];
  let ranked = null;
  for (const word of asked) {
    const found = await hits(word);
    if (ranked === null) ranked = found;
    else {
      const both = new Map();
      for (const [number, gain] of found) if (ranked.has(number)) both.set(number, ranked.get(number) + gain);
      ranked = both;
    }
  }
  // Numbers are in order of weight: entities often named come first.
  return [...ranked].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([number]) => number);
}

async function title(number) {
  const block = Math.floor(number / BLOCK);
  if (!blocks.has(block)) await load("titles-" + block + ".js");
  return (blocks.get(block) || [])[number % BLOCK];
}

// -- lists that are narrowed: each state is an address, as where a server answers

const asked = new URLSearchParams(location.search);
const facets = new Map();
window.untocFacets = (name, list) => facets.set(name, list);
const byId = (id) => document.getElementById(id);

function made(name, words, ...inside) {
  const part = document.createElement(name);
  part.textContent = words;
  part.append(...inside);
  return part;
}

function addressWith(change) {
  const query = new URLSearchParams(asked);
  change(query);
  return "?" + query;
}

// A choice that is taken leads to the state without it.
function choice(name, [value, label], number) {
  const chosen = asked.getAll(name).includes(value);
  const link = made("a", "", made("span", label), " ", Object.assign(made("span", number.toLocaleString("en")), { className: "n" }));
  link.href = addressWith((query) => {
    const kept = query.getAll(name).filter((one) => one !== value);
    query.delete(name);
    for (const one of chosen ? kept : [...kept, value]) query.append(name, one);
  });
  if (chosen) link.setAttribute("aria-current", "true");
  return made("li", "", link);
}

function offer([name, title, values], beside, open) {
  const counted = values.map((value) => [value, value[2].filter((place) => beside.has(place)).length])
    .filter(([value, number]) => number || asked.getAll(name).includes(value[0]));
  if (!counted.length) return [];
  counted.sort((a, b) => asked.getAll(name).includes(b[0][0]) - asked.getAll(name).includes(a[0][0]) || b[1] - a[1]);
  const items = counted.map(([value, number]) => choice(name, value, number));
  const part = made("details", "", made("summary", title), made("ul", "", ...items.slice(0, 7)));
  part.open = open || asked.has(name);
  if (items.length > 7) {
    const rest = made("details", "", made("summary", `${items.length - 7} more`), made("ul", "", ...items.slice(7, 400)));
    rest.className = "rest";
    part.append(rest);
  }
  return [part];
}

// Words and order, as fields; what was chosen stays.
function fields(orders) {
  const form = document.createElement("form");
  const words = Object.assign(document.createElement("input"), { className: "field", name: "q", type: "search", value: asked.get("q") || "" });
  const order = Object.assign(document.createElement("select"), { name: "sort" });
  for (const name of ["", ...orders.map(([name]) => name)]) {
    const words_ = { "": "as listed", latest: "latest first", sources: "by number of sources" }[name] || "by " + name;
    order.append(Object.assign(made("option", words_), { value: name, selected: name === (asked.get("sort") || "") }));
  }
  form.append(made("label", "Words in it ", words), ...(orders.length ? [made("label", "Order ", order)] : []));
  for (const [name, value] of asked) {
    if (!["q", "sort"].includes(name)) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  form.append(Object.assign(made("button", "Show"), { className: "button" }));
  return form;
}

// The numbers of what is left of a list, in the order asked for, and the facets beside it.
function narrow([numbers, offers, orders], hits) {
  const found = hits && new Set(hits);
  const every = numbers.flatMap((number, place) => (number >= 0 && (!found || found.has(number)) ? [place] : []));
  const kept = new Map();
  for (const [name, , values] of offers) {
    if (asked.has(name)) kept.set(name, new Set(values.filter(([value]) => asked.getAll(name).includes(value)).flatMap((value) => value[2])));
  }
  const left = (but) => every.filter((place) => [...kept].every(([name, places]) => name === but || places.has(place)));
  const rank = new Map(((orders.find(([name]) => name === asked.get("sort")) || [])[1] || []).map((place, at) => [place, at]));
  const whole = made("details", "", made("summary", "Narrow the list"), fields(orders));
  whole.className = "narrow";
  whole.open = !window.matchMedia("(max-width: 56rem)").matches;
  offers.forEach((one, at) => whole.append(...offer(one, new Set(left(one[0])), at < 4)));
  byId("narrow").replaceChildren(whole);
  byId("narrow").hidden = false;
  byId("browse").className = "browse";
  const places = left();
  if (rank.size) places.sort((a, b) => rank.get(a) - rank.get(b));
  return places.map((place) => numbers[place]);
}

// A value that a spreadsheet would take for a formula stays words.
const cell = (value) => '"' + value.replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""') + '"';

async function save(numbers, kind) {
  const rows = [];
  for (const number of numbers) {
    const entry = await title(number);
    if (entry) rows.push({ label: entry[0], kind: entry[2], page: new URL(root + entry[1], location.href).href });
  }
  const text = kind === "json" ? JSON.stringify(rows, null, 1)
    : ["label,kind,page", ...rows.map((row) => Object.values(row).map(cell).join(","))].join("\r\n") + "\r\n";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: kind === "json" ? "application/json" : "text/csv" }));
  link.download = (asked.get("list") || "search") + "." + kind;
  link.click();
}

async function show(numbers, from) {
  for (const number of numbers.slice(from, from + STEP)) {
    const entry = await title(number);
    if (!entry) continue;
    const [label, path, kind] = entry;
    const link = made("a", label);
    link.href = root + path;
    const tag = made("span", kind);
    tag.className = "tag";
    results.append(made("li", "", link, " ", tag));
  }
  more.hidden = from + STEP >= numbers.length;
  more.onclick = () => show(numbers, from + STEP);
}

// Titles are offered while one types.
function offerTitles() {
  const field = document.getElementById("q");
  field.setAttribute("list", "names");
  field.addEventListener("input", async () => {
    if (field.value.length < 2) return;
    const typed = field.value;
    const found = await Promise.all((await search(typed)).slice(0, 8).map(title));
    if (typed === field.value) byId("names").replaceChildren(...found.map((entry) => Object.assign(document.createElement("option"), { value: entry[0].slice(0, 90), label: entry[2] })));
  });
}

async function start() {
  const query = asked.get("q") || "";
  const list = asked.get("list") || "";
  document.getElementById("q").value = query;
  offerTitles();
  byId("lists").hidden = false;
  byId("lists").querySelectorAll("a").forEach((link) => {
    if (query) link.href += (link.dataset.list ? "&" : "?") + new URLSearchParams({ q: query });
    if ((link.dataset.list || "") === list) link.setAttribute("aria-current", "true");
  });
  if (!query.trim() && !list) return document.getElementById("q").focus();
  state.textContent = "searching …";
  let numbers = query.trim() ? await search(query) : null;
  if (/^[a-z]+$/.test(list)) {
    await load("facets-" + list + ".js");
    if (facets.has(list)) numbers = narrow(facets.get(list), numbers);
  }
  numbers = numbers || [];
  state.textContent = numbers.length ? numbers.length.toLocaleString("en") + " found" : "Nothing was found. Try fewer letters, another spelling or fewer choices.";
  byId("downloads").hidden = !numbers.length;
  byId("downloads").addEventListener("click", (event) => { if (event.target.dataset.as) save(numbers, event.target.dataset.as); });
  await show(numbers, 0);
}
start();
