// The form of a workflow's inputs: their values, several values for a sweep, and what is wrong at each.

import { control } from "./controls.js";
import { button, debounce, fill, h, prose } from "./dom.js";
import { count, value as told } from "./format.js";
import { readValues, same, typeOf, writeValues } from "./values.js";

let forms = 0;

/** `changed()` is called once values were still for a moment. */
export class Form {
  #fields = [];

  constructor(workflow, changed) {
    this.workflow = workflow;
    this.changed = debounce(300, changed);
    const number = (forms += 1);
    this.#fields = workflow.inputs.map((input) => new Field(input, `f${number}-${input.name}`, workflow.id, () => this.#turned()));
    this.zip = h("select", { id: `f${number}-zip`, onchange: () => this.#turned() }, h("option", { value: "" }, "every combination"), h("option", { value: "1" }, "first with first, second with second"));
    this.sweep = h("div", { class: "sweep-line", hidden: true }, h("span", { class: "sweep-count" }), h("label", { for: `f${number}-zip` }, "of"), this.zip);
    this.element = h("div", { class: "fields" }, this.#fields.map((field) => field.element), this.sweep);
  }

  /** Writes these values; inputs that are not among them get their defaults. */
  write(inputs) {
    for (const field of this.#fields) field.write(inputs[field.input.name]);
    this.#turned();
  }

  /** Rolls seeds that are not locked. */
  begin() {
    for (const field of this.#fields) field.begin();
  }

  /** The values that are not defaults. */
  inputs() {
    const given = this.#fields.filter((field) => field.given !== undefined && !field.axis);
    return Object.fromEntries(given.map((field) => [field.input.name, field.given]));
  }

  /** Inputs with several values. */
  axes() {
    return this.#fields.filter((field) => field.axis && field.values).map((field) => ({ input: field.input.name, values: field.values }));
  }

  /** How many runs it asks for. */
  runs() {
    const lengths = this.axes().map((axis) => axis.values.length);
    return this.zip.value ? Math.max(1, ...lengths) : lengths.reduce((all, one) => all * one, 1);
  }

  /** What is wrong with what was typed, before the server is asked. */
  wrong() {
    const lengths = this.axes().map((axis) => axis.values.length);
    if (this.zip.value && new Set(lengths).size > 1) return "side by side, every input wants as many values as the others";
    const wrong = this.#fields.filter((field) => field.own);
    return wrong.length ? `${wrong.map((field) => field.label).join(", ")}: see the form` : "";
  }

  /**
   * Shows findings at their inputs; gives back those about something else.
   *
   * An input that was not filled in yet is no mistake, unless a run was asked for.
   */
  show(findings, asked) {
    for (const field of this.#fields) {
      const own = findings.filter((finding) => finding.subject === field.input.name);
      field.find(field.open && !asked ? [] : own);
    }
    const names = new Set(this.#fields.map((field) => field.input.name));
    return findings.filter((finding) => !names.has(finding.subject));
  }

  /** What has to be filled in, in words. */
  needed() {
    const open = this.#fields.filter((field) => field.open).map((field) => field.label);
    return open.length ? `${open.join(", ")}: still needed.` : "";
  }

  /** Goes to the first input with something wrong. */
  focusWrong() {
    const wrong = this.#fields.find((field) => field.element.classList.contains("wrong"));
    wrong?.element.querySelector("input, select, textarea")?.focus();
  }

  #turned() {
    const axes = this.axes();
    this.sweep.hidden = axes.length < 2;
    this.sweep.firstChild.textContent = count(this.runs(), "run");
    this.turned?.();
    this.changed();
  }
}

/** One input. */
class Field {
  /** What was given; undefined leaves the default. */
  given = undefined;
  axis = false;
  values = null;
  /** What is wrong with what was typed. */
  own = "";

  constructor(input, id, scope, turned) {
    this.input = input;
    this.id = id;
    this.turned = turned;
    this.label = input.name.replaceAll("_", " ").replace(/^./, (first) => first.toUpperCase());
    const described = `${id}-doc ${id}-error`;
    this.control = control(input, {
      id, scope, described,
      changed: (value) => this.#change(value),
      failed: (message) => this.#fail(message),
    });
    this.error = h("p", { class: "field-error", id: `${id}-error`, hidden: true });
    const known = input.default !== null && input.default !== undefined;
    this.reset = button("", known ? "Default" : "Clear", () => {
      this.write(undefined);
      this.turned();
      this.element.querySelector("input, select, textarea")?.focus();
    }, { class: "link", hidden: true, "aria-label": known ? `${this.label}: back to the default` : `Clear ${this.label}` });
    const many = !["secret", "folder"].includes(input.kind);
    this.vary = many ? button("vary", `Several values of ${this.label}`, () => this.#many(!this.axis, true), { bare: true, "aria-pressed": "false" }) : null;
    const title = this.control.group ? h("span", { class: "field-name", id: `${id}-name` }, this.label) : h("label", { class: "field-name", for: id }, this.label);
    const head = h("div", { class: "field-head" }, title, input.required ? h("span", { class: "tag" }, "needed") : null, h("span", { class: "grow" }), this.reset, this.vary);
    const doc = h("p", { class: "field-doc", id: `${id}-doc` }, prose([input.doc?.split("\n\n")[0], this.#takes()].filter(Boolean).join(" ")));
    this.place = h("div", { class: "field-control" }, this.control.element);
    const group = this.control.group ? { role: "group", "aria-labelledby": `${id}-name`, "aria-describedby": described } : {};
    this.element = h("div", { class: `field kind-${input.kind}`, ...group }, head, this.place, doc, this.error);
    this.write(undefined);
  }

  write(value) {
    this.#many(false, false);
    const hidden = value === null ? undefined : value;
    this.given = same(hidden, this.input.default ?? undefined) ? undefined : hidden;
    this.control.write(hidden ?? this.input.default ?? undefined);
    this.#right();
  }

  begin() {
    this.control.begin?.();
  }

  /** Whether it is needed and not there. */
  get open() {
    return this.input.required && this.given === undefined && !this.axis && !this.own;
  }

  find(findings) {
    if (this.own) return;
    this.#say(findings.map((finding) => `${finding.message.replace(/^`[^`]*` /, "")}${finding.help ? `; ${finding.help}` : ""}`).join(". "));
  }

  #takes() {
    const { range, multiple_of: multiple, default: usual } = this.input;
    const parts = [];
    if (range) parts.push(/^[^.]+\.\.=[^.]/.test(range.text) || range.min !== null ? `${told(range.min)} to ${told(range.max)}` : range.text);
    if (multiple) parts.push(`a multiple of ${multiple}`);
    if (usual !== null && usual !== undefined && usual !== "") parts.push(`default ${told(usual)}`);
    const said = parts.join(", ");
    return said && `${said[0].toUpperCase()}${said.slice(1)}.`;
  }

  #change(value) {
    this.given = same(value, this.input.default ?? undefined) ? undefined : value;
    this.#right();
    this.turned();
  }

  #right() {
    this.own = "";
    this.#say("");
    this.reset.hidden = this.given === undefined && !this.axis;
  }

  #fail(message) {
    this.own = message;
    this.#say(message);
    this.reset.hidden = false;
    this.turned();
  }

  #say(message) {
    fill(this.error, prose(message));
    this.error.hidden = message === "";
    this.element.classList.toggle("wrong", message !== "");
    for (const control of this.place.querySelectorAll("input, select, textarea")) {
      if (message) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  }

  /** Turns the control into one for several values, or back. */
  #many(axis, told) {
    if (this.axis === axis) return;
    this.axis = axis;
    this.vary.setAttribute("aria-pressed", String(axis));
    this.element.classList.toggle("axis", axis);
    this.own = "";
    if (axis) fill(this.place, this.#values());
    else {
      this.values = null;
      fill(this.place, this.control.element);
    }
    if (!told) return;
    if (!axis) this.#right();
    this.turned();
    this.place.querySelector("input")?.focus();
  }

  #values() {
    const { input } = this;
    const start = this.given ?? input.default ?? undefined;
    const closed = input.kind === "bool" ? [false, true] : input.choices;
    if (closed.length && input.kind !== "list") {
      this.values = [...closed];
      const boxes = closed.map((one, index) => {
        const box = h("input", { type: "checkbox", id: `${this.id}-v${index}`, checked: true, onchange: () => {
          const values = closed.filter((_, other) => boxes[other].firstChild.checked);
          this.#take(() => {
            if (!values.length) throw new Error("choose one at least");
            return values;
          });
        } });
        return h("label", { for: box.id }, box, h("span", null, told(one)));
      });
      this.#right();
      return h("div", { class: "segments", role: "group", "aria-label": `Values of ${this.label}` }, boxes);
    }
    const list = input.kind === "list" || input.kind === "json";
    const field = h("input", {
      type: "text", class: "many", spellcheck: "false", "aria-label": `Values of ${this.label}`, "aria-describedby": `${this.id}-doc ${this.id}-error`,
      placeholder: list ? '[["png"],["webp"]]' : "1..=6 or 256,512",
      oninput: () => this.#take(() => readValues(field.value, typeOf(input))),
    });
    if (start !== undefined) field.value = list ? JSON.stringify([start]) : writeValues([start]);
    try {
      this.values = readValues(field.value, typeOf(input));
      this.#right();
    } catch (error) {
      this.values = null;
      this.own = error.message;
    }
    return field;
  }

  #take(read) {
    try {
      this.values = read();
      this.#right();
    } catch (error) {
      this.values = null;
      return this.#fail(error.message);
    }
    this.turned();
  }
}
