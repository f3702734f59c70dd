// Owns the small comforts of the pages; everything works without this file.
"use strict";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const changed = new Set();

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/service-worker.js").catch(() => {});
  navigator.serviceWorker.addEventListener("message", (event) => { if (event.data === "unsent") tellUnsent(); });
}

// Offline: say so, keep what was typed, and do not let a post run into nothing.
const tellOffline = () => all("[data-offline]").forEach((bar) => { bar.hidden = navigator.onLine; });
// The line broke under a post, though the phone believes in it: the same words, and the buttons work again.
function tellUnsent() {
  all("[data-offline]").forEach((bar) => { bar.hidden = false; bar.scrollIntoView({ block: "center" }); });
  free();
}
addEventListener("online", tellOffline);
addEventListener("offline", tellOffline);
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.method === "post") changed.add(form);
});
addEventListener("beforeunload", (event) => {
  if (changed.size && !navigator.onLine) event.preventDefault();
});

// One press is one send: a second within three seconds is the same finger.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  const now = Date.now();
  if (!navigator.onLine) {
    event.preventDefault();
    tellOffline();
    all("[data-offline]").forEach((bar) => bar.scrollIntoView({ block: "center" }));
  } else if (now - Number(form.dataset.sentAt || 0) < 3000) {
    event.preventDefault();
  } else {
    form.dataset.sentAt = now;
    event.submitter?.setAttribute("aria-busy", "true");
    changed.clear();
  }
});
const free = () => all("[data-sent-at]").forEach((form) => {
  delete form.dataset.sentAt;
  all("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
});
addEventListener("pageshow", free);

// What the shop window of a page gets when it arrives, whole or through htmx.
function dress(root) {
  all("[data-print], [data-copy]", root).forEach((button) => { button.hidden = false; });
  root.querySelector(".error-summary")?.focus();
}
document.addEventListener("htmx:after:swap", (event) => dress(event.detail?.ctx?.target ?? document));
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-print], [data-copy]");
  all(".language-selector[open]").forEach((menu) => { menu.open = menu.contains(event.target); });
  if (button?.matches("[data-print]")) print();
  else if (button) {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = document.body.dataset.copied;
  }
});
// Suggestions lie over the filters: they go when the reader goes elsewhere.
const closeSuggestions = () => all(".suggestions").forEach((list) => list.replaceChildren());
document.addEventListener("focusout", (event) => {
  // Safari focuses no link on a press, so only a known new place counts as elsewhere.
  const box = event.target.closest?.(".search-box");
  if (box && event.relatedTarget && !box.contains(event.relatedTarget)) closeSuggestions();
});
document.addEventListener("pointerdown", (event) => {
  if (!event.target.closest?.(".search-box")) closeSuggestions();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (event.target.closest?.(".suggestions")) document.getElementById("q").focus();
  all(".language-selector[open]").forEach((menu) => { menu.open = false; menu.firstElementChild.focus(); });
  closeSuggestions();
});

// Files chosen: their names and sizes at once, and the choice 「今つける」 made with them.
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches?.(".upload__input") || input.form.dataset.uploads) return;
  const now = all("input[type=radio]", input.closest(".upload")).find((radio) => radio.value === "now");
  if (now && input.files.length) now.checked = true;
  const list = input.parentNode.querySelector(".upload__picked") ?? document.createElement("ul");
  list.className = "upload__picked";
  list.setAttribute("role", "status");
  list.replaceChildren(...[...input.files].map((file) => {
    const line = document.createElement("li");
    const isTooLarge = file.size > 10 * 1024 * 1024;
    line.textContent = `${file.name} (${(file.size / 1048576).toFixed(1)} MB)`;
    if (isTooLarge) {
      line.className = "is-too-large";
      line.append(` ＊${document.body.dataset.tooLarge}`);
    }
    return line;
  }));
  input.after(list);
});

tellOffline();
dress(document);
