// Every page: the theme, before anything is drawn; names as one types; facets that find in themselves. The reader: text and claims light each other up; an address like
// #char=120,188 shows that stretch.
"use strict";

const THEMES = ["auto", "light", "dark"];
let theme = "auto";
try { theme = localStorage.getItem("theme") || "auto"; } catch { /* storage is closed to us */ }
if (theme !== "auto") document.documentElement.dataset.theme = theme;

function offerThemes() {
  const button = document.getElementById("theme");
  const show = () => { button.textContent = "Theme: " + theme; };
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    try { localStorage.setItem("theme", theme); } catch { /* for this page only */ }
    show();
  });
}

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

function lit(id, on) {
  document.querySelectorAll(".st").forEach((part) => {
    if (part.dataset.s.split(" ").includes(id)) part.classList.toggle("on", on);
  });
  const claim = document.getElementById("claim" + id);
  if (claim) claim.classList.toggle("on", on);
}

function showPlace() {
  const found = /^#char=(\d+),(\d+)$/.exec(decodeURIComponent(location.hash));
  if (!found) return;
  const [start, end] = [Number(found[1]), Number(found[2])];
  let first = null;
  document.querySelectorAll("#text [data-start]").forEach((part) => {
    const at = Number(part.dataset.start);
    const inside = at >= start && at < end;
    part.classList.toggle("on", inside);
    if (inside && !first) first = part;
  });
  if (first) first.scrollIntoView({ block: "center" });
}
document.addEventListener("DOMContentLoaded", () => {
  offerThemes();
  offerNames();
  offerFilters();
  document.querySelectorAll(".claim").forEach((claim) => {
    for (const [name, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
      claim.addEventListener(name, () => lit(claim.dataset.s, on));
    }
  });

  document.querySelectorAll(".st").forEach((part) => {
    for (const [name, on] of [["mouseenter", true], ["mouseleave", false]]) {
      part.addEventListener(name, () => part.dataset.s.split(" ").forEach((id) => lit(id, on)));
    }
  });
  window.addEventListener("hashchange", showPlace);
  showPlace();
});
