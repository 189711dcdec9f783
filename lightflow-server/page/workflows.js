// The workflows, and what ran last.

import { get } from "./api.js";
import { fill, h, prose, throttle } from "./dom.js";
import { count, duration, firstLine, shortId, when, workflowName } from "./format.js";
import { chip } from "./status.js";

/** The page at `#/`. */
export async function workflows(root, _route, { signal, runs }) {
  const [found, last] = await Promise.all([get("/api/workflows", signal), get("/api/runs?limit=8", signal)]);
  const names = new Map();
  for (const { name } of found.workflows) names.set(name, (names.get(name) ?? 0) + 1);
  const cards = found.workflows.map((one) => {
    const address = names.get(one.name) > 1 ? one.id.replaceAll("/", "~") : one.name;
    return h("li", { class: "card" },
      h("h2", null, h("a", { href: `#/workflows/${encodeURIComponent(address)}` }, one.name.replaceAll("_", " "))),
      h("p", null, prose(firstLine(one.doc))),
      h("p", { class: "muted small" }, h("code", null, one.id), ` · ${count(one.inputs.length, "input")}`));
  });
  const table = h("div");
  const draw = (list) => fill(table, list.length ? recent(list) : h("p", { class: "muted" }, "Nothing ran yet."));
  draw(last.runs);
  runs(throttle(700, async () => draw((await get("/api/runs?limit=8", signal)).runs)));
  fill(root,
    h("h1", null, "Workflows"),
    found.workflows.length ? h("ul", { class: "cards" }, cards) : h("p", { class: "muted" }, "This program has no workflow."),
    h("section", null, h("div", { class: "head" }, h("h2", null, "Last runs"), h("a", { href: "#/runs" }, "All runs")), table));
  document.getElementById("main").replaceChildren(root);
}

/** A short list of runs. */
export function recent(runs) {
  return h("ul", { class: "recent" }, runs.map((run) => h("li", null, h("a", { href: `#/runs/${run.id}` },
    chip(run.status),
    h("span", { class: "recent-name" }, workflowName(run.workflow).replaceAll("_", " "), " ", h("code", null, shortId(run.id))),
    h("span", { class: "muted" }, when(run.created_ms)),
    h("span", { class: "muted num" }, run.ended_ms ? duration((run.ended_ms - run.created_ms) / 1000) : "")))));
}
