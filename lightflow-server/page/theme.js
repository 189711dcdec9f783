// Light, dark, or as the system is.

import { icon, fill } from "./dom.js";

const ORDER = ["auto", "light", "dark"];
const ICONS = { auto: "auto", light: "sun", dark: "moon" };

/** Makes the button go round the three. */
export function theme(control) {
  let now = localStorage.getItem("theme") ?? "auto";
  const show = () => {
    if (now === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = now;
    fill(control, icon(ICONS[now]));
    const words = now === "auto" ? "Theme: as the system" : `Theme: ${now}`;
    control.setAttribute("aria-label", words);
    control.title = words;
  };
  control.addEventListener("click", () => {
    now = ORDER[(ORDER.indexOf(now) + 1) % ORDER.length];
    if (now === "auto") localStorage.removeItem("theme");
    else localStorage.setItem("theme", now);
    show();
  });
  show();
}
