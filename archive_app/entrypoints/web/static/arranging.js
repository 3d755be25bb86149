// Page tools without reloading: the ticked pages stay ticked, they are dragged, moved and turned by keyboard too.
"use strict";

const KEYS = { KeyL: "turn-270", KeyR: "turn-90", KeyS: "split_off", Delete: "remove" };
const ARROWS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: "up", ArrowDown: "down" };
let ticked = new Set();
let lastTouched = 0;
let place = 0;
let busy = false;
let due = [];

const boxes = () => [...document.querySelectorAll('#leaves input[type="checkbox"]')];
const button = (name) => document.getElementById(`act-${name}`);

const count = () => {
  ticked = new Set(boxes().filter((box) => box.checked).map((box) => box.id));
  const told = document.getElementById("chosen");
  if (told) told.textContent = ticked.size ? told.dataset.some.replace("{number}", ticked.size) : told.dataset.none;
};

// Forms ask for the new page and put it in the place of the old one; the address stays.
const listen = () => {
  for (const form of document.querySelectorAll("form.arranging")) {
    form.setAttribute("hx-post", form.getAttribute("action"));
    form.setAttribute("hx-target", "#arrange");
    form.setAttribute("hx-select", "#arrange");
    form.setAttribute("hx-swap", "outerHTML");
  }
  const stack = document.getElementById("stack-form");
  if (stack) {
    stack.setAttribute("hx-post", stack.getAttribute("action"));
    stack.setAttribute("hx-trigger", "change from:.where");
    stack.setAttribute("hx-target", "#stack");
    stack.setAttribute("hx-select", "#stack");
    stack.setAttribute("hx-swap", "outerHTML");
  }
  const arrange = document.getElementById("arrange");
  if (arrange) htmx.process(arrange);
  for (const leaf of document.querySelectorAll("#leaves .leaf-card")) leaf.draggable = true;
};

// Keys pressed while the archive answers wait for their turn: each act is on the pages that the one before left.
const act = (name, focused) => {
  if (busy) due.push([name, focused?.id]);
  else press(name, focused);
};

const press = (name, focused) => {
  const pressed = button(name);
  if (!pressed || pressed.disabled) return;
  const needsPages = pressed.form.id === "tools-form" && name !== "blanks";
  if (needsPages && !boxes().some((box) => box.checked) && focused) focused.checked = true;
  pressed.click();
};

// In the grid: how many thumbnails stand in a row.
const perRow = (all) => {
  const top = all[0].closest("li").offsetTop;
  const second = all.findIndex((box) => box.closest("li").offsetTop !== top);
  return second < 0 ? all.length : second;
};

const step = (box, arrow) => {
  const all = boxes();
  const by = ARROWS[arrow] === "up" ? -perRow(all) : ARROWS[arrow] === "down" ? perRow(all) : ARROWS[arrow];
  all[all.indexOf(box) + by]?.focus();
};

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && (event.code === "KeyZ" || event.code === "KeyY")) {
    if (event.target.closest('input:not([type="checkbox"]), textarea')) return;
    event.preventDefault();
    act(event.code === "KeyZ" && !event.shiftKey ? "undo" : "redo");
    return;
  }
  const box = event.target.closest('#leaves input[type="checkbox"]');
  if (!box || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key in ARROWS) {
    event.preventDefault();
    if (!event.shiftKey) step(box, event.key);
    else if (event.key === "ArrowLeft") act("earlier", box);
    else if (event.key === "ArrowRight") act("later", box);
  } else if (event.code in KEYS && !event.shiftKey) {
    event.preventDefault();
    act(KEYS[event.code], box);
  } else if (event.key === "Enter") {
    event.preventDefault();  // it would press the first button of the form
  }
});

document.addEventListener("click", (event) => {
  const box = event.target.closest('#leaves input[type="checkbox"]');
  if (!box) return;
  const all = boxes();
  const here = all.indexOf(box);
  if (event.shiftKey) {
    for (const one of all.slice(Math.min(here, lastTouched), Math.max(here, lastTouched) + 1)) one.checked = box.checked;
  }
  lastTouched = here;
});
document.addEventListener("change", (event) => event.target.closest("#leaves") && count());

// Dragging: the ticked pages together, where the one under the hand is among them; else that one alone.
const sides = () => document.querySelectorAll(".before, .after").forEach((leaf) => leaf.classList.remove("before", "after"));
const sideOf = (leaf, event) => {
  const { left, width } = leaf.getBoundingClientRect();
  return event.clientX < left + width / 2 ? "before" : "after";
};
document.addEventListener("dragstart", (event) => {
  const leaf = event.target.closest?.("#leaves .leaf-card");
  if (!leaf) return;
  const box = leaf.querySelector("input");
  if (!box.checked) for (const one of boxes()) one.checked = one === box;
  count();
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", leaf.dataset.number);
  for (const one of boxes()) one.closest("li").classList.toggle("dragged", one.checked);
});
document.addEventListener("dragover", (event) => {
  const leaf = event.target.closest?.("#leaves .leaf-card");
  if (!leaf || !document.querySelector(".dragged")) return;
  event.preventDefault();
  sides();
  leaf.classList.add(sideOf(leaf, event));
});
document.addEventListener("drop", (event) => {
  const leaf = event.target.closest?.("#leaves .leaf-card");
  if (!leaf || !document.querySelector(".dragged")) return;
  event.preventDefault();
  document.getElementById("before").value = Number(leaf.dataset.number) + (sideOf(leaf, event) === "after" ? 1 : 0);
  act("move");
});
document.addEventListener("dragend", () => {
  sides();
  document.querySelectorAll(".dragged").forEach((leaf) => leaf.classList.remove("dragged"));
});

document.body.addEventListener("htmx:beforeRequest", (event) => {
  busy ||= event.target.matches("form.arranging");
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) return;
  busy = false;
  due = [];
});
document.body.addEventListener("htmx:beforeSwap", () => {
  place = boxes().indexOf(document.activeElement);
});
// At once, not after settling: nobody sees, or ticks, pages that have lost their ticks for a moment.
document.body.addEventListener("htmx:afterSwap", () => {
  for (const box of boxes()) box.checked = ticked.has(box.id);
  count();
});
document.body.addEventListener("htmx:afterSettle", () => {
  listen();
  const all = boxes();
  if (place >= 0 && document.activeElement === document.body) all[Math.min(place, all.length - 1)]?.focus();
  busy = false;
  const [name, key] = due.shift() ?? [];
  if (name) press(name, document.getElementById(key));
});
document.documentElement.classList.add("scripted");
listen();
count();
