// The two pictures that are to be compared: chosen in any run, kept until they are.

import { thumbnailPath } from "./api.js";
import { announce, button, fill, h } from "./dom.js";

let place = null;
let pair = read();

function read() {
  try {
    return JSON.parse(sessionStorage.getItem("compare")) ?? [];
  } catch {
    return [];
  }
}

/** Shows it at the foot of the page. */
export function tray(element) {
  place = element;
  draw();
  addEventListener("hashchange", draw);
}

/** Puts a picture in; the third one takes the place of the second. */
export function toTray(run, artifact) {
  const one = { run, digest: artifact.digest, name: artifact.name };
  const known = pair.findIndex((other) => other.run === run && other.digest === artifact.digest);
  if (known >= 0) pair.splice(known, 1);
  else pair = [...pair.slice(0, 1), one];
  announce(known >= 0 ? `${artifact.name} taken out` : pair.length === 2 ? "two pictures chosen: compare them at the foot of the page" : `${artifact.name} chosen: choose another one`);
  keep();
}

/** `A`, `B`, or nothing. */
export function inTray(run, digest) {
  const index = pair.findIndex((one) => one.run === run && one.digest === digest);
  return index < 0 ? "" : "AB"[index];
}

/** The address of the comparison of two. */
export const comparison = (a, b) => `#/compare/${a.run}/${a.digest}/${b.run}/${b.digest}`;

function keep() {
  sessionStorage.setItem("compare", JSON.stringify(pair));
  draw();
  dispatchEvent(new CustomEvent("tray"));
}

function draw() {
  const comparing = location.hash.startsWith("#/compare/");
  place.hidden = pair.length === 0 || comparing;
  document.documentElement.classList.toggle("with-tray", !place.hidden);
  if (place.hidden) return place.replaceChildren();
  const shown = pair.map((one, index) => h("span", { class: "tray-one" }, h("b", null, "AB"[index]), h("img", { src: thumbnailPath(one.digest, 128), alt: "" }), h("span", { class: "tray-name" }, one.name)));
  const away = button("cross", "Forget these", () => {
    pair = [];
    keep();
  }, { bare: true });
  const go = pair.length === 2 ? h("a", { class: "button primary", href: comparison(...pair) }, h("span", null, "Compare")) : h("span", { class: "muted" }, "Choose another one, here or in another run");
  fill(place, shown, h("span", { class: "grow" }), go, away);
}
