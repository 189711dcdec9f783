// All runs: with filters, and two of them to compare.

import { get, stopped } from "./api.js";
import { announce, button, fill, h, prose, throttle } from "./dom.js";
import { duration, fullTime, shortId, when, workflowName } from "./format.js";
import { chip, problem, statusWord } from "./status.js";

const STATUS = ["created", "running", "finished", "failed", "cancelled", "interrupted"];
const PAGE = 50;

/** The page at `#/runs`; filters are in the address. */
export async function history(root, { query }, { signal, runs }) {
  const filters = Object.fromEntries(["workflow", "status", "sweep"].map((name) => [name, query.get(name) ?? ""]));
  const ask = (after, limit = PAGE) => {
    const asked = new URLSearchParams({ limit });
    for (const [name, filter] of Object.entries(filters)) if (filter) asked.set(name, filter);
    if (after) asked.set("after", after);
    return get(`/api/runs?${asked}`, signal);
  };
  const [first, { workflows }] = await Promise.all([ask(), get("/api/workflows", signal)]);
  const list = new List(first.runs);
  let next = first.next;
  const set = (name, filter) => {
    const asked = new URLSearchParams(Object.entries({ ...filters, [name]: filter }).filter(([, one]) => one));
    location.hash = `#/runs${asked.size ? `?${asked}` : ""}`;
  };
  const select = (name, label, options) => h("span", { class: "filter" }, h("label", { for: `filter-${name}` }, label), h("select", { id: `filter-${name}`, value: filters[name], onchange: (event) => set(name, event.target.value) },
    options.map(([id, words]) => h("option", { value: id, selected: id === filters[name] }, words))));
  const more = button("", "Older runs", async () => {
    more.disabled = true;
    try {
      const found = await ask(next);
      list.add(found.runs);
      next = found.next;
    } catch (error) {
      if (!stopped(error)) more.before(problem(error));
    }
    more.disabled = false;
    more.hidden = !next;
  }, { hidden: !next });
  runs(throttle(700, async () => {
    try {
      list.add((await ask(null, 20)).runs);
    } catch (error) {
      if (!stopped(error)) announce(error.message);
    }
  }));
  fill(root,
    h("div", { class: "head" }, h("h1", null, "Runs"), h("span", { class: "grow" }), list.compare),
    h("div", { class: "tools" },
      select("workflow", "Workflow", [["", "all"], ...workflows.map((one) => [one.id.replaceAll("/", "~"), one.name.replaceAll("_", " ")])]),
      select("status", "State", [["", "all"], ...STATUS.map((one) => [one, statusWord(one)])]),
      filters.sweep ? h("span", { class: "filter" }, "of the ", h("a", { href: `#/sweeps/${filters.sweep}` }, `sweep ${shortId(filters.sweep)}`), " ", button("cross", "Show all runs", () => set("sweep", ""), { bare: true })) : null),
    list.element, more);
  document.getElementById("main").replaceChildren(root);
}

class List {
  #runs = new Map();
  #rows = new Map();
  #chosen = [];

  constructor(runs) {
    this.body = h("tbody");
    this.none = h("p", { class: "muted" }, "No run fits.");
    this.compare = h("div", { class: "actions" });
    const head = ["", "State", "Workflow", "Run", "Began", "Took", "Sweep"].map((name, index) => (index ? h("th", { scope: "col" }, name) : h("td", null, h("span", { class: "sr" }, "To compare"))));
    this.element = h("div", { class: "panel table-panel" }, this.none, h("table", { class: "runs" }, h("thead", null, h("tr", null, head)), this.body));
    this.add(runs);
    this.#choose();
  }

  /** Takes runs in; those that are known are brought up to date. */
  add(runs) {
    for (const run of runs) {
      const before = this.#runs.get(run.id);
      if (JSON.stringify(before) === JSON.stringify(run)) continue;
      this.#runs.set(run.id, run);
      const row = this.#row(run);
      if (before) this.#rows.get(run.id).replaceWith(row);
      else this.#insert(run, row);
      this.#rows.set(run.id, row);
    }
    this.none.hidden = this.#runs.size > 0;
    this.element.querySelector("table").hidden = this.#runs.size === 0;
  }

  #insert(run, row) {
    for (const other of this.body.children) {
      if (this.#runs.get(other.dataset.run).created_ms < run.created_ms) return other.before(row);
    }
    this.body.append(row);
  }

  #row(run) {
    const box = h("input", { type: "checkbox", "aria-label": `Compare the run ${shortId(run.id)}`, checked: this.#chosen.includes(run.id), onchange: () => {
      this.#chosen = box.checked ? [...this.#chosen, run.id].slice(-2) : this.#chosen.filter((id) => id !== run.id);
      for (const [id, other] of this.#rows) other.querySelector("input").checked = this.#chosen.includes(id);
      this.#choose();
    } });
    return h("tr", { "data-run": run.id },
      h("td", { class: "c-box" }, box),
      h("td", { class: "c-state" }, chip(run.status)),
      h("td", { class: "c-name" }, h("a", { href: `#/runs/${run.id}` }, workflowName(run.workflow).replaceAll("_", " ")), run.error ? h("p", { class: "row-error" }, prose(run.error)) : null),
      h("td", { class: "c-run" }, h("code", { title: run.id }, shortId(run.id))),
      h("td", { class: "c-when", title: fullTime(run.created_ms) }, when(run.created_ms)),
      h("td", { class: "c-took num" }, run.ended_ms ? duration((run.ended_ms - run.created_ms) / 1000) : ""),
      h("td", { class: "c-sweep" }, run.sweep ? h("a", { href: `#/sweeps/${run.sweep}` }, shortId(run.sweep)) : null));
  }

  #choose() {
    const [a, b] = this.#chosen;
    if (b) fill(this.compare, h("a", { class: "button primary", href: `#/diff/${a}/${b}` }, h("span", null, "Compare these two")));
    else fill(this.compare, h("span", { class: "muted small" }, a ? "Tick another run to compare" : "Tick two runs to compare them"));
  }
}
