// Tabs, as the ARIA Authoring Practices describe them: arrows go from tab to tab.

import { h } from "./dom.js";

let all = 0;

export class Tabs {
  shown = null;
  #parts;

  /** `parts` are `{ id, label, content, shown() }`; `chosen(id)` is called when a tab is. */
  constructor(label, parts, chosen) {
    const number = (all += 1);
    this.#parts = parts.map((part) => {
      const count = h("span", { class: "tab-count" });
      const tab = h("button", { type: "button", role: "tab", id: `t${number}-${part.id}`, "aria-controls": `p${number}-${part.id}`, onclick: () => chosen(part.id) }, part.label, count);
      const panel = h("div", { role: "tabpanel", id: `p${number}-${part.id}`, "aria-labelledby": tab.id, class: "tab-panel", hidden: true }, part.content);
      return { ...part, tab, panel, count, told: "" };
    });
    const list = h("div", { role: "tablist", class: "tabs", "aria-label": label, onkeydown: (event) => this.#key(event, chosen) }, this.#parts.map((part) => part.tab));
    this.element = h("div", { class: "tabbed" }, list, this.#parts.map((part) => part.panel));
    this.list = list;
    new ResizeObserver(() => this.#reveal()).observe(list);
  }

  show(id) {
    const part = this.#parts.find((one) => one.id === id) ?? this.#parts[0];
    if (this.shown === part.id) return;
    this.shown = part.id;
    for (const one of this.#parts) {
      const here = one === part;
      one.tab.setAttribute("aria-selected", String(here));
      one.tab.tabIndex = here ? 0 : -1;
      one.panel.hidden = !here;
    }
    this.#reveal();
    part.shown?.();
  }

  /** On a narrow screen the row of tabs is scrolled: the one that is shown is in sight. */
  #reveal() {
    const part = this.#parts.find((one) => one.id === this.shown);
    if (part) this.list.scrollLeft = part.tab.offsetLeft - this.list.offsetLeft + (part.tab.offsetWidth - this.list.clientWidth) / 2;
  }

  count(id, number) {
    const part = this.#parts.find((one) => one.id === id);
    const words = number ? number.toLocaleString() : "";
    if (part.told === words) return;
    const moved = words.length !== part.told.length;
    part.told = words;
    part.count.textContent = words;
    if (moved) this.#reveal();
  }

  #key(event, chosen) {
    const here = this.#parts.findIndex((part) => part.tab === event.target);
    const last = this.#parts.length - 1;
    const to = { ArrowRight: here === last ? 0 : here + 1, ArrowLeft: here === 0 ? last : here - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    chosen(this.#parts[to].id);
    this.#parts[to].tab.focus();
  }
}
