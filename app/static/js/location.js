// Owns the buttons that fill in where the phone is, or a point of a map; the boxes do without them.
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
  // The map: its parts are fetched only when somebody asks for it.
  const fetched = (tag, address) => new Promise((done, failed) => {
    const part = document.createElement(tag);
    if (tag === "link") Object.assign(part, { rel: "stylesheet", href: address });
    else part.src = address;
    Object.assign(part, { onload: done, onerror: failed });
    document.head.append(part);
  });
  const open = async (area, button) => {
    button.setAttribute("aria-busy", "true");
    await Promise.all([fetched("link", area.dataset.style), fetched("script", area.dataset.script)]);
    button.remove();
    const [lat, lon] = ["lat", "lon"].map((axis) => document.getElementById(area.dataset[axis]));
    const place = document.createElement("div");
    Object.assign(place, { className: "map", tabIndex: 0 });
    place.setAttribute("role", "application");
    place.setAttribute("aria-label", area.dataset.name);
    area.after(place);
    const isKnown = lat.value && lon.value;
    const map = L.map(place).setView(isKnown ? [lat.value, lon.value] : [36.5, 138], isKnown ? 17 : 5);
    L.tileLayer(area.dataset.tiles, { maxZoom: 18, attribution: area.dataset.credit }).addTo(map);
    const mark = L.circleMarker(map.getCenter(), { radius: 10 });
    if (isKnown) mark.addTo(map);
    const choose = (point) => {
      mark.setLatLng(point).addTo(map);
      lat.value = point.lat.toFixed(6);
      lon.value = point.lng.toFixed(6);
      lat.closest("details").open = true;
      area.querySelector("[role=status]").textContent = area.dataset.done;
    };
    map.on("click", (event) => choose(event.latlng));
    const centre = document.createElement("button");
    Object.assign(centre, { type: "button", className: "button button--small", textContent: area.dataset.centre });
    centre.addEventListener("click", () => choose(map.getCenter()));
    place.after(centre);
    place.focus();
  };

  const dress = (root) => {
    root.querySelectorAll("[data-map-open]").forEach((area) => { area.hidden = false; });
    if (!("geolocation" in navigator)) return;
    root.querySelectorAll("[data-location]").forEach((area) => { area.hidden = false; });
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-location] button");
    if (button) ask(button.closest("[data-location]"), button);
    const opener = event.target.closest?.("[data-map-open] button");
    if (opener) open(opener.closest("[data-map-open]"), opener);
  });
  document.addEventListener("htmx:after:swap", (event) => dress(event.detail?.ctx?.target ?? document));
  document.addEventListener("DOMContentLoaded", () => dress(document));
  dress(document);
})();
