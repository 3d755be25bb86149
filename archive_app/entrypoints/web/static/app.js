// Small conveniences; every page works without them.
"use strict";

const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

// "/" goes to the search box (on a Russian keyboard the same key), the arrows turn pages.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || typing(event.target)) return;
  if (event.key === "/" || event.code === "Slash") {
    const box = document.getElementById("q");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  }
  const turn = { ArrowRight: "next", ArrowLeft: "prev" }[event.key];
  const scrollsSideways = event.target.closest(".table-wrap") !== null;
  if (turn && !scrollsSideways) document.querySelector(`a[rel="${turn}"]`)?.click();
});

// An image that does not come is told in words, never by a broken picture.
const lost = (image) => {
  image.hidden = true;
  image.parentElement.querySelector(".lost")?.removeAttribute("hidden");
  image.parentElement.querySelector("svg")?.remove();
};
for (const image of document.images) {
  if (image.complete && image.naturalWidth === 0 && image.loading !== "lazy") lost(image);
  image.addEventListener("error", () => lost(image));
}

// While a document is being read its page looks again, as long as somebody looks at it.
const waiting = document.querySelector("[data-refresh]");
if (waiting) {
  setInterval(() => document.visibilityState === "visible" && location.reload(), waiting.dataset.refresh * 1000);
}

// One box ticks all of a list; it is there only where a script can do it.
for (const place of document.querySelectorAll("[data-tick-all]")) {
  const all = place.querySelector("input");
  const boxes = [...place.closest("form").querySelectorAll(`input[name="${place.dataset.tickAll}"]`)];
  const look = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  place.closest("form").addEventListener("change", look);
  place.hidden = false;
  look();
}
