// One run: its state, its plan with live steps, what it made, what it said, what it was asked for.

import { get, post, remove, runPath, stopped, workflowId } from "./api.js";
import { announce, button, fill, h, prose, throttle } from "./dom.js";
import { follow } from "./events.js";
import { count, duration, fullTime, shortId, workflowName } from "./format.js";
import { Gallery } from "./gallery.js";
import { given } from "./given.js";
import { LogView } from "./log.js";
import { StepPlace } from "./panel.js";
import { showPlan } from "./plan.js";
import { RunState } from "./state.js";
import { chip, isActive, problem, statusWord } from "./status.js";
import { StepTable } from "./steps.js";
import { Tabs } from "./tabs.js";

/** The page at `#/runs/ID/TAB`. */
export async function run(root, route, { signal }) {
  const id = route.args[0];
  const told = await get(runPath(id), signal);
  const page = new Page(told, signal);
  fill(root, page.element);
  document.getElementById("main").replaceChildren(root);
  page.begin(route);
  return (next) => page.turn(next);
}

class Page {
  #records = null;

  constructor(told, signal) {
    Object.assign(this, { told, signal, id: told.run.id });
    this.state = new RunState();
    this.name = workflowName(told.run.workflow);
    this.again = `#/workflows/${workflowId(told.run.workflow)}?from=${this.id}`;
    this.live = throttle(500, () => this.panel.update?.());
    this.lines = throttle(200, () => this.log.draw(this.state));
    this.#build();
  }

  #build() {
    const { run } = this.told;
    this.chip = h("span", null, chip(run.status));
    this.time = h("span", { class: "num" });
    this.actions = h("div", { class: "actions" });
    this.trouble = h("div");
    this.bar = h("div", { class: "run-bar" });
    this.counts = h("span", { class: "run-counts" });
    this.gallery = new Gallery(this.told, this.signal);
    this.log = new LogView(this.id, (step) => this.#step(step, document.activeElement));
    this.table = new StepTable((step, from) => this.#step(step, from));
    this.place = h("div", { class: "plan-place" }, h("p", { class: "muted" }, "Drawing the plan"));
    this.panel = new StepPlace(this.signal);
    const plan = h("div", { class: "panel plan-panel" }, this.place);
    this.tabs = new Tabs("Parts of the run", [
      { id: "results", label: "Results", content: this.gallery.element },
      { id: "plan", label: "Plan", content: plan },
      { id: "steps", label: "Steps", content: this.table.element, shown: () => this.table.draw(this.state, true) },
      { id: "log", label: "Log", content: this.log.element, shown: () => this.log.draw(this.state) },
      { id: "inputs", label: "Inputs", content: this.#inputs() },
    ], (tab) => (location.hash = `#/runs/${this.id}/${tab}`));
    const sweep = run.sweep ? [" · part of the ", h("a", { href: `#/sweeps/${run.sweep}` }, `sweep ${shortId(run.sweep)}`)] : null;
    const title = h("h1", { "data-title": `${this.name} ${shortId(this.id)}` }, this.name.replaceAll("_", " "));
    this.element = h("div", { class: "run" },
      h("div", { class: "title" },
        h("div", { class: "head" }, title, this.chip, h("span", { class: "grow" }), this.actions),
        h("p", { class: "muted" }, h("code", { title: this.id }, shortId(this.id)), ` · ${fullTime(run.created_ms)} · `, this.time, this.counts, sweep),
        this.bar, this.trouble),
      this.tabs.element, this.panel.element);
    this.#show();
  }

  begin(route) {
    this.turn(route);
    showPlan(this.place, runPath(this.id), (step, from) => this.#step(step, from), this.signal).then((view) => {
      this.view = view;
      if (!view) return;
      for (const box of this.state.boxes.values()) this.state.dirty.add(box);
      this.#draw();
    });
    this.#follow();
    const tick = setInterval(() => this.#clock(), 200);
    this.signal.addEventListener("abort", () => clearInterval(tick));
  }

  /** Another tab or another picture of the same run. */
  turn({ tab, query }) {
    const first = this.told.artifacts.length ? "results" : "plan";
    const next = tab ?? this.tabs.shown ?? first;
    if (next !== this.tabs.shown) this.panel.close(false);
    this.tabs.show(next);
    this.gallery.view(query.get("view"));
  }

  #follow() {
    const again = throttle(600, () => this.#artifacts());
    this.started = performance.now();
    follow(this.id, {
      signal: this.signal,
      live: isActive(this.told.run.status),
      heard: (events) => {
        const made = this.state.artifacts;
        for (const event of events) this.state.hear(event);
        if (this.state.artifacts !== made) again();
        this.#draw();
      },
      ended: () => this.#ended(),
      lost: (lost) => this.element.classList.toggle("lost", lost),
    }).catch((error) => stopped(error) || fill(this.trouble, problem(error)));
  }

  async #ended() {
    try {
      this.told = await get(runPath(this.id), this.signal);
    } catch (error) {
      return stopped(error) || fill(this.trouble, problem(error));
    }
    const { run } = this.told;
    if (!isActive(run.status)) this.state.end(run.status, run.error);
    this.gallery.take(this.told);
    this.#records = null;
    this.#show();
    this.#draw();
    announce(`${this.name}: ${statusWord(run.status)}${run.error ? `, ${run.error}` : ""}`);
  }

  async #artifacts() {
    try {
      this.gallery.take(await get(runPath(this.id), this.signal));
      this.tabs.count("results", this.gallery.length);
    } catch (error) {
      if (!stopped(error)) fill(this.trouble, problem(error));
    }
  }

