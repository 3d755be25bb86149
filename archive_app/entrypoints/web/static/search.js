// Results as one types: the form of the frame asks again, the older request is dropped, the address follows.
import { remember as keepResults } from "./viewer/results.js";

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
// The viewer walks on from one result to the next.
const shown = () => keepResults([...document.querySelectorAll(".hit h2 a")].map((link) => link.getAttribute("href")));
shown();
document.body.addEventListener("htmx:afterSettle", shown);

// A filter or an order that is followed asks with the words of the box, and nothing typed before drops its answer:
// of two requests the later one counts (hx-sync), and holds what the earlier one has changed; letters wait for a click.
let followed = null; // what a link has asked, while its answer is on its way
let earlier = null; // the same of the link before, which is given up for a newer one
let current = null;
let typed = false;
const isLink = (element) => element.matches("#results [hx-boost] a");
const words = () => box.value.trim();

const together = (link) => {
  const shown = new URLSearchParams(location.search);
  for (const [name, value] of link) if (!shown.has(name, value) && !earlier.has(name, value)) earlier.append(name, value);
  for (const [name, value] of shown) if (!link.has(name, value)) earlier.delete(name, value);
  return earlier;
};
document.body.addEventListener("htmx:confirm", (event) => {
  if (isLink(event.detail.elt)) {
    earlier = followed;
    current = null; // what is given up now has no say any more
  }
  if (event.detail.elt !== form || followed === null) return;
  event.preventDefault();
  typed = true;
});
document.body.addEventListener("htmx:configRequest", (event) => {
  if (!isLink(event.detail.elt)) return;
  const address = new URL(event.detail.path, location.href);
  const asked = earlier === null ? address.searchParams : together(address.searchParams);
  if (words()) asked.set("q", words());
  else asked.delete("q");
  event.detail.path = `${address.pathname}?${asked}`;
  followed = new URLSearchParams(asked);
});
document.body.addEventListener("htmx:beforeRequest", (event) => {
  if (isLink(event.detail.elt)) current = event.detail.xhr;
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (followed === null || event.detail.xhr !== current) return;
  const again = typed && words() !== (followed.get("q") ?? "");
  followed = null;
  typed = false;
  if (again) htmx.trigger(form, "submit");
});
