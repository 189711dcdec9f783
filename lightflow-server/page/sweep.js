// A sweep: its runs in a grid, headed by the values that they were made with.

import { get, stopped, thumbnailPath, workflowId } from "./api.js";
import { announce, button, fill, h, icon, throttle } from "./dom.js";
import { count, shortId, value, workflowName } from "./format.js";
import { chip, isActive } from "./status.js";
import { inTray, toTray } from "./tray.js";
import { judge, lastVerdicts, verdictButtons } from "./verdict.js";

/** The page at `#/sweeps/ID`. */
export async function sweep(root, { args: [id] }, { signal, runs }) {
  const page = new Page(await get(`/api/sweeps/${encodeURIComponent(id)}`, signal), signal);
  await page.judged();
  fill(root, page.element);
  document.getElementById("main").replaceChildren(root);
  const again = throttle(700, () => page.again().catch((error) => stopped(error) || announce(error.message)));
  const own = new Set(page.told.points.map((point) => point.run.id));
  runs((change) => own.has(change.run) && again());
  // A stream that was away for a moment may have missed the last change.
  const look = setInterval(() => page.active && again(), 4000);
  signal.addEventListener("abort", () => clearInterval(look));
  addEventListener("tray", () => page.draw(), { signal });
}

class Page {
  constructor(told, signal) {
    Object.assign(this, { told, signal });
    this.verdicts = new Map();
    this.grid = h("div", { class: "sweep" });
    this.state = h("p", { class: "run-counts" });
    this.cells = new Map();
    const name = workflowName(told.workflow);
    const axes = told.axes.map((axis) => `${axis.input}: ${axis.values.map(value).join(", ")}`);
    this.element = h("div", null,
      h("div", { class: "title" },
        h("div", { class: "head" }, h("h1", { "data-title": `Sweep of ${name}` }, name.replaceAll("_", " "), h("span", { class: "h-light" }, " sweep")), h("span", { class: "grow" }),
          h("div", { class: "actions" }, h("a", { class: "button", href: `/api/sweeps/${told.sweep}/sheet.png`, target: "_blank", rel: "noopener" }, h("span", null, "Contact sheet")), h("a", { class: "button", href: `#/runs?sweep=${told.sweep}` }, h("span", null, "As a list")))),
        h("p", { class: "muted" }, h("code", null, shortId(told.sweep)), ` · ${axes.join(" · ")}`), this.state),
      this.grid);
    this.#build();
  }

  get active() {
    return this.told.points.some((point) => isActive(point.run.status));
  }

  async again() {
    this.told = await get(`/api/sweeps/${encodeURIComponent(this.told.sweep)}`, this.signal);
    this.draw();
  }

  async judged() {
    const found = await get(`/api/verdicts?workflow=${workflowId(this.told.workflow)}`, this.signal).catch(() => ({ verdicts: [] }));
    const own = new Set(this.told.points.map((point) => point.run.id));
    this.verdicts = lastVerdicts(found.verdicts.filter((verdict) => own.has(verdict.run)));
    this.draw();
  }

  draw() {
    let over = 0;
    for (const point of this.told.points) {
      if (!isActive(point.run.status)) over += 1;
      this.cells.get(point.run.id)?.draw(point);
    }
    const all = this.told.points.length;
    const words = over === all ? `${count(all, "run")}, all over` : `${over} of ${count(all, "run")} over`;
    if (this.state.textContent === words) return;
    this.state.textContent = words;
    announce(words);
  }

  /** Two axes make a table; more make several, and values side by side make a row. */
  #build() {
    const { axes, points } = this.told;
    const product = axes.reduce((all, axis) => all * axis.values.length, 1) === points.length;
    if (axes.length < 2 || !product) {
      const cells = points.map((point) => h("li", null, h("p", { class: "cell-head" }, axes.map((axis) => h("span", null, h("i", null, axis.input), " ", value(point.inputs[axis.input])))), this.#cell(point)));
      return fill(this.grid, h("ul", { class: "sweep-row" }, cells));
    }
    const [rows, columns] = axes.slice(-2);
    const outer = new Map();
    for (const point of points) {
      const key = axes.slice(0, -2).map((axis) => `${axis.input} ${value(point.inputs[axis.input])}`).join(", ");
      if (!outer.has(key)) outer.set(key, []);
      outer.get(key).push(point);
    }
    const at = (own, row, column) => own.find((point) => JSON.stringify([point.inputs[rows.input], point.inputs[columns.input]]) === JSON.stringify([row, column]));
    fill(this.grid, [...outer].map(([key, own]) => h("section", null, key ? h("h2", null, key) : null,
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `Results${key ? ` of ${key}` : ""}` }, h("table", { class: "grid" },
        h("thead", null, h("tr", null, h("td", null), columns.values.map((column) => h("th", { scope: "col" }, h("i", null, columns.input), " ", value(column))))),
        h("tbody", null, rows.values.map((row) => h("tr", null, h("th", { scope: "row" }, h("i", null, rows.input), " ", value(row)), columns.values.map((column) => {
          const point = at(own, row, column);
          return h("td", null, point ? this.#cell(point) : null);
        })))))))));
  }

  #cell(point) {
    const { id } = point.run;
    const made = Object.entries(point.inputs).map(([name, it]) => `${name} ${value(it)}`).join(", ");
    const open = h("a", { class: "thumb" });
    const state = h("span");
    const again = h("a", { class: "icon-button", href: `#/workflows/${workflowId(this.told.workflow)}?from=${id}`, "aria-label": `Run ${made} again with changes`, title: "Run again with changes" }, icon("edit"));
    let picture = null;
    const compare = h("button", { type: "button", class: "icon-button ab", title: "Compare", "aria-label": `Compare ${made}`, onclick: () => toTray(id, picture) });
    const verdict = verdictButtons(made, () => picture && this.verdicts.get(picture.digest), async (picked) => {
      this.verdicts.set(picture.digest, await judge(id, picture, picked));
      this.draw();
    });
    const element = h("div", { class: "shot" }, open, h("div", { class: "card-foot" }, state, h("span", { class: "grow" }), again, compare, verdict.buttons));
    let shown = "";
    this.cells.set(id, { draw: (now) => {
      picture = now.picture;
      const key = `${now.run.status} ${picture?.digest}`;
      if (key !== shown) {
        shown = key;
        fill(state, chip(now.run.status));
        open.href = picture ? `#/runs/${id}/results?view=${picture.digest}` : `#/runs/${id}`;
        open.setAttribute("aria-label", `${made}, ${now.run.status}${picture ? `: open ${picture.name}` : ""}`);
        fill(open, picture ? h("img", { src: thumbnailPath(picture.digest, 480), alt: "" }) : h("span", { class: "muted" }, now.run.error ?? (isActive(now.run.status) ? "" : "no picture")));
        open.classList.toggle("busy", now.run.status === "running");
      }
      const given = picture && this.verdicts.get(picture.digest);
      element.classList.toggle("picked", given?.picked === true);
      element.classList.toggle("rejected", given?.picked === false);
      for (const control of [compare, ...verdict.buttons]) control.hidden = !picture;
      verdict.draw();
      const letter = picture ? inTray(id, picture.digest) : "";
      compare.setAttribute("aria-pressed", String(letter !== ""));
      fill(compare, letter ? h("b", null, letter) : icon("compare"));
    } });
    return element;
  }
}