  /** All that an event can change, once a frame. */
  #draw() {
    const { state } = this;
    if (state.status !== this.shownStatus && state.status === "running" && this.told.run.status !== "running") {
      this.told.run = { ...this.told.run, status: "running", ended_ms: null, error: null };
      this.#show();
      announce(`${this.name}: running`);
    }
    this.shownStatus = state.status;
    this.table.mark(state.dirty);
    if (this.view) this.view.draw(state);
    else state.dirty.clear();
    if (this.panel.update) this.live();
    const shown = this.tabs.shown;
    if (shown === "log") this.lines();
    if (shown === "steps") this.table.draw(state);
    this.#counts();
  }

  #counts() {
    const { state } = this;
    let running = 0;
    let waiting = 0;
    for (const box of state.boxes.values()) {
      running += box.states.running;
      waiting += box.states.waiting;
    }
    const parts = [
      state.finished && `${state.finished} finished`, state.known && `${state.known} known`, running && `${running} running`,
      state.failed && `${state.failed} failed`, waiting && `${waiting} waiting`,
    ].filter(Boolean);
    const words = parts.map((part) => ` · ${part}`).join("");
    if (this.counts.textContent !== words) this.counts.textContent = words;
    const boxes = this.view ? [...this.view.steps.values()].filter((step) => step.kind === "node").length : 0;
    let done = 0;
    for (const box of state.boxes.values()) {
      const node = this.view?.steps.get(box.path)?.kind === "node";
      if (node) done += Math.min(1, (box.states.finished + box.states.known + (box.states.running ? box.fraction : 0)) / state.expected(box));
    }
    const share = isActive(this.told.run.status) ? (boxes ? done / boxes : 0) : 1;
    this.bar.style.setProperty("--share", share.toFixed(3));
    this.tabs.count("log", state.said);
    this.tabs.count("results", Math.max(this.gallery.length, state.artifacts));
  }

  #clock() {
    const { run } = this.told;
    const end = run.ended_ms ?? (isActive(run.status) ? Date.now() : null);
    const words = end ? duration(Math.max(0, end - run.created_ms) / 1000) : "";
    if (this.time.textContent !== words) this.time.textContent = words;
  }

  /** What depends on the state of the run as a whole. */
  #show() {
    const { run } = this.told;
    fill(this.chip, chip(run.status));
    this.element.dataset.status = run.status;
    this.#clock();
    const act = (name, then) => async (event) => {
      const control = event.currentTarget;
      control.disabled = true;
      try {
        await then(await post(`${runPath(this.id)}/${name}`));
      } catch (error) {
        fill(this.trouble, problem(error));
        control.disabled = false;
      }
    };
    const go = (made) => (location.hash = `#/runs/${made.id}`);
    const reload = (told) => {
      this.told.run = { ...this.told.run, ...told, ended_ms: null, error: null };
      if (!isActive(this.told.run.status)) this.told.run.status = "running";
      this.#show();
      this.state = new RunState();
      this.#follow();
    };
    const change = h("a", { class: "button primary", href: this.again }, h("span", null, "Run again with changes"));
    fill(this.actions,
      run.status === "created" ? button("play", "Start", act("start", () => this.#ended())) : null,
      isActive(run.status) ? button("stop", "Cancel", act("cancel", () => {})) : null,
      ["failed", "cancelled", "interrupted"].includes(run.status) ? button("play", "Go on", act("resume", reload)) : null,
      isActive(run.status) ? null : button("again", "Run the same again", act("retry", go), { bare: true }),
      isActive(run.status) ? null : button("keep", "Keep the inputs as a preset", () => this.#preset(), { bare: true }),
      isActive(run.status) ? null : button("trash", "Delete the run", () => this.#delete(), { bare: true }),
      change);
    fill(this.trouble, run.error ? h("div", { class: "problem" }, h("p", null, prose(run.error))) : null);
  }

  #preset() {
    const name = h("input", { type: "text", id: "preset-name", required: true, pattern: "[A-Za-z0-9_\\-]+" });
    const save = async (event) => {
      event.preventDefault();
      if (!name.checkValidity()) return name.reportValidity();
      try {
        const made = await post("/api/presets", { name: name.value, run: this.id });
        announce(`the preset ${made.name} is kept`);
        this.#show();
      } catch (error) {
        form.append(problem(error));
      }
    };
    const form = h("form", { class: "inline-form", onsubmit: save }, h("label", { for: "preset-name" }, "Name of the preset"), name, button("", "Keep", null, { type: "submit", class: "primary" }), button("", "Not now", () => this.#show()));
    fill(this.trouble, form);
    name.focus();
  }

  #delete() {
    const yes = button("trash", "Delete it", async () => {
      try {
        await remove(runPath(this.id));
        location.hash = "#/runs";
      } catch (error) {
        fill(this.trouble, problem(error));
      }
    }, { class: "danger" });
    fill(this.trouble, h("div", { class: "inline-form" }, h("p", null, "Its record goes; what its steps gave stays known."), yes, button("", "Keep it", () => this.#show())));
    yes.focus();
  }

  #inputs() {
    const inputs = Object.entries(this.told.request?.inputs ?? {});
    const rows = inputs.map(([name, it]) => [h("dt", null, name), h("dd", null, given(it, this.signal))]);
    const { versions, program } = this.told.request ?? {};
    return h("div", { class: "panel" },
      rows.length ? h("dl", { class: "facts inputs" }, rows) : h("p", { class: "muted" }, "It was given nothing but defaults."),
      h("p", { class: "muted small" }, `Run by ${program ?? "this program"}${versions?.lightflow ? `, LightFlow ${versions.lightflow}` : ""}. Secrets are not kept.`));
  }

  #step(path, from) {
    const box = path.replace(/\[\d+\]/g, "");
    this.view?.select(box);
    const run = { id: this.id, state: this.state, records: () => this.#steps() };
    this.panel.open({ box, info: this.view?.steps.get(box), run, item: path === box ? null : path }, from, () => this.view?.select(null));
  }

  /** What the store knows of each step; asked once for a run that is over. */
  async #steps() {
    const ask = async () => {
      const found = await get(`${runPath(this.id)}/steps`, this.signal);
      return new Map(found.steps.map((step) => [step.path, step]));
    };
    if (isActive(this.told.run.status)) return ask();
    this.#records ??= ask();
    return this.#records;
  }
}
