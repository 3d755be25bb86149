// Results as one types: the form of the frame asks again, the older request is dropped, the address follows.
"use strict";

const form = document.getElementById("search-form");
const box = document.getElementById("q");
const attributes = {
  "hx-get": form.getAttribute("action"),
  "hx-trigger": "submit, input changed delay:300ms from:#q",
  "hx-target": "#results",
  "hx-select": "#results",
  "hx-select-oob": "#found-count:innerHTML",
  "hx-swap": "outerHTML show:none",
  "hx-sync": "this:replace",
};
for (const [name, value] of Object.entries(attributes)) form.setAttribute(name, value);

// One entry of the history for one stay in the box: letters typed on replace it, so that "back" leads to what was asked before.
const remember = (fresh) => {
  form.setAttribute("hx-push-url", String(fresh));
  form.setAttribute("hx-replace-url", String(!fresh));
};
remember(true);
box.addEventListener("focus", () => remember(true));
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.requestConfig.elt === form) setTimeout(() => remember(false));
});
// What is left of a question when its letters are deleted: the filters stay in the address, empty fields do not.
document.body.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt === form && !event.detail.parameters.get?.("q")) event.detail.parameters.delete?.("q");
});
document.body.addEventListener("htmx:afterSettle", () => {
  for (const image of document.querySelectorAll(".hit img")) {
    image.addEventListener("error", () => image.closest("a")?.remove(), { once: true });
  }
});
htmx.process(form);
