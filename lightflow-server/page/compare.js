// Two pictures at the same place: a line between them that is dragged, side by side, or what differs.

import { contentPath, get, runPath, workflowId } from "./api.js";
import { button, fill, h, icon } from "./dom.js";
import { shortId, value, workflowName } from "./format.js";
import { Zoom } from "./zoom.js";

const MODES = [["as-slider", "Slider"], ["as-pair", "Side by side"], ["as-difference", "Difference"]];

/** The page at `#/compare/RUN/DIGEST/RUN/DIGEST`. */
export async function compare(root, { args: [runA, digestA, runB, digestB] }, { signal }) {
  const [a, b] = await Promise.all([get(runPath(runA), signal), runA === runB ? null : get(runPath(runB), signal)]);
  const sides = [side("A", a, digestA), side("B", b ?? a, digestB)];
  const [left, right] = sides.map((one) => h("div", { class: "layer" }, one.picture = h("img", { src: contentPath(one.digest), alt: `${one.letter}: ${one.name}`, draggable: "false" })));
  const line = h("div", { class: "compare-line", "aria-hidden": "true" }, h("span", null, icon("left"), icon("right")));
  const slider = h("input", { type: "range", min: 0, max: 100, step: 1, value: 50, class: "compare-slider", "aria-label": `How much of A is shown, in per cent`, oninput: () => put(Number(slider.value)) });
  const tags = sides.map((one) => h("span", { class: `compare-tag ${one.letter}` }, one.letter));
  const frame = h("div", { class: "compare-frame as-slider zoom", tabindex: "0", role: "group", "aria-label": "Both pictures: plus and minus zoom, arrows move when zoomed" }, left, right, line, tags);
  const put = (share) => {
    right.style.clipPath = frame.classList.contains("as-slider") ? `inset(0 0 0 ${share}%)` : "";
    line.style.left = `${share}%`;
  };
  const drag = (event) => {
    if (!frame.classList.contains("as-slider")) return;
    const place = frame.getBoundingClientRect();
    slider.value = Math.min(100, Math.max(0, ((event.clientX - place.left) / place.width) * 100));
    put(Number(slider.value));
  };
  const zoom = new Zoom(frame, () => sides.map((one) => one.picture), { idle: drag });
  // The line is dragged also when the pictures are zoomed.
  let held = false;
  line.addEventListener("pointerdown", (event) => {
    event.stopPropagation();
    held = true;
    line.setPointerCapture(event.pointerId);
  });
  line.addEventListener("pointermove", (event) => held && drag(event));
  line.addEventListener("pointerup", () => (held = false));
  frame.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -2, ArrowRight: 2 }[event.key];
    if (!by || zoom.zoomed || !frame.classList.contains("as-slider")) return;
    event.preventDefault();
    slider.value = Number(slider.value) + by;
    put(Number(slider.value));
  });
  const modes = h("div", { class: "segments", role: "group", "aria-label": "How they are compared" }, MODES.map(([id, name], index) => h("label", null, h("input", { type: "radio", name: "mode", checked: index === 0, onchange: () => {
    frame.classList.remove(...MODES.map(([one]) => one));
    frame.classList.add(id);
    slider.hidden = id !== "as-slider";
    put(Number(slider.value));
    zoom.reset();
  } }), h("span", null, name))));
  const swap = h("a", { class: "button", href: `#/compare/${runB}/${digestB}/${runA}/${digestA}` }, h("span", null, "Swap"));
  const inputs = sides.map((one) => one.told.request?.inputs ?? {});
  const names = [...new Set(inputs.flatMap(Object.keys))];
  const rows = names.map((name) => {
    const [one, other] = inputs.map((all) => value(all[name]));
    return h("tr", { class: one === other ? "" : "differs" }, h("th", { scope: "row" }, name), h("td", null, one), h("td", null, other));
  });
  const head = (one) => h("th", { scope: "col" }, h("b", null, one.letter), " ", h("a", { href: `#/runs/${one.told.run.id}/results?view=${one.digest}` }, one.name), h("small", { class: "muted" }, ` ${workflowName(one.told.run.workflow)} ${shortId(one.told.run.id)}`));
  fill(root,
    h("div", { class: "head" }, h("h1", null, "Compare"), h("span", { class: "grow" }), modes, swap,
      button("minus", "Smaller", () => zoom.by(1 / 1.5), { bare: true }), button("fit", "Whole pictures", () => zoom.reset(), { bare: true }), button("plus", "Larger", () => zoom.by(1.5), { bare: true })),
    h("div", { class: "compare" }, frame, slider),
    h("section", { class: "panel" },
      h("div", { class: "head" }, h("h2", null, "Made with"), h("span", { class: "grow" }), runA === runB ? null : h("a", { href: `#/diff/${runA}/${runB}` }, "Compare the runs"),
        sides.map((one) => h("a", { class: "button", href: `#/workflows/${workflowId(one.told.run.workflow)}?from=${one.told.run.id}` }, h("span", null, `Run ${one.letter} again with changes`)))),
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Inputs of both" }, h("table", { class: "plain" }, h("thead", null, h("tr", null, h("th", { scope: "col" }, "Input"), sides.map(head))), h("tbody", null, rows)))));
  document.getElementById("main").replaceChildren(root);
  put(50);
}

function side(letter, told, digest) {
  const artifact = told.artifacts.find((one) => one.digest === digest);
  return { letter, told, digest, name: artifact?.name ?? digest.slice(0, 12) };
}
