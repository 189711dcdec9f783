// Two runs side by side: what they were asked for, and which steps did not give the same.

import { get, runPath } from "./api.js";
import { fill, h } from "./dom.js";
import { count, duration, fullTime, shortId, value, workflowName } from "./format.js";
import { chip } from "./status.js";

/** Steps that are listed of each kind. */
const MOST = 300;

/** The page at `#/diff/RUN/RUN`. */
export async function diff(root, { args: [one, other] }, { signal }) {
  const [found, left, right, leftSteps, rightSteps] = await Promise.all([
    get(`${runPath(one)}/diff/${encodeURIComponent(other)}`, signal), get(runPath(one), signal), get(runPath(other), signal),
    get(`${runPath(one)}/steps`, signal), get(`${runPath(other)}/steps`, signal),
  ]);
  const times = [leftSteps, rightSteps].map(({ steps }) => new Map(steps.map((step) => [step.path, step])));
  const differ = new Set(found.inputs.map((input) => input.input));
  const names = [...new Set([left, right].flatMap((told) => Object.keys(told.request?.inputs ?? {})))];
  const sorted = [...names].sort((a, b) => Number(differ.has(b)) - Number(differ.has(a)));
  const inputs = sorted.map((name) => {
    const told = found.inputs.find((input) => input.input === name);
    const both = told ? [told.left, told.right] : [left, right].map((run) => run.request?.inputs?.[name]);
    return h("tr", { class: told ? "differs" : "" }, h("th", { scope: "row" }, name), both.map((it) => h("td", null, value(it))));
  });
  const steps = found.steps.slice(0, MOST).map(({ step, what }) => h("tr", null, h("th", { scope: "row" }, h("code", { class: "wrap" }, step)), h("td", null, what), times.map((all) => h("td", { class: "num" }, took(all.get(step))))));
  const head = (told, letter) => h("div", { class: "panel diff-head" }, h("div", { class: "head" }, h("b", { class: "letter" }, letter), h("h2", null, h("a", { href: `#/runs/${told.run.id}` }, `${workflowName(told.run.workflow).replaceAll("_", " ")} ${shortId(told.run.id)}`)), chip(told.run.status)),
    h("p", { class: "muted" }, fullTime(told.run.created_ms), told.run.ended_ms ? ` · ${duration((told.run.ended_ms - told.run.created_ms) / 1000)}` : "", ` · ${count(told.artifacts.length, "file")}`));
  fill(root,
    h("div", { class: "head" }, h("h1", null, "Two runs"), h("span", { class: "grow" }), h("a", { class: "button", href: `#/diff/${other}/${one}` }, h("span", null, "Swap"))),
    h("div", { class: "pair" }, head(left, "A"), head(right, "B")),
    h("section", { class: "panel table-panel" }, h("h2", null, "Inputs", h("span", { class: "h-light" }, differing(differ.size))),
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Inputs" }, h("table", { class: "plain" }, h("thead", null, h("tr", null, ["Input", "A", "B"].map((name) => h("th", { scope: "col" }, name)))), h("tbody", null, inputs)))),
    h("section", { class: "panel table-panel" }, h("h2", null, "Steps", h("span", { class: "h-light" }, differing(found.steps.length))),
      found.steps.length ? h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Steps" }, h("table", { class: "plain" }, h("thead", null, h("tr", null, ["Step", "What differs", "A", "B"].map((name) => h("th", { scope: "col" }, name)))), h("tbody", null, steps))) : h("p", { class: "muted" }, "Every step gave the same in both."),
      found.steps.length > MOST ? h("p", { class: "muted" }, `and ${found.steps.length - MOST} more`) : null));
  document.getElementById("main").replaceChildren(root);
}

const differing = (number) => (number ? ` ${number} ${number === 1 ? "differs" : "differ"}` : " all the same");

function took(step) {
  if (!step) return "";
  if (step.error) return "failed";
  return step.cached ? "known" : duration(step.elapsed_us / 1e6);
}
