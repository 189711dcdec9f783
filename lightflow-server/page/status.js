// The state of a run in a word, with a mark that tells it without colour too.

import { button, h, prose, s } from "./dom.js";

const MARKS = {
  created: "M10 5.5V10l3 2",
  running: "",
  finished: "m6.3 10.4 2.6 2.6 5-5.6",
  failed: "m7 7 6 6M13 7l-6 6",
  cancelled: "M6.5 10h7",
  interrupted: "M8 6.8v6.4M12 6.8v6.4",
};
const WORDS = { created: "waiting", interrupted: "interrupted" };

/** The word for a state. */
export const statusWord = (status) => WORDS[status] ?? status;

/** Whether a run in this state goes on. */
export const isActive = (status) => status === "created" || status === "running";

/** A chip that shows it. */
export function chip(status) {
  const mark = s("svg", { class: "chip-mark", viewBox: "0 0 20 20", "aria-hidden": "true" },
    s("circle", { cx: 10, cy: 10, r: 8 }), s("path", { d: status === "running" ? "M10 2a8 8 0 0 1 8 8" : MARKS[status] ?? "" }));
  return h("span", { class: `chip ${status}` }, mark, statusWord(status));
}

/** What went wrong, and what to do. */
export function problem(error) {
  // A new token makes cookies void. The server asks whoever opens the page anew.
  const help = error.status === 401 ? h("p", { class: "actions" }, button("lock", "Log in", () => location.reload(), { class: "primary" })) : error.hint ? h("p", { class: "muted" }, prose(error.hint)) : null;
  return h("div", { class: "problem", role: "alert" }, h("p", null, prose(error.message)), help);
}
