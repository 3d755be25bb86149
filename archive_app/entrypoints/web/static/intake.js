// The queue of the page of intake: three files at a time, in pieces that outlive the connection, the page, the server.
"use strict";

const queue = document.getElementById("queue");
const rows = document.getElementById("rows");
const lists = () => document.getElementById("lists");
const token = () => document.querySelector('meta[name="csrf-token"]').content;
const AT_ONCE = 3;
const PIECE = 4 * 1024 * 1024;
const PATIENCE = [0, 1000, 3000, 5000, 10000];
const LATER = 15000;
const QUIET = 5000;
const REFUSED = ["refused", "refused-later"];
const files = [];
let stopped = false;
let saidAt = 0;
let asking = null;

const moving = () => files.filter((one) => one.state === "sending");
const tokenOf = (one) => one.upload?.url?.split("/").pop();

const describe = (one) => {
  const percent = one.sent && one.file.size ? Math.floor((100 * one.sent) / one.file.size) : 0;
  const name = one.state === "sending" ? (one.lost ? "offline" : percent === 100 ? "checking" : "sending") : one.state;
  one.row.querySelector(".file-words").textContent = intakeWords.say(name, { percent, why: one.why });
  one.row.querySelector(".file-words").classList.toggle("state-bad", one.state === "refused");
  const bar = one.row.querySelector("progress");
  bar.hidden = !["sending", "paused", "offline"].includes(one.state);
  bar.value = percent;
  const pause = one.row.querySelector(".pause");
  pause.hidden = name === "checking" || !["sending", "paused", "offline"].includes(one.state);
  pause.textContent = one.state === "paused" ? pause.dataset.goOn : pause.dataset.pause;
  const cancelled = one.row.querySelector(".cancel");
  if (one.state === "refused") cancelled.textContent = cancelled.dataset.clear; // there is nothing left to break off
  one.drawn = true;
};

const redraw = (one) => {
  if (!one.drawn) return;
  one.drawn = false;
  requestAnimationFrame(() => one.state === "sending" && describe(one));  // it may have ended meanwhile
};

// A person who does not see the bars hears of the beginning and the end, and in between seldom.
const summarise = (important = false) => {
  const done = files.filter((one) => one.state === "done").length;
  const refused = files.filter((one) => REFUSED.includes(one.state)).length;
  const all = files.length;
  const left = all - done - refused;
  const text = left
    ? intakeWords.say("moving", { done, all })
    : refused ? intakeWords.say("someRefused", { done, all, refused }) : intakeWords.say("ended", { done, all });
  document.getElementById("total-words").textContent = text;
  const bytes = files.reduce((sum, one) => sum + one.file.size, 0);
  document.getElementById("total").max = bytes || 1;
  document.getElementById("total").value = files.reduce((sum, one) => sum + (one.state === "refused" ? one.file.size : one.sent), 0);
  const heading = document.getElementById("queue-head");
  heading.textContent = left ? heading.dataset.moving : heading.dataset.ended;
  document.getElementById("clear-refused").hidden = !files.some((one) => one.state === "refused");
  document.getElementById("pause-all").hidden = !left;
  if (!left || important || Date.now() - saidAt > QUIET) {
    document.getElementById("said").textContent = text;
    saidAt = Date.now();
  }
};

const hideDoubles = () => {
  const mine = new Set(files.filter((one) => !["done", "refused-later"].includes(one.state)).map(tokenOf).filter(Boolean));
  for (const row of lists().querySelectorAll("[data-token]")) row.hidden = mine.has(row.dataset.token);
};

// What had arrived whole is looked into by the archive, and may be refused then.
const hearOfRefused = () => {
  const refused = new Set([...lists().querySelectorAll("[data-refused]")].map((row) => row.dataset.token));
  const mine = files.filter((one) => one.state === "done" && refused.has(tokenOf(one)));
  for (const one of mine) one.state = "refused-later";
  if (mine.length) summarise(true);
};

const askForLists = () => {
  asking ??= setTimeout(() => {
    asking = null;
    htmx.trigger(lists(), "refresh");
  }, 1000);
};

// A try has failed, and another follows: until a byte goes through, the row says so.
const lose = (one) => {
  one.lost = true;
  describe(one);
  document.getElementById("said").textContent = intakeWords.say("offline");
};

const settle = (one, state) => {
  one.state = state;
  one.lost = false;
  if (state === "done") {
    one.sent = one.file.size;
    one.row.remove();
    askForLists();
  } else describe(one);
  summarise();
  next();
};

const failed = (one, error) => {
  const status = error.originalResponse?.getStatus() ?? 0;
  if (one.state !== "sending") return;
  if (status === 401 || (status === 400 && !one.renewed)) {  // the session has ended; 400: another one has begun
    one.renewed = status === 400;
    settle(one, "offline");
    document.body.dispatchEvent(new Event("sessionEnded"));
    return;
  }
  if (status >= 400 && status < 500 && ![409, 423, 429, 460].includes(status)) {
    one.why = intakeWords.why(error.originalResponse);
    settle(one, "refused");
    return;
  }
  settle(one, "offline");
  setTimeout(() => one.state === "offline" && again(one), LATER);
};

