// A field for an item of the file plan suggests the items of the year that is chosen beside it.
"use strict";

document.addEventListener("change", async ({ target }) => {
  const field = document.getElementById(target.dataset?.itemsFor ?? "");
  if (!field) return;
  const list = `items-${target.value}`;
  field.setAttribute("list", list);
  if (document.getElementById(list)) return;
  const answer = await fetch(`${target.dataset.items}?${new URLSearchParams({ year: target.value })}`, { headers: { "HX-Request": "true" } });
  if (answer.status === 401) document.body.dispatchEvent(new Event("sessionEnded"));
  if (!answer.ok || document.getElementById(list)) return;
  const items = new DOMParser().parseFromString(await answer.text(), "text/html").querySelectorAll("[data-value]");
  const known = document.createElement("datalist");
  known.id = list;
  known.append(...[...items].map((item) => new Option("", item.dataset.value)));
  field.form.append(known);
});
