// Every page: the theme, before anything is drawn. The reader: text and claims light each other up; an address like
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
