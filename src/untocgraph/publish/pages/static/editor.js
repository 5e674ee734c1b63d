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
