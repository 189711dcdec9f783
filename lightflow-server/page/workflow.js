// One workflow: the form of its inputs, what a run of them would do, and its plan.

import { get, post, Problem, runPath, stopped, workflowId, workflowPath } from "./api.js";
import { announce, breakable, button, fill, h, prose, throttle } from "./dom.js";
import { Form } from "./form.js";
import { count, shortId } from "./format.js";
import { StepPlace } from "./panel.js";
import { showPlan } from "./plan.js";
import { recent } from "./workflows.js";

/** The page at `#/workflows/NAME`; `?from=RUN` begins with the inputs of a run, `?preset=NAME` with those of a preset. */
export async function workflow(root, { args: [name], query }, { signal, runs }) {
  const path = workflowPath(name);
  const from = query.get("from");
  const [one, asked, presets] = await Promise.all([
    get(path, signal),
    from ? get(`${runPath(from)}/request`, signal) : null,
    get("/api/presets", signal).catch(() => ({ presets: [] })),
  ]);
  const own = presets.presets.filter((preset) => [one.id, one.name].includes(preset.workflow));
  const page = new Page(one, path, own, signal);
  const paragraphs = (one.doc ?? "").split(/\n\n+/);
  fill(root,
    h("div", { class: "title" }, h("h1", null, one.name.replaceAll("_", " ")),
      h("p", { class: "lead" }, prose(paragraphs[0])),
      paragraphs.length > 1 ? h("p", { class: "muted" }, prose(paragraphs.slice(1).join(" "))) : null,
      h("p", { class: "muted small" }, h("code", null, breakable(one.source)), one.nodes ? ` · ${count(one.nodes, "node")}` : "")),
    h("div", { class: "split" }, page.side(from), page.main(runs)));
  document.getElementById("main").replaceChildren(root);
  page.begin(asked?.inputs, query.get("preset"));
}

class Page {
  #asking = null;
  #key = null;

  constructor(one, path, presets, signal) {
    Object.assign(this, { one, path, presets, signal });
    this.form = new Form(one, () => this.#preview());
    this.form.turned = () => this.#turned();
    this.line = h("p", { class: "preview", id: "preview", "aria-live": "polite" });
    this.other = h("div", { class: "findings" });
    this.run = button("play", "Run", null, { class: "primary", type: "submit" });
    this.place = h("div", { class: "plan-place" }, h("p", { class: "muted" }, "Drawing the plan"));
    this.panel = new StepPlace(signal);
  }

  side(from) {
    const choose = h("select", { id: "preset", onchange: () => this.#preset(choose.value) },
      h("option", { value: "" }, "Defaults"), this.presets.map((preset) => h("option", null, preset.name)));
    this.choose = choose;
    const preset = this.presets.length ? h("div", { class: "preset" }, h("label", { for: "preset" }, "Begin with"), choose) : null;
    const origin = from ? h("p", { class: "origin" }, "Filled in from the run ", h("a", { href: `#/runs/${from}` }, shortId(from)), ".") : null;
    const empty = this.one.inputs.length ? null : h("p", { class: "muted" }, "It takes no inputs.");
    const submit = (event) => {
      event.preventDefault();
      this.#start();
    };
    return h("form", { class: "panel form", novalidate: true, onsubmit: submit, "aria-label": "Inputs" },
      preset, origin, empty, this.form.element, h("div", { class: "go" }, this.other, this.line, this.run));
  }

  main(runs) {
    const last = h("div");
    const draw = async () => {
      const found = await get(`/api/runs?workflow=${workflowId(this.one.id)}&limit=3`, this.signal);
      fill(last, found.runs.length ? recent(found.runs) : h("p", { class: "muted" }, "It did not run yet."));
    };
    draw().catch(() => {});
    runs(throttle(700, () => draw().catch(() => {})));
    return h("div", { class: "beside" },
      h("section", { class: "panel plan-panel", "aria-label": "Plan" }, this.place, this.panel.element),
      h("section", null, h("div", { class: "head" }, h("h2", null, "Last runs"), h("a", { href: `#/runs?workflow=${workflowId(this.one.id)}` }, "All of them")), last));
  }

  begin(inputs, preset) {
    showPlan(this.place, this.path, (step, from) => this.#open(step, from), this.signal).then((view) => {
      this.view = view;
      if (this.last) view?.preview(this.last.states, this.last.taken);
    });
    if (inputs) this.form.write(inputs);
    else if (preset) this.#preset((this.choose.value = preset));
    else this.form.write({});
    this.form.begin();
    this.#turned();
  }

  #preset(name) {
    this.form.write(this.presets.find((preset) => preset.name === name)?.inputs ?? {});
  }

