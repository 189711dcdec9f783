// The steps of a run as a table: what the plan draws, for those who read rather than look.

import { h } from "./dom.js";
import { duration } from "./format.js";

const WORDS = { waiting: "waits", running: "runs", known: "known", finished: "finished", failed: "failed", stopped: "stopped" };

export class StepTable {
  #rows = new Map();
  #dirty = new Set();

  constructor(opened) {
    this.body = h("tbody", { onclick: (event) => {
      const row = event.target.closest("tr");
      if (row) opened(row.dataset.step, row.querySelector("button"));
    } });
    this.empty = h("p", { class: "muted" }, "No step began yet.");
    const head = ["Step", "State", "Progress", "Time"].map((name) => h("th", { scope: "col" }, name));
    this.element = h("div", { class: "panel table-panel" }, this.empty, h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Steps" }, h("table", { class: "steps" }, h("thead", null, h("tr", null, head)), this.body)));
  }

  /** Remembers boxes that changed, for when the table is shown. */
  mark(boxes) {
    for (const box of boxes) this.#dirty.add(box);
  }

  draw(state, all) {
    const changed = all ? state.boxes.values() : this.#dirty;
    for (const box of changed) this.#put(box, state.show(box));
    this.#dirty.clear();
    this.empty.hidden = this.#rows.size > 0;
  }

  #put(box, { state, label, all, done }) {
    let row = this.#rows.get(box.path);
    if (!row) {
      const depth = box.path.split("/").length - 1;
      const name = h("button", { type: "button", class: "link" }, box.path.split("/").pop());
      const cells = [h("td"), h("td", { class: "num" }), h("td", { class: "num" })];
      const first = h("th", { scope: "row", style: { paddingLeft: `${12 + depth * 18}px` } }, h("span", { class: "dot", "aria-hidden": "true" }), name, depth ? h("span", { class: "sr" }, `, ${box.path}`) : null);
      row = { cells, tr: h("tr", { "data-step": box.path }, first, cells) };
      this.#rows.set(box.path, row);
      this.#place(box.path, row.tr);
    }
    const words = [WORDS[state], all > 1 ? `${done} of ${all}` : state === "running" ? label.replace("runs", "") : "", box.elapsed ? duration(box.elapsed) : ""];
    if (row.tr.className !== state) row.tr.className = state;
    words.forEach((text, index) => {
      if (row.cells[index].textContent !== text) row.cells[index].textContent = text;
    });
  }

  /** What is inside a step comes right below it; otherwise the order is that of beginning. */
  #place(path, row) {
    const parent = path.includes("/") ? this.#rows.get(path.slice(0, path.lastIndexOf("/"))) : null;
    if (!parent) return this.body.append(row);
    const inside = `${path.slice(0, path.lastIndexOf("/"))}/`;
    let last = parent.tr;
    while (last.nextElementSibling?.dataset.step.startsWith(inside)) last = last.nextElementSibling;
    last.after(row);
  }
}
