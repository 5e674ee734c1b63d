// Search without a server: word lists and titles are plain scripts, fetched when a word asks for them.
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

async function show(numbers, from) {
  for (const number of numbers.slice(from, from + STEP)) {
    const entry = await title(number);
    if (!entry) continue;
    const [label, path, kind] = entry;
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = root + path;
    link.textContent = label;
    const tag = document.createElement("span");
    tag.className = "tag";
    tag.textContent = kind;
    item.append(link, " ", tag);
    results.append(item);
  }
  more.hidden = from + STEP >= numbers.length;
  more.onclick = () => show(numbers, from + STEP);
}

async function start() {
  const query = new URLSearchParams(location.search).get("q") || "";
  const field = document.getElementById("q");
  field.value = query;
  if (!query.trim()) return field.focus();
  state.textContent = "searching …";
  const numbers = await search(query);
  state.textContent = numbers.length ? numbers.length + " found" : "Nothing was found. Try fewer letters or another spelling.";
  await show(numbers, 0);
}
start();
