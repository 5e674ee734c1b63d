// The SPARQL page: YASGUI where its bundle was built, otherwise a plain form with the same answers.
"use strict";

const place = document.getElementById("yasgui");
const form = document.getElementById("plain");
const area = document.getElementById("query");
const stored = document.getElementById("stored");
let yasgui = null;

function showTable(answer, head, rows) {
  const table = document.createElement("table");
  const top = table.createTHead().insertRow();
  for (const name of head) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = name;
    top.append(cell);
  }
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const name of head) {
      const cell = line.insertCell();
      const value = row[name];
      if (!value) continue;
      if (value.type === "uri") {
        const link = document.createElement("a");
        link.href = "/page?iri=" + encodeURIComponent(value.value);
        link.textContent = value.value;
        cell.append(link);
      } else cell.textContent = value.value;
    }
  }
  answer.replaceChildren(table);
}

async function run(event) {
  event.preventDefault();
  const state = document.getElementById("state");
  const answer = document.getElementById("answer");
  state.textContent = "running …";
  const reply = await fetch("/sparql", {
    method: "POST",
    headers: { Accept: "application/sparql-results+json, text/turtle;q=0.5" },
    body: new URLSearchParams({ query: area.value }),
  });
  const cut = reply.headers.get("Untocgraph-Truncated");
  if (!reply.ok) {
    const problem = await reply.json();
    state.textContent = problem.title + ": " + problem.detail;
    answer.replaceChildren();
  } else if ((reply.headers.get("Content-Type") || "").startsWith("text/turtle")) {
    const text = document.createElement("pre");
    text.textContent = await reply.text();
    answer.replaceChildren(text);
    state.textContent = cut ? "cut: " + cut : "done";
  } else {
    const results = await reply.json();
    if ("boolean" in results) {
      answer.textContent = String(results.boolean);
      state.textContent = "done";
    } else {
      showTable(answer, results.head.vars, results.results.bindings);
      state.textContent = results.results.bindings.length + " rows" + (cut ? ", cut: " + cut : "");
    }
  }
}

form.addEventListener("submit", run);
if (place.dataset.rich === "yes" && window.Yasgui) {
  yasgui = new window.Yasgui(place, {
    requestConfig: { endpoint: location.origin + "/sparql" },
    copyEndpointOnNewTab: false,
    endpointCatalogueOptions: { getData: () => [{ endpoint: location.origin + "/sparql" }] },
    yasqe: { value: area.value },
  });
} else form.hidden = false;

stored.addEventListener("change", () => {
  if (!stored.value) return;
  area.value = stored.value;
  if (yasgui) yasgui.getTab().setQuery(stored.value);
});
