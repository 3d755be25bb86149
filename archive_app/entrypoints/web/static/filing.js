// The filing form by keyboard: Enter takes the suggestion and goes on, Ctrl+Enter files. Without script chips submit.
"use strict";

const form = document.querySelector(".card-form");
document.documentElement.classList.add("scripted");
const fieldOf = (name) => form.elements.namedItem(name);
const changed = (field) => field.dispatchEvent(new Event("change", { bubbles: true }));

// --- Chips ---
const lineOf = (chip) => {
  const { value, shown } = chip.dataset;
  return value.startsWith("#") ? `${shown} (№ ${value.slice(1)})` : value;
};
const holds = (chip) => {
  const field = fieldOf(chip.dataset.field);
  if (chip.dataset.field === "persons") return field.value.split("\n").includes(lineOf(chip));
  return field.value === (chip.dataset.field === "item" ? chip.dataset.shown : chip.dataset.value);
};
const mark = () => {
  for (const chip of form.querySelectorAll(".chip")) chip.setAttribute("aria-pressed", String(holds(chip)));
};
const accept = (chip) => {
  const field = fieldOf(chip.dataset.field);
  if (chip.dataset.field === "persons") field.value = [...field.value.split("\n").filter(Boolean), lineOf(chip)].join("\n");
  else field.value = chip.dataset.field === "item" ? chip.dataset.shown : chip.dataset.value;
  changed(field);
  mark();
};
form.addEventListener("click", (event) => {
  const chip = event.target.closest(".chip");
  if (!chip) return;
  event.preventDefault();
  if (!holds(chip)) accept(chip);
  fieldOf(chip.dataset.field).focus();
});
form.addEventListener("input", mark);

// --- Keys ---
const chipsOf = (field) => [...form.querySelectorAll(`.chip[data-field="${CSS.escape(field.name)}"]`)];
const following = (field) => {
  const all = [...form.querySelectorAll("input:not([type=hidden]), select, textarea, #file")];
  const open = all.filter((one) => one.offsetParent !== null && !one.closest("details:not([open])"));
  return open[open.indexOf(field) + 1];
};
// What a person has said before the form was opened, or before it was refused, wins over a suggestion.
const said = new Set((form.dataset.said ?? "").split(" "));
const untouched = (field, chips) => said.has(field.name) ? field.value === "" : field.name !== "title" ? !chips.some(holds) && (field.value === "" || field.value === field.defaultValue || field.tagName === "SELECT" && !field.dataset.chosen) : field.value === "" || field.value === field.defaultValue;
const enter = (event, field) => {
  const chips = chipsOf(field);
  const next = chips.find((chip) => !holds(chip));
  if (field.name === "persons") {
    if (!next || event.shiftKey) return;
    accept(next);
  } else if (chips.length && untouched(field, chips)) accept(chips[0]);
  event.preventDefault();
  if (field.name !== "persons" || !chipsOf(field).some((chip) => !holds(chip))) following(field)?.focus();
};
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    form.requestSubmit(document.getElementById("file") ?? undefined);
  } else if (form.id === "filing-form" && event.target.matches("input, select, textarea") && !event.defaultPrevented) enter(event, event.target);
});
form.addEventListener("change", (event) => { if (event.isTrusted) event.target.dataset.chosen = "1"; });

// --- Extra fields follow the kind, items the year, case files both ---
const put = async (address, values, into) => {
  const answer = await fetch(`${address}?${new URLSearchParams(values)}`, { headers: { "HX-Request": "true" } });
  if (answer.ok) into.innerHTML = await answer.text();
  else if (answer.status === 401) document.body.dispatchEvent(new Event("sessionEnded"));
};
const extra = document.getElementById("extra");
const caseFile = fieldOf("case_file");
const item = fieldOf("item");
form.addEventListener("change", async ({ target }) => {
  if (target.name === "kind" && extra?.dataset.fields) await put(extra.dataset.fields, { kind: target.value, year: fieldOf("year")?.value ?? "" }, extra);
  if (target.name === "year" && options) await put(options.dataset.items, { year: target.value }, options);
  if (["year", "item"].includes(target.name) && caseFile) {
    await put(item.dataset.caseFiles, { item: item.value, year: fieldOf("year").value }, caseFile);
    changed(caseFile);
  }
  if (target.name === "case_file") {
    const block = form.querySelector(".new-case-file");
    block.toggleAttribute("data-unless-new", target.value !== "new");
    block.querySelector("input").required = target.value === "new";
  }
  mark();
});

// --- The combobox of items (ARIA 1.2: the focus stays in the field, aria-activedescendant names the option) ---
const options = document.getElementById("item-options");
const shown = () => [...options.children].filter((option) => !option.hidden);
const active = () => options.querySelector('[aria-selected="true"]');
const select = (option) => {
  active()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  if (option) item.setAttribute("aria-activedescendant", option.id);
  else item.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
};
const open = (yes) => {
  options.hidden = !yes || shown().length === 0;
  item.setAttribute("aria-expanded", String(!options.hidden));
  if (options.hidden) select(null);
};
const narrow = () => {
  const words = item.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const option of options.children) {
    const text = option.dataset.value.toLowerCase();
    option.hidden = !words.every((word) => text.includes(word));
  }
};
const take = (option) => {
  item.value = option.dataset.value;
  open(false);
  changed(item);
};
const step = (by) => {
  const all = shown();
  const at = all.indexOf(active()) + by;
  select(all[(at + all.length) % all.length] ?? all[0]);
};
if (options) {
  item.addEventListener("input", () => { narrow(); open(true); });
  item.addEventListener("blur", () => setTimeout(() => open(false), 150));
  item.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (options.hidden) { narrow(); open(true); }
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && !options.hidden) {
      event.preventDefault();
      open(false);
    } else if (event.key === "Enter" && !options.hidden && active() && !event.ctrlKey) {
      event.preventDefault();
      take(active());
    }
  });
  options.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) { event.preventDefault(); take(option); }
  });
}
mark();
// Not by `autofocus`: an Enter pressed before this file has run would be a plain submission, and a suggestion would be missed.
// A refusal that is about one field leads to it, and stands beside it: on a phone the head of the form is out of sight.
const refusal = document.getElementById("refusal");
const wrong = refusal?.dataset.field ? fieldOf(refusal.dataset.field) : null;
if (wrong) {
  wrong.closest("details")?.setAttribute("open", "");
  wrong.setAttribute("aria-invalid", "true");
  wrong.setAttribute("aria-describedby", `${wrong.getAttribute("aria-describedby") ?? ""} ${refusal.id}`.trim());
  (wrong.closest(".pair") ?? wrong.closest(".field") ?? wrong).before(refusal);
  wrong.focus();
} else if (form.id === "filing-form") fieldOf("title").focus();
