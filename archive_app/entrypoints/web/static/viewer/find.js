// Find in the document: pages with their counts, hits walked through across the pages.
import { beside } from "./results.js";

const MARGIN = 120;

export const findIn = ({ viewer, place, query, current, turn, again, tell, words }) => {
  const form = document.getElementById("find-form");
  const list = document.getElementById("found-in");
  let pages = [];
  let at = -1; // the hit on the page that is shown
  let search = 0;
  let looked = false; // through the whole document
  let sought = ""; // what was asked last

  const hits = () => [...place.querySelectorAll(".hits-on-page rect")];
  const total = () => pages.reduce((sum, page) => sum + page.count, 0);
  const focusHit = (which) => {
    const found = hits();
    if (!found.length) return false;
    at = which < 0 ? found.length - 1 : Math.min(which, found.length - 1);
    found.forEach((rect, number) => rect.classList.toggle("now", number === at));
    const stage = place.querySelector(".stage");
    const box = found[at].getBoundingClientRect();
    const room = stage.getBoundingClientRect();
    if (box.top < room.top || box.bottom > room.bottom) stage.scrollTop += box.top - room.top - MARGIN;
    if (box.left < room.left || box.right > room.right) stage.scrollLeft += box.left - room.left - MARGIN;
    if (stage.getBoundingClientRect().bottom > innerHeight && box.bottom > innerHeight) scrollBy(0, box.bottom - innerHeight + MARGIN);
    const before = pages.filter((page) => page.number < current()).reduce((sum, page) => sum + page.count, 0);
    tell(words.hit.replace("{number}", before + at + 1).replace("{total}", Math.max(total(), before + at + 1)).replace("{page}", current()));
    return true;
  };
  const show = () => {
    list.hidden = !query();
    if (!query()) return list.replaceChildren();
    const items = pages.slice(0, 200).map((page) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `${viewer.dataset.address}?page=${page.number}&q=${encodeURIComponent(query())}`;
      link.dataset.to = page.number;
      link.textContent = page.number;
      if (page.number === current()) link.setAttribute("aria-current", "page");
      const count = document.createElement("span");
      count.className = "quiet";
      count.textContent = ` ×${page.count}`;
      link.append(count);
      item.append(link);
      return item;
    });
    const ordered = document.createElement("ol");
    ordered.append(...items);
    list.replaceChildren(ordered);
  };
  // The document is looked through in parts; a newer question ends an older one.
  const collect = async () => {
    const mine = (search += 1);
    const text = sought = query();
    pages = [];
    looked = false;
    let after = 0;
    while (text && after !== null && mine === search) {
      tell(words.searching);
      const answer = await fetch(`${form.dataset.find}?q=${encodeURIComponent(text)}&after=${after}`);
      if (answer.status === 401) document.body.dispatchEvent(new Event("sessionEnded"));
      if (!answer.ok) return tell(words.failed);
      const part = await answer.json();
      if (mine !== search) return;
      pages.push(...part.pages);
      after = part.after;
      show();
    }
    if (mine !== search) return;
    looked = true;
    tell(text && !pages.length ? words.noHit : "");
    show();
  };
  const ahead = (direction) => direction > 0
    ? pages.find((page) => page.number > current())
    : pages.findLast((page) => page.number < current());
  const step = async (direction) => {
    const found = hits();
    const next = at + direction;
    if (found.length && next >= 0 && next < found.length) return focusHit(next);
    // behind the last hit comes the next document of the results, and behind the last of these the first hit again
    const leadsOn = looked && !ahead(direction) ? beside(direction, query()) : null;
    if (leadsOn) return location.assign(leadsOn);
    const page = ahead(direction) ?? pages.at(direction > 0 ? 0 : -1);
    if (!page) return;
    if (page.number !== current() && !(await turn(page.number))) return;
    focusHit(direction > 0 ? 0 : -1);
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (pages.length && query() === sought) return step(1); // Enter once more goes on to the next hit
    await collect();
    await again();
    at = -1;
    if (!pages.length) return;
    const here = pages.find((page) => page.number >= current()) ?? pages[0];
    if (here.number !== current()) await turn(here.number);
    focusHit(0);
  });
  form.querySelector("input[type=search]").addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.target.blur();
    event.stopPropagation();
  });
  return {
    step,
    start: async () => { await collect(); focusHit(0); },
  };
};