  #open(step, from) {
    this.view.select(step);
    this.panel.open({ box: step, info: this.view.steps.get(step) }, from, () => this.view.select(null));
  }

  #turned() {
    const runs = this.form.runs();
    this.run.lastChild.textContent = runs > 1 ? `Run ${runs} variations` : "Run";
    this.#key = null;
  }

  /** Asks what stands in the way, then what would run. */
  async #preview() {
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    const { signal } = asking;
    this.signal.addEventListener("abort", () => asking.abort(), { once: true });
    const wrong = this.form.wrong();
    if (wrong) return this.#say(wrong, true);
    // A sweep is shown by its first point.
    const first = Object.fromEntries(this.form.axes().map((axis) => [axis.input, axis.values[0]]));
    const inputs = { ...this.form.inputs(), ...first };
    this.line.classList.add("busy");
    try {
      const check = await post(`${this.path}/preflight`, { inputs }, signal);
      if (!this.#find(check.findings)) return;
      const shown = await post(`${this.path}/preview`, { inputs }, signal);
      this.last = shown;
      this.view?.preview(shown.states, shown.taken);
      if (shown.error) return this.#say(shown.error, true);
      const later = shown.runs > 0 ? `, then what follows from ${shown.runs === 1 ? "it" : "them"}` : "";
      const words = shown.runs === 0 && shown.known > 0
        ? `All ${count(shown.known, "step")} known: nothing would run.`
        : `${count(shown.known, "step")} known, ${shown.runs} would run${later}.`;
      this.#say(this.form.runs() > 1 ? `The first of ${this.form.runs()}: ${words}` : words, false);
    } catch (error) {
      if (stopped(error)) return;
      if (this.#find(error.findings ?? [])) this.#say(error.message, true);
    } finally {
      if (this.#asking === asking) this.line.classList.remove("busy");
    }
  }

  /** Shows findings, also what is not filled in yet if a run was `asked` for; whether there are none. */
  #find(findings, asked) {
    const others = this.form.show(findings, asked);
    fill(this.other, others.map((finding) => h("p", { class: "finding" }, h("strong", null, finding.subject), " ", prose(finding.message), finding.help ? h("span", { class: "muted" }, "; ", prose(finding.help)) : null)));
    if (!findings.length) return true;
    this.view?.preview({}, {});
    const needed = asked ? "" : this.form.needed();
    if (needed && !this.form.element.querySelector(".wrong") && !others.length) this.#say(needed, false);
    else this.#say(`${count(findings.length, "thing")} ${findings.length === 1 ? "stands" : "stand"} in the way.`, true);
    return false;
  }

  #say(words, wrong) {
    this.line.textContent = words;
    this.line.classList.toggle("wrong", wrong);
  }

  async #start() {
    const wrong = this.form.wrong();
    if (wrong) {
      this.#say(wrong, true);
      return this.form.focusWrong();
    }
    const axes = this.form.axes();
    const inputs = this.form.inputs();
    this.run.disabled = true;
    // If the answer got lost, asking again gives the same run.
    this.#key ??= [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    try {
      if (axes.length) {
        const made = await post(`${this.path}/sweeps`, { inputs, axes, zip: this.form.zip.value !== "" && axes.length > 1 }, undefined, { "Idempotency-Key": this.#key });
        location.hash = `#/sweeps/${made.sweep}`;
      } else {
        const made = await post(`${this.path}/runs`, { inputs, start: true }, undefined, { "Idempotency-Key": this.#key });
        location.hash = `#/runs/${made.id}`;
      }
    } catch (error) {
      if (this.#find(error instanceof Problem ? error.findings : [], true)) this.#say(error.hint ? `${error.message}; ${error.hint}` : error.message, true);
      announce(this.line.textContent);
      this.form.focusWrong();
    } finally {
      this.run.disabled = false;
    }
  }
}
