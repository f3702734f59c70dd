// Owns the button that fills in where the phone is; the boxes take a typed place without it.
"use strict";

(() => {
  const ask = (area, button) => {
    const told = area.querySelector("[role=status]");
    const put = (axis, degrees) => {
      const box = document.getElementById(area.dataset[axis]);
      box.value = degrees.toFixed(6);
      box.closest("details").open = true;
    };
    button.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        button.removeAttribute("aria-busy");
        put("lat", coords.latitude);
        put("lon", coords.longitude);
        told.textContent = area.dataset.done;
      },
      () => {
        button.removeAttribute("aria-busy");
        told.textContent = area.dataset.failed;
      },
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  };
  const dress = (root) => {
    if (!("geolocation" in navigator)) return;
    root.querySelectorAll("[data-location]").forEach((area) => { area.hidden = false; });
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-location] button");
    if (button) ask(button.closest("[data-location]"), button);
  });
  document.addEventListener("htmx:after:swap", (event) => dress(event.detail?.ctx?.target ?? document));
  document.addEventListener("DOMContentLoaded", () => dress(document));
  dress(document);
})();
