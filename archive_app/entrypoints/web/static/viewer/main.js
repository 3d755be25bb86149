// The viewer: pages turned without reloading, keys, panels. Without it every page is an address of its own.
import { findIn } from "./find.js";
import { textLayer } from "./text.js";
import { thumbnails } from "./thumbs.js";
import { zooming } from "./zoom.js";

const viewer = document.getElementById("viewer");
const place = document.getElementById("page-place");
const total = Number(viewer.dataset.total);
const words = viewer.dataset;
const query = () => document.getElementById("find")?.value.trim() ?? "";
const shown = () => document.getElementById("page-shown");
const current = () => Number(shown().dataset.page);
const tell = (text) => { document.getElementById("viewer-told").textContent = text; };
const address = (pattern, number) => pattern.replace(/\/pages\/0(?=[.?]|$)/, `/pages/${number}`);
const asked = () => (query() ? `?q=${encodeURIComponent(query())}` : "");

const zoom = zooming(place);
const thumbs = thumbnails({ viewer, total, current, source: (number) => address(words.thumbnail, number), turn: (number) => turn(number) });
textLayer(place);

// Pages that were fetched: the next one is there before it is asked for.
const fetched = new Map();
const KEPT = 6;
const page = (number) => {
  const key = `${number}${asked()}`;
  if (!fetched.has(key)) {
    const answer = fetch(address(words.page, number) + asked(), { headers: { Accept: "text/html" } }).then((response) => {
      if (response.status === 401) document.body.dispatchEvent(new Event("sessionEnded"));
      if (!response.ok || response.redirected) throw new Error(String(response.status));
      return response.text();
    });
    answer.catch(() => fetched.delete(key));
    fetched.set(key, answer);
    if (fetched.size > KEPT) fetched.delete(fetched.keys().next().value);
  }
  return fetched.get(key);
};

let wanted = null;
const turn = async (number) => {
  const to = Math.min(Math.max(number, 1), total);
  wanted = to;
  if (to === current() && !fetched.stale) return true;
  let html;
  try {
    html = await page(to);
  } catch {
    tell(words.failed);
    return false;
  }
  if (wanted !== to) return false; // turned on meanwhile
  const hadFocus = document.activeElement?.id === "stage";
  place.innerHTML = html;
  fetched.stale = false;
  settle();
  if (hadFocus) document.getElementById("stage")?.focus({ preventScroll: true });
  return true;
};
const again = async () => { fetched.clear(); fetched.stale = true; await turn(current()); };

const link = (id, number) => {
  const element = document.getElementById(id);
  if (!element) return;
  const there = number >= 1 && number <= total;
  element.toggleAttribute("href", there);
  element.removeAttribute("rel");
  if (there) {
    element.href = `${words.address}?page=${number}${query() ? `&q=${encodeURIComponent(query())}` : ""}`;
    element.rel = id === "to-previous" ? "prev" : "next";
    element.removeAttribute("aria-disabled");
  } else element.setAttribute("aria-disabled", "true");
};

// What follows every turn: links, the number, the address, the size, the next page fetched.
const settle = () => {
  const number = current();
  link("to-previous", number - 1);
  link("to-following", number + 1);
  document.getElementById("to-page").value = number;
  document.querySelector("#find-form [name=page]").value = number;
  const here = new URL(location.href);
  here.searchParams.set("page", number);
  if (query()) here.searchParams.set("q", query()); else here.searchParams.delete("q");
  history.replaceState(null, "", here);
  for (const each of document.querySelectorAll("#found-in a")) each.toggleAttribute("aria-current", Number(each.dataset.to) === number);
  const image = shown().querySelector(".scan");
  image?.addEventListener("error", () => lost(image));
  zoom.apply();
  thumbs.show(number);
  if (number < total) (window.requestIdleCallback ?? setTimeout)(() => ahead(number + 1));
};
const ahead = async (number) => {
  try {
    const next = new DOMParser().parseFromString(await page(number), "text/html").querySelector(".scan");
    if (!next) return;
    const image = new Image();
    image.sizes = zoom.sizes();
    image.srcset = next.srcset;
  } catch { /* it will be asked for again when it is wanted */ }
};
const lost = (image) => {
  image.hidden = true;
  const sheet = image.closest(".sheet");
  sheet.querySelector(".lost").hidden = false;
  sheet.querySelector("svg")?.remove();
};

const find = findIn({ viewer, place, query, current, turn, again, tell, words });

const copy = async () => {
  try {
    await navigator.clipboard.writeText(document.getElementById("page-text").textContent);
    tell(words.copied);
  } catch {
    place.querySelector(".page-words").open = true;
    getSelection().selectAllChildren(document.getElementById("page-text"));
    tell(document.execCommand("copy") ? words.copied : words.notCopied);
  }
};
const acts = {
  smaller: () => zoom.step(-1), larger: () => zoom.step(1), width: () => zoom.fit("width"), whole: () => zoom.fit("whole"),
  turn: () => zoom.turn(), copy, print: () => window.print(), "hit-before": () => find.step(-1), "hit-after": () => find.step(1),
};
for (const button of document.querySelectorAll("[data-do]")) button.hidden = false;
document.addEventListener("click", (event) => {
  const act = event.target.closest("[data-do]")?.dataset.do;
  if (act) return acts[act]();
  const to = event.target.closest("a[data-to], #to-previous[href], #to-following[href]");
  if (!to || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  turn(Number(to.dataset.to ?? current() + (to.id === "to-previous" ? -1 : 1)));
});
document.getElementById("turn-to").addEventListener("submit", (event) => {
  event.preventDefault();
  turn(Number(document.getElementById("to-page").value));
});

const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");
const keys = {
  ArrowLeft: () => zoom.wider() ? null : turn(current() - 1), ArrowRight: () => zoom.wider() ? null : turn(current() + 1),
  Home: () => turn(1), End: () => turn(total), "+": acts.larger, "=": acts.larger, "-": acts.smaller, 0: acts.width, 9: acts.whole,
};
const codes = { KeyF: () => document.getElementById("find").select(), KeyN: () => find.step(1), KeyR: acts.turn };
window.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const inside = event.target.closest?.(".table-wrap");
  const act = event.shiftKey && event.code === "KeyN" ? () => find.step(-1) : keys[event.key] ?? codes[event.code];
  if (!act || inside) return;
  if (act() === null) return; // the arrows move a page that is wider than its place
  event.preventDefault();
  event.stopPropagation(); // or the page would be turned a second time, by its link
}, true);

// Panels come when they are asked for; without the script their links lead to pages.
for (const panel of document.querySelectorAll("a[data-panel]")) {
  const details = document.createElement("details");
  details.className = "panel";
  details.innerHTML = "<summary></summary><div></div>";
  details.firstChild.textContent = panel.textContent;
  details.addEventListener("toggle", async () => {
    if (!details.open || details.dataset.come) return;
    details.dataset.come = "1";
    const answer = await fetch(panel.href);
    const come = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("panel");
    if (come) details.lastChild.replaceChildren(...come.childNodes);
  });
  panel.parentElement.replaceWith(details);
}
viewer.classList.add("viewer-live");
settle();
if (query()) find.start();
