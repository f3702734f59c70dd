// Owns the keys of the workbench: in the queue j and k move, x ticks one, a all, s takes in, Enter
// opens; in a case n goes on to the next. Everything works without them.
"use strict";

const queue = document.querySelector("[data-queue]");
const links = [...queue?.querySelectorAll("tbody th a") ?? []];
const ticks = [...queue?.querySelectorAll("input[name=chosen]") ?? []];
const tickAll = queue?.querySelector("[data-tick-all]");

if (tickAll && ticks.length) {
  tickAll.hidden = false;
  tickAll.addEventListener("change", (event) => {
    ticks.forEach((tick) => { tick.checked = event.target.checked; });
  });
}
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("input:not([type=checkbox]), textarea, select");
  if (isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
  const next = document.querySelector("[data-next-case]");
  if (next && event.key === "n") next.click();
  if (!links.length) return;
  const row = event.target.closest("tr");
  const here = links.findIndex((link) => link.closest("tr") === row);
  if (event.key === "j" || event.key === "k") {
    const next = event.key === "j" ? here + 1 : Math.max(here - 1, 0);
    links[Math.min(next, links.length - 1)].focus();
  } else if (event.key === "x" && row) row.querySelector("input[name=chosen]")?.click();
  else if (event.key === "a" && tickAll) tickAll.querySelector("input").click();
  else if (event.key === "s") queue.querySelector("button[type=submit]").focus();
  else return;
  event.preventDefault();
});
