// The SPARQL page: YASGUI with our prefixes and terms, all from this server; results lead to local pages.
"use strict";

const place = document.getElementById("yasgui");
const area = document.getElementById("query");
const prefixes = JSON.parse(place.dataset.prefixes);
const terms = JSON.parse(place.dataset.terms);
const { Yasqe } = window.Yasgui;

// The completers of the library ask other hosts: ours know what this graph has.
for (const name of ["class", "property"]) {
  Yasqe.Autocompleters[name].get = (yasqe, token) => {
    const begun = (token && token.autocompletionString) || "";
    return terms[name].filter((term) => term.startsWith(begun));
  };
}
Object.assign(Yasqe.Autocompleters.prefixes, {
  get: () => Object.entries(prefixes).map(([name, address]) => `${name}: <${address}>`), persistenceId: null,
});

const yasgui = new window.Yasgui(place, {
  requestConfig: { endpoint: location.origin + "/sparql" },
  copyEndpointOnNewTab: false,
  persistenceId: null,
  endpointCatalogueOptions: { getData: () => [{ endpoint: location.origin + "/sparql" }] },
  yasqe: { value: area.value },
});
document.getElementById("plain").hidden = true;
yasgui.getTab().setQuery(area.value);
place.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || !link.href.startsWith(place.dataset.base)) return;
  event.preventDefault();
  location.href = "/page?iri=" + encodeURIComponent(link.getAttribute("href"));
}, true);

// What assistive technology needs and the library does not say: names of its fields, and links in place of tabs, since its
// list of tabs has a button in it.
function mend() {
  const name = (selector, words) => place.querySelectorAll(selector).forEach((one) => one.setAttribute("aria-label", words));
  name(".autocomplete", "Address of the endpoint");
  name(".CodeMirror textarea", "SPARQL query");
  place.querySelectorAll(".CodeMirror-scroll").forEach((one) => { one.tabIndex = 0; });
  name(".tableSizer", "Rows a page");
  place.querySelectorAll("[role=tablist], [role=tab], .tab [aria-selected]").forEach((one) => {
    one.removeAttribute("role");
    one.removeAttribute("aria-selected");
    one.removeAttribute("aria-controls");
  });
}
mend();
new MutationObserver(mend).observe(place, { childList: true, subtree: true, attributeFilter: ["aria-selected"] });
