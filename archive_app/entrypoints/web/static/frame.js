// The frame: messages that are told with a part of a page, and the token that every change needs.
"use strict";

const told = document.getElementById("told");
const MOST = 3;

const closable = (message) => {
  const close = message.querySelector(".message-close");
  close.hidden = false;
  close.addEventListener("click", () => message.remove());
};

const show = ({ text, undo, bad }) => {
  const message = document.getElementById("told-one").content.firstElementChild.cloneNode(true);
  message.querySelector("p").textContent = text;
  message.classList.toggle("message-bad", Boolean(bad));
  const form = message.querySelector(".undo");
  if (undo) form.setAttribute("action", undo);
  else form.remove();
  closable(message);
  told.append(message);
  while (told.children.length > MOST) told.firstElementChild.remove();
};

for (const message of told.children) closable(message);
document.body.addEventListener("told", (event) => event.detail.messages.forEach(show));
document.body.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector('meta[name="csrf-token"]').content;
});
// The server did not answer at all: what was typed stays where it is.
document.body.addEventListener("htmx:sendError", () => show({ text: document.body.dataset.unreachable, undo: "", bad: true }));

// On a phone the sections stand in one row that scrolls: the present one is brought into sight.
const sections = document.querySelector(".sections");
const present = sections?.querySelector("[aria-current]");
if (present) sections.scrollLeft = present.offsetLeft - sections.offsetLeft - (sections.clientWidth - present.offsetWidth) / 2;

// A button pressed twice would make two of the same: a form that is on its way is not sent again as it stands.
// Where a file comes the page stays, and nobody tells it when: there only the second click of a double one is held back.
const AGAIN_AFTER = 10_000;
const FILE_AGAIN_AFTER = 1_000;
let onItsWay = new WeakMap();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  const words = JSON.stringify([...new FormData(form, event.submitter)].map(([name, value]) => [name, value.name ?? value]));
  const before = onItsWay.get(form);
  if (before?.words === words && Date.now() - before.at < (event.submitter?.matches("[data-file]") ? FILE_AGAIN_AFTER : AGAIN_AFTER)) event.preventDefault();
  else onItsWay.set(form, { words, at: Date.now() });
});
addEventListener("pageshow", () => { onItsWay = new WeakMap(); }); // "back" shows the form as it was: it may be sent
