// Thumbnails of three thousand pages: only those in sight are there.
const ALL_AT_ONCE = 25; // a list of the server's is whole up to here
const BEYOND = 6;
const ALONG = { down: 168, across: 84 };

export const thumbnails = ({ viewer, total, current, source, turn }) => {
  const list = document.getElementById("thumbs");
  if (!list) return { show() {} };
  const waiting = new Set(viewer.dataset.waiting.split(" ").filter(Boolean).map(Number));
  const phone = window.matchMedia("(max-width: 900px)");
  const lazy = total > ALL_AT_ONCE;
  const made = new Map();
  const mark = (item, number) => item.classList.toggle("waits", waiting.has(number));
  const point = (number) => {
    for (const link of list.querySelectorAll("a")) {
      if (Number(link.dataset.to) === number) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
    }
  };
  if (!lazy) {
    for (const link of list.querySelectorAll("a")) mark(link.parentElement, Number(link.dataset.to));
    return { show: (number) => { point(number); into(list.querySelector("[aria-current]")); } };
  }
  function into(link) {
    if (!link) return;
    const item = link.parentElement;
    if (phone.matches) list.scrollLeft = item.offsetLeft - list.clientWidth / 2 + item.offsetWidth / 2;
    else if (item.offsetTop < list.scrollTop || item.offsetTop + item.offsetHeight > list.scrollTop + list.clientHeight) list.scrollTop = item.offsetTop - list.clientHeight / 3;
  }

  list.replaceChildren();
  list.classList.add("thumbs-lazy");
  const spacer = document.createElement("li");
  spacer.className = "spacer";
  spacer.setAttribute("role", "presentation");
  list.append(spacer);
  const make = (number) => {
    const item = document.createElement("li");
    item.setAttribute("aria-setsize", total);
    item.setAttribute("aria-posinset", number);
    const link = document.createElement("a");
    link.dataset.to = number;
    link.href = `${viewer.dataset.address}?page=${number}`;
    link.setAttribute("aria-label", viewer.dataset.pageWord.replace("{number}", number));
    const image = new Image();
    image.alt = "";
    image.addEventListener("error", () => image.remove());
    image.src = source(number);
    const name = document.createElement("span");
    name.className = "leaf-number";
    name.textContent = number;
    link.append(image, name);
    item.append(link);
    mark(item, number);
    return item;
  };
  const draw = () => {
    const across = phone.matches;
    const slot = across ? ALONG.across : ALONG.down;
    spacer.style[across ? "width" : "height"] = `${total * slot}px`;
    spacer.style[across ? "height" : "width"] = "1px";
    const start = across ? list.scrollLeft : list.scrollTop;
    const room = across ? list.clientWidth : list.clientHeight;
    const first = Math.max(1, Math.floor(start / slot) + 1 - BEYOND);
    const last = Math.min(total, Math.ceil((start + room) / slot) + BEYOND);
    for (const [number, item] of made) if (number < first || number > last) { item.remove(); made.delete(number); }
    for (let number = first; number <= last; number += 1) {
      if (!made.has(number)) made.set(number, make(number));
      const item = made.get(number);
      item.style.transform = across ? `translateX(${(number - 1) * slot}px)` : `translateY(${(number - 1) * slot}px)`;
    }
    const inOrder = [...made.keys()].sort((a, b) => a - b).map((number) => made.get(number));
    if (inOrder.some((item, at) => list.children[at + 1] !== item)) list.append(...inOrder);
    point(current());
  };
  let due = false;
  const later = () => { if (!due) { due = true; setTimeout(() => { due = false; draw(); }, 60); } };
  list.addEventListener("scroll", later, { passive: true });
  window.addEventListener("resize", later);
  return {
    show: (number) => {
      const across = phone.matches;
      const slot = across ? ALONG.across : ALONG.down;
      const start = across ? list.scrollLeft : list.scrollTop;
      const room = across ? list.clientWidth : list.clientHeight;
      spacer.style[across ? "width" : "height"] = `${total * slot}px`;
      if ((number - 1) * slot < start || number * slot > start + room) list[across ? "scrollLeft" : "scrollTop"] = (number - 1) * slot - room / 3;
      draw();
    },
  };
};
