// What the exploring pages do beyond what they can do without scripts: short addresses, and facets folded on a phone.
for (const form of document.querySelectorAll("form.search, form.ask")) {
  form.addEventListener("submit", () => {
    for (const field of form.elements) if (field.value === "" && field.name) field.disabled = true;
  });
}
// A page that comes back from the browser's memory has its fields again.
addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form.search :disabled, form.ask :disabled")) field.disabled = false;
});

const facets = document.querySelector("details.facets");
if (facets && matchMedia("(max-width: 59.99rem)").matches) facets.open = false;
