// Where a server answers: names as one types, facets that find in themselves, networks and the sentences of a tie.
"use strict";

// A name that was picked leads to its page, other words to the search.
function offerNames() {
  const field = document.querySelector("input[data-suggest]");
  if (!field) return;
  const known = new Map();
  field.addEventListener("input", async () => {
    if (field.value.length < 2 || known.has(field.value)) return;
    const asked = field.value;
    const answer = await fetch(field.dataset.suggest + "?q=" + encodeURIComponent(asked));
    if (!answer.ok || field.value !== asked) return;
    const names = await answer.json();
    document.getElementById("names").replaceChildren(...names.map((name) => {
      known.set(name.label, name.iri);
      const option = document.createElement("option");
      option.value = name.label;
      option.label = name.kind;
      return option;
    }));
  });
  field.form.addEventListener("submit", (event) => {
    const iri = known.get(field.value);
    if (!iri) return;
    event.preventDefault();
    location.href = "/page?iri=" + encodeURIComponent(iri);
  });
}

function offerFilters() {
  if (window.matchMedia("(max-width: 56rem)").matches) {
    document.querySelectorAll("details.narrow").forEach((part) => { part.open = false; });
  }
  document.querySelectorAll("input.filter").forEach((field) => {
    field.hidden = false;
    field.addEventListener("input", () => {
      const words = field.value.toLowerCase();
      field.parentElement.querySelectorAll("li").forEach((item) => {
        item.hidden = !item.textContent.toLowerCase().includes(words);
      });
    });
  });
}

async function tieOf(_, one, two) {
  const query = new URLSearchParams(location.search);
  query.set("one", one);
  query.set("two", two);
  const answer = await fetch("/network/tie?" + query);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const heading = page.querySelector("main h1");
  if (heading) {
    const smaller = page.createElement("h2");
    smaller.append(...heading.childNodes);
    heading.replaceWith(smaller);
  }
  return page.querySelector("main").childNodes;
}

function offerNetwork() {
  const place = document.getElementById("net");
  if (!place || !window.cytoscape) return;
  window.untocTie = tieOf;
  fetch(place.dataset.network).then((answer) => answer.json()).then(window.untocNetwork);
}

offerNames();
document.addEventListener("DOMContentLoaded", offerNetwork); // after the scripts of the page
offerFilters();
