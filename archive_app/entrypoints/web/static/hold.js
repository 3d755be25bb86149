// No click is lost: what is under a pressed pointer stays until the click is made, whatever answer comes meanwhile.
"use strict";

{
  const UNTIL_CLICK = 100; // milliseconds from the release to the click of a finger
  let pressed = null;
  let waiting = null; // whose answer was held back
  let leaving = false; // "back" and "forward" load the page anew, and the old one is still shown

  const free = () => {
    pressed = null;
    const asker = waiting;
    waiting = null;
    if (asker?.isConnected) htmx.trigger(asker, asker.matches("form") ? "submit" : "click");
    if (leaving) location.reload();
  };
  let later = 0;
  const freeAfter = (pause) => {
    clearTimeout(later);
    if (pressed) later = setTimeout(free, pause);
  };

  window.addEventListener("pointerdown", (event) => {
    clearTimeout(later);
    pressed = event.target;
    if (leaving) window.stop();
  }, true);
  for (const name of ["pointerup", "pointercancel"]) window.addEventListener(name, () => freeAfter(UNTIL_CLICK), true);
  window.addEventListener("click", () => freeAfter(0));
  // Whoever goes on through the history while a page is being loaded is followed too: this script stands before all else,
  // and what happened before it ran shows in the address, which is no more the one that was fetched.
  const [fetched] = performance.getEntriesByType("navigation");
  const { pathname, search } = new URL(fetched.name);
  if (history.state?.htmx && pathname === location.pathname && search !== location.search) location.reload();
  let ready = false;
  document.addEventListener("DOMContentLoaded", () => { ready = true; });
  window.addEventListener("popstate", (event) => {
    if (!event.state?.htmx) return;
    leaving = true;
    if (!ready) location.reload(); // later htmx does it
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, requestConfig } = event.detail;
    if (!pressed || !target.contains(pressed)) return;
    event.preventDefault();
    if (requestConfig.elt.matches("form, a")) waiting = requestConfig.elt; // what asks by the clock asks again by itself
  });
  document.addEventListener("htmx:confirm", (event) => {
    const link = event.detail.elt;
    if (!link.matches("a[href]")) return;
    if (waiting?.matches("a")) waiting = null; // the later click counts
    if (!leaving) return;
    event.preventDefault();
    leaving = false;
    location.assign(link.href);
  });
}
