// Owns the buttons that put an answer or a sign into a formula: where the caret stands, without the
// way over the server. Without a script each button posts the page, and the sign comes to the end.
"use strict";

for (const group of document.querySelectorAll("[data-put]")) {
  const box = document.getElementById(group.dataset.put);
  group.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=_put]");
    if (!button) return;
    event.preventDefault();
    if (box.value.trim() === "0") box.value = "";
    box.setRangeText(button.value, box.selectionStart, box.selectionEnd, "end");
    box.focus();
  });
}