const start = async (one) => {
  one.state = "sending";
  one.lost = false;
  describe(one);
  if (!one.upload) {
    one.upload = new tus.Upload(one.file, {
      endpoint: queue.dataset.endpoint,
      chunkSize: PIECE,
      retryDelays: PATIENCE,
      removeFingerprintOnSuccess: true,
      onBeforeRequest: (request) => request.setHeader("X-CSRFToken", token()),
      metadata: { filename: one.file.name, batch: one.batch, batch_label: one.label },
      onShouldRetry: (error) => {
        const status = error.originalResponse?.getStatus() ?? 0;
        const away = status === 0 || status >= 500;
        if (away && one.state === "sending") lose(one);
        return away || [409, 423, 460].includes(status);
      },
      onProgress: (sent) => {
        one.lost = false;
        one.sent = sent;
        redraw(one);
        summarise();
      },
      onUploadUrlAvailable: hideDoubles,
      onSuccess: () => settle(one, "done"),
      onError: (error) => failed(one, error),
    });
    const [before] = await one.upload.findPreviousUploads();
    if (before) one.upload.resumeFromPreviousUpload(before);
  }
  if (one.state === "sending") one.upload.start();
};

const again = (one) => {
  one.state = "queued";
  describe(one);
  next();
};

const next = () => {
  if (stopped) return;
  let free = AT_ONCE - moving().length;
  for (const one of files) {
    if (free <= 0) return;
    if (one.state === "queued") {
      free -= 1;
      start(one);
    }
  }
};

const pause = (one) => {
  one.state = "paused";
  one.upload.abort();
  describe(one);
  next();
};

const cancel = (one) => {
  const began = one.upload?.url;
  one.state = "cancelled";
  files.splice(files.indexOf(one), 1);
  const neighbour = one.row.nextElementSibling ?? one.row.previousElementSibling;
  one.row.remove();
  (neighbour?.querySelector(".cancel") ?? document.querySelector("[data-opens]")).focus();
  if (one.upload) one.upload.abort(Boolean(began)).catch(() => {}).finally(askForLists);
  queue.hidden = !files.length;
  if (files.length) summarise();
  next();
};

const rowOf = (one) => {
  const row = document.getElementById("row").content.firstElementChild.cloneNode(true);
  row.querySelector(".file-name").textContent = one.file.name;
  row.querySelector(".file-size").textContent = intakeWords.size(one.file.size);
  for (const button of row.querySelectorAll("button")) button.setAttribute("aria-describedby", one.id);
  row.querySelector(".file-name").id = one.id;
  row.querySelector("progress").setAttribute("aria-labelledby", one.id);
  row.querySelector(".cancel").addEventListener("click", () => cancel(one));
  row.querySelector(".pause").addEventListener("click", () => (one.state === "paused" ? again(one) : pause(one)));
  return row;
};

const add = ({ files: given, label }) => {
  if (!given.length) return;
  if (files.every((one) => ["done", ...REFUSED].includes(one.state))) {
    files.length = 0;  // the former lot is told of below
    rows.replaceChildren();
  }
  const batch = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const fresh = document.createDocumentFragment();
  for (const file of given) {
    const one = { file, batch, label, state: "queued", lost: false, sent: 0, why: "", upload: null, drawn: true, id: `file-${crypto.getRandomValues(new Uint32Array(1))[0]}` };
    one.row = rowOf(one);
    describe(one);
    files.push(one);
    fresh.append(one.row);
  }
  rows.append(fresh);
  queue.hidden = false;
  summarise();
  document.getElementById("said").textContent = intakeWords.say("begun", { all: files.length });
  next();
};

document.documentElement.classList.add("scripted");
document.querySelector(".with-script").hidden = false;
for (const button of document.querySelectorAll("[data-opens]")) {
  button.addEventListener("click", () => document.getElementById(button.dataset.opens).click());
}
for (const picker of document.querySelectorAll(".picker")) {
  picker.addEventListener("change", () => {
    add(intakeFiles.chosen(picker.files));
    picker.value = "";
  });
}
const place = document.getElementById("drop");
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  place.classList.add("over");
});
document.addEventListener("dragleave", (event) => event.relatedTarget ?? place.classList.remove("over"));
document.addEventListener("drop", async (event) => {
  event.preventDefault();
  place.classList.remove("over");
  add(await intakeFiles.dropped(event.dataTransfer.items));
});
document.addEventListener("paste", (event) => {
  const moment = new Date().toLocaleString("ru").replace(/:/g, "-").replace(",", "");
  if (event.clipboardData?.files.length) add(intakeFiles.pasted(event.clipboardData.files, intakeWords.say("picture", { moment })));
});
document.getElementById("pause-all").addEventListener("click", (event) => {
  stopped = !stopped;
  event.target.textContent = stopped ? event.target.dataset.goOn : event.target.dataset.pause;
  for (const one of files) {
    if (stopped && ["sending", "offline"].includes(one.state)) pause(one);
    else if (!stopped && one.state === "paused") again(one);
  }
  summarise(true);
});
document.getElementById("clear-refused").addEventListener("click", () => {
  for (const one of files.filter((each) => each.state === "refused")) cancel(one);
});
const goOn = () => files.filter((one) => one.state === "offline").forEach(again);
addEventListener("online", goOn);
addEventListener("offline", () => moving().forEach(lose));
document.body.addEventListener("sessionGoesOn", goOn);
addEventListener("beforeunload", (event) => moving().length && event.preventDefault());
document.body.addEventListener("htmx:afterSwap", () => {
  hideDoubles();
  hearOfRefused();
});
