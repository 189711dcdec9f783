// What the steps of a run say, as it comes. The list on the page is short; the server has all of it.

import { runPath } from "./api.js";
import { h } from "./dom.js";

/** Lines that are on the page. */
const MOST = 300;

export class LogView {
  #drawn = -1;
  #shown = 0;

  constructor(run, opened) {
    this.filter = h("input", { type: "search", placeholder: "Filter by words or step", "aria-label": "Filter the log", oninput: () => this.draw(this.state, true) });
    this.stay = h("input", { type: "checkbox", id: "log-stay", checked: true });
    this.more = h("p", { class: "muted small" });
    this.list = h("ol", { class: "log", tabindex: "0", "aria-label": "Log lines", onclick: (event) => {
      const step = event.target.closest("button")?.dataset.step;
      if (step) opened(step);
    } });
    this.element = h("div", { class: "panel" },
      h("div", { class: "tools" }, this.filter, h("label", { class: "check", for: "log-stay" }, this.stay, "Stay at the end"), h("span", { class: "grow" }), h("a", { href: `${runPath(run)}/logs`, target: "_blank", rel: "noopener" }, "All of it")),
      this.more, this.list);
  }

  /** Adds what is new; with `anew`, begins again. */
  draw(state, anew) {
    if (!state) return;
    this.state = state;
    const words = this.filter.value.toLowerCase();
    const fits = (line) => !words || line.text.toLowerCase().includes(words) || (line.step ?? "").toLowerCase().includes(words);
    if (anew || state.said < this.#drawn) {
      this.list.replaceChildren();
      this.#drawn = -1;
      this.#shown = 0;
    }
    const fresh = this.#drawn < 0 ? state.lines : state.lines.slice(Math.max(0, state.lines.length - (state.said - this.#drawn)));
    this.#drawn = state.said;
    const found = fresh.filter(fits);
    const lines = found.slice(-MOST);
    if (lines.length) {
      const part = document.createDocumentFragment();
      for (const line of lines) part.append(row(line));
      this.list.append(part);
    }
    this.#shown += found.length;
    while (this.list.childElementCount > MOST) this.list.firstChild.remove();
    const hidden = this.#shown - this.list.childElementCount;
    this.more.textContent = this.#shown === 0 ? (words ? "No line fits." : "Nothing was said.") : hidden > 0 ? `${hidden.toLocaleString()} lines before these are not shown.` : "";
    if (lines.length && this.stay.checked) this.list.scrollTop = this.list.scrollHeight;
  }
}

function row(line) {
  return h("li", { class: line.kind }, h("time", null, line.time), h("button", { type: "button", "data-step": line.step }, line.step), h("span", null, line.text));
}
