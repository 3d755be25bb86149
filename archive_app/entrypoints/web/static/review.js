// Review: the word under the cursor is shown on the scan and enlarged; doubtful words are marked; names ticked by letters.
"use strict";

const form = document.getElementById("review-form");
const text = document.getElementById("text");
const behind = document.getElementById("behind");
const boxes = [...document.querySelectorAll("#scan-words rect")];
const scan = document.getElementById("scan");
const enlarged = new Image(); // of an image with a srcset nobody is told how many pixels it has
const strip = document.getElementById("strip");
const read = text.defaultValue; // as the server has it, or as it was typed before
const tokensOf = (value) => [...value.matchAll(/\S+/g)].map((match) => ({ text: match[0], start: match.index, end: match.index + match[0].length }));
const original = tokensOf(read).map((token) => token.text);
const doubtful = new Set(boxes.filter((box) => box.classList.contains("doubtful")).map((box) => Number(box.dataset.word)));

// Which read word a typed word stands for: the same from the beginning and from the end, in proportion between them.
const aligned = (tokens) => {
  const many = boxes.length;
  let head = 0;
  while (head < tokens.length && head < original.length && tokens[head].text === original[head]) head += 1;
  let tail = 0;
  while (tail < tokens.length - head && tail < original.length - head && tokens.at(-1 - tail).text === original.at(-1 - tail)) tail += 1;
  const between = tokens.length - head - tail;
  const instead = many - head - tail;
  return tokens.map((_, at) => {
    if (at < head) return at;
    if (at >= tokens.length - tail) return many - (tokens.length - at);
    return instead > 0 ? head + Math.min(Math.floor(((at - head) * instead) / between), instead - 1) : Math.min(head, many - 1);
  });
};
let tokens = [];
let places = [];
const isDoubtful = (at) => doubtful.has(places[at]) && tokens[at].text === original[places[at]];
const look = () => {
  tokens = tokensOf(text.value);
  places = boxes.length ? aligned(tokens) : [];
  const parts = [];
  let last = 0;
  tokens.forEach((token, at) => {
    if (!boxes.length || !isDoubtful(at)) return;
    parts.push(document.createTextNode(text.value.slice(last, token.start)));
    const mark = document.createElement("mark");
    mark.textContent = token.text;
    parts.push(mark);
    last = token.end;
  });
  parts.push(document.createTextNode(`${text.value.slice(last)}\n`));
  behind.replaceChildren(...parts);
  follow();
};
const follow = () => { behind.scrollTop = text.scrollTop; behind.scrollLeft = text.scrollLeft; };

const show = (box) => {
  for (const each of boxes) each.classList.toggle("now", each === box);
  if (!box || !enlarged.naturalWidth) { strip.hidden = true; return; }
  const place = document.getElementById("scan-place");
  const seen = box.getBoundingClientRect();
  const room = place.getBoundingClientRect();
  if (seen.top < room.top + 8 || seen.bottom > room.bottom - 8) place.scrollTop += seen.top - room.top - room.height / 3;
  if (seen.left < room.left || seen.right > room.right) place.scrollLeft += seen.left - room.left - room.width / 3;
  const svg = box.ownerSVGElement.viewBox.baseVal;
  const scale = enlarged.naturalWidth / svg.width;
  const [x, y, width, height] = ["x", "y", "width", "height"].map((side) => box[side].baseVal.value * scale);
  strip.hidden = false;
  strip.width = Math.max(strip.clientWidth, 320);
  const down = Math.max(height * 1.6, enlarged.naturalHeight * 0.025); // a speck with some of its surroundings
  const across = (down * strip.width) / strip.height;
  const left = Math.max(0, Math.min(x + width / 2 - across / 2, enlarged.naturalWidth - across));
  const top = Math.max(0, y + height / 2 - down / 2);
  const pen = strip.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, strip.width, strip.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(enlarged, left, top, across, down, 0, 0, strip.width, strip.height);
  const times = strip.width / across;
  pen.strokeStyle = "#c98a00";
  pen.lineWidth = 2;
  pen.strokeRect((x - left) * times, (y - top) * times, width * times, height * times);
};
const current = () => tokens.findIndex((token) => token.end >= text.selectionStart);
const point = () => { const at = current(); show(at >= 0 ? boxes[places[at]] : null); };
const select = (at) => {
  text.focus();
  text.setSelectionRange(tokens[at].start, tokens[at].end);
  point();
};
const nextDoubtful = (direction) => {
  const marked = tokens.map((_, at) => at).filter((at) => isDoubtful(at));
  if (!marked.length) return;
  const here = current();
  const next = direction > 0 ? marked.find((at) => tokens[at].start > text.selectionStart) ?? marked[0] : marked.findLast((at) => at < here) ?? marked.at(-1);
  select(next);
};

text.addEventListener("input", () => { look(); point(); });
text.addEventListener("scroll", follow, { passive: true });
for (const event of ["keyup", "click", "focus"]) text.addEventListener(event, point);
for (const box of boxes) {
  box.addEventListener("click", () => {
    const at = places.indexOf(Number(box.dataset.word));
    if (at >= 0) select(at); else show(box);
  });
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[value=save]"));
  }
  if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    nextDoubtful(event.key === "ArrowDown" ? 1 : -1);
  }
});
let sent = false; // twice pressed is once done
form.addEventListener("submit", (event) => { if (sent) event.preventDefault(); sent = true; });
window.addEventListener("pageshow", () => { sent = false; });

// Names by their first letters: Enter ticks the first that is left.
const pick = document.getElementById("pick");
if (pick) {
  pick.hidden = false;
  const fold = (name) => name.toLowerCase().replaceAll("ё", "е");
  const rows = [...document.querySelectorAll("#pick-list li")].map((row) => ({ row, box: row.querySelector("input"), words: fold(row.textContent).split(/[\s-]+/) }));
  const now = document.getElementById("picked-now");
  const count = () => { now.textContent = now.dataset.one.replace("{number}", rows.filter((each) => each.box.checked).length); };
  const fits = (each, asked) => asked.every((part) => each.words.some((word) => word.startsWith(part)));
  const narrow = () => {
    const asked = fold(pick.value).split(/\s+/).filter(Boolean);
    let first = null;
    for (const each of rows) {
      each.row.hidden = !fits(each, asked);
      each.row.classList.remove("first");
      if (!each.row.hidden && asked.length) first ??= each;
    }
    first?.row.classList.add("first");
    first?.row.scrollIntoView({ block: "nearest" });
    return first;
  };
  pick.addEventListener("input", narrow);
  pick.addEventListener("focus", () => document.getElementById("pick-list").scrollIntoView({ block: "nearest" }));
  pick.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { pick.value = ""; narrow(); }
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const first = narrow();
    if (!first) return;
    first.box.checked = !first.box.checked;
    pick.value = "";
    narrow();
    count();
  });
  document.getElementById("pick-list").addEventListener("change", count);
  document.getElementById("same")?.addEventListener("click", (event) => {
    event.preventDefault();
    for (const each of rows) if ("before" in each.box.dataset) each.box.checked = true;
    count();
  });
  count();
}
form.classList.add("live");
look();
point();
if (scan) {
  enlarged.addEventListener("load", point);
  enlarged.src = scan.src;
}
