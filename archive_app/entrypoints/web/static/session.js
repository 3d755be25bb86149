// The session has ended while the page stood open: what was typed stays, and goes on once the same person has signed in elsewhere.
"use strict";

{
  const me = document.querySelector(".me");
  const notice = () => told.querySelector(".session-ended");
  const tokenOf = (page) => page.querySelector('meta[name="csrf-token"]');

  // The page takes over the session that was begun in another window; whether there is one.
  const renew = async () => {
    const answer = await fetch(me.href);
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.querySelector(".me")?.dataset.login !== me.dataset.login) return false;
    tokenOf(document).content = tokenOf(page).content;
    for (const part of [document, document.getElementById("told-one").content]) {
      for (const field of part.querySelectorAll('input[name="csrf_token"]')) field.value = tokenOf(page).content;
    }
    notice()?.remove();
    document.body.dispatchEvent(new Event("sessionGoesOn"));
    return true;
  };

  const tell = () => notice() || told.append(document.getElementById("session-ended").content.cloneNode(true));
  document.body.addEventListener("sessionEnded", async () => {
    if (notice() || (await renew())) return;
    tell();
  });
  // What is typed the archive can hand back, chosen files it cannot: they are sent only where the session goes on.
  // Before all others that listen, for whoever holds a second click back would take the sending for one.
  const asked = new WeakSet();
  document.addEventListener("submit", async (event) => {
    const { target: form, submitter } = event;
    if (form.enctype !== "multipart/form-data" || form.matches("[hx-post]") || asked.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    try {
      if (!(await renew())) return void tell();
    } catch {
      return void show({ text: document.body.dataset.unreachable, undo: "", bad: true });
    }
    asked.add(form);
    form.requestSubmit(submitter);
  }, true);
  addEventListener("focus", () => notice() && renew());
}
