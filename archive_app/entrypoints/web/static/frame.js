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
