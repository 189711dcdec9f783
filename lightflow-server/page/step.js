// A step that is opened: what it is, how it went, what it read and gave, and what it said.

import { contentPath, get, runPath, stopped, text, thumbnailPath } from "./api.js";
import { breakable, button, fill, h, prose } from "./dom.js";
import { count, duration } from "./format.js";

/** Items of a `for` that are listed at once. */
const MOST_ITEMS = 200;
/** Lines of a log that are shown. */
const MOST_LINES = 300;
const STATES = { waiting: "waits", running: "runs", known: "known from an earlier run", finished: "finished", failed: "failed", stopped: "stopped" };

/**
 * Opens a panel in `place` about the step of a box.
 *
 * `info` is of the plan. With a `run` (`{ id, state, records() }`) it tells how it went; `item` is one of many.
 */
export function openStep(place, { box, info, run, item, close }) {
  const leave = () => {
    fill(place);
    place.update = null;
    close();
  };
  const counted = run?.state.boxes.get(box);
  const steps = counted?.steps ?? [];
  const one = item ? run.state.steps.get(item) : steps.length === 1 ? steps[0] : null;
  const calls = info?.calls;
  const title = h("h2", { tabindex: "-1" }, (one?.path ?? box).split("/").pop());
  const panel = h("aside", { class: "step-panel", "aria-label": `Step ${one?.path ?? box}`, onkeydown: (event) => event.key === "Escape" && (event.stopPropagation(), leave()) },
    h("div", { class: "head" }, title, button("cross", "Close", leave, { bare: true })),
    h("p", { class: "path" }, h("code", null, one?.path ?? box)),
    item && steps.length > 1 ? h("p", null, button("left", `All ${steps.length} items`, () => openStep(place, { box, info, run, close }), { class: "link" })) : null);
  const facts = () => [
    calls && ["calls", h("code", null, calls)],
    info?.text && ["code", h("code", null, info.text)],
    info?.output && ["gives", h("code", null, info.output)],
    info?.source && ["source", h("code", { class: "wrap" }, breakable(`${info.source.file}:${info.source.line}${info.source.column ? `:${info.source.column}` : ""}`))],
    info?.needs?.length && ["needs", info.needs.join(", ")],
    one && ["state", STATES[one.state] + (one.attempt > 1 ? `, try ${one.attempt}` : "")],
    one?.elapsed !== undefined && ["took", duration(one.elapsed)],
    one?.stream && ["stream", `${count(one.stream.items, "item")}, ${one.stream.queued} of ${one.stream.capacity} wait; blocked ${duration(one.stream.blocked)}, starved ${duration(one.stream.starved)}`],
    one?.used && ["used", Object.entries(one.used).map(([what, amount]) => `${what.replaceAll("_", " ")} ${amount.toLocaleString()}`).join(", ")],
    one?.message && one.state === "running" && ["now", one.message],
  ].filter(Boolean);
  const list = h("dl", { class: "facts" });
  const error = h("div");
  const inside = h("div");
  const live = one ? liveView(one) : null;
  const draw = () => {
    fill(list, facts().map(([name, told]) => [h("dt", null, name), h("dd", null, told)]));
    live?.draw();
    fill(error, one?.error ? h("div", { class: "problem" }, h("p", null, prose(one.error))) : null);
    if (one || steps.length < 2) return;
    // Who is on an item stays on it.
    const at = inside.contains(document.activeElement) ? document.activeElement.dataset.path : null;
    fill(inside, items(steps, (step) => openStep(place, { box, info, run, item: step.path, close })));
    if (at) [...inside.querySelectorAll("button")].find((button) => button.dataset.path === at)?.focus({ preventScroll: true });
  };
  draw();
  panel.append(list);
  if (info?.doc) panel.append(h("p", { class: "doc" }, prose(info.doc.split("\n\n")[0].replace(/\s*\n\s*/g, " "))));
  panel.append(error, live?.element ?? "", inside);
  place.update = draw;
  fill(place, panel);
  if (one) {
    const [values, log] = [h("div"), h("div")];
    panel.append(values, log);
    records(values, run, one).catch(quiet);
    said(log, run, one).catch(quiet);
  } else if (!run && info?.inputs?.length) {
    const inputs = info.inputs.filter((input) => input.port);
    if (inputs.length) panel.append(h("h3", null, "Inputs"), h("dl", { class: "facts" }, inputs.map((input) => [h("dt", null, input.port), h("dd", null, h("code", null, input.wire), input.from ? h("span", { class: "muted" }, ` from ${input.from.split("/").pop()}`) : null)])));
  }
  title.focus({ preventScroll: true });
  return panel;
}

/** What a step shows while it works: its text so far, and the last picture of what it makes. */
function liveView(step) {
  const text = h("pre", { class: "live-text", tabindex: "0", "aria-label": "Text so far", hidden: true });
  const picture = h("img", { class: "live-picture", alt: "What the step is making", hidden: true });
  const draw = () => {
    if (step.picture && picture.src !== step.picture) picture.src = step.picture;
    picture.hidden = !step.picture;
    if (text.textContent !== step.said) {
      // Who reads further up stays there.
      const atEnd = text.scrollTop + text.clientHeight >= text.scrollHeight - 4;
      text.textContent = step.said;
      if (atEnd) text.scrollTop = text.scrollHeight;
    }
    text.hidden = !step.said;
  };
  return { element: h("div", { class: "live" }, picture, text), draw };
}

const quiet = (error) => {
  if (!stopped(error)) throw error;
};

const RANK = { failed: 0, running: 1, stopped: 2, waiting: 3, finished: 4, known: 5 };

/** The items of a `for`, those that want a look first. */
function items(steps, open) {
  const sorted = [...steps].sort((one, other) => RANK[one.state] - RANK[other.state] || one.path.localeCompare(other.path, undefined, { numeric: true }));
  const rows = sorted.slice(0, MOST_ITEMS).map((step) => h("li", null, h("button", { type: "button", class: `item ${step.state}`, "data-path": step.path, onclick: () => open(step) },
    h("span", { class: "dot", "aria-hidden": "true" }),
    h("code", null, step.path),
    h("span", { class: "muted num" }, step.state === "finished" ? duration(step.elapsed ?? 0) : step.state === "running" && step.fraction != null ? `${Math.round(step.fraction * 100)} %` : step.state))));
  const rest = steps.length - rows.length;
  return h("div", null, h("h3", null, count(steps.length, "item")), h("ul", { class: "items" }, rows), rest > 0 ? h("p", { class: "muted" }, `and ${rest} more`) : null);
}

async function records(place, run, step) {
  const all = await run.records();
  const record = all.get(step.path);
  if (!record) return;
  const rows = [...record.inputs.map(([port, digest]) => [port, digest]), ...(record.output ? [["output", record.output]] : [])];
  fill(place, h("h3", null, "Values"), h("dl", { class: "facts values" }, rows.map(([name, digest]) => [h("dt", null, name), h("dd", null, content(digest))])));
}

/** A content: its digest, and what it looks like if it looks like anything. */
function content(digest) {
  const shown = h("div", { class: "content" });
  const look = async () => {
    const picture = h("img", { src: thumbnailPath(digest, 256), alt: "", loading: "lazy" });
    picture.addEventListener("error", async () => {
      try {
        const words = await text(digest, 2000);
        // Bytes that are no text have characters that no text has.
        if (!/[\u0000-\u0008\ufffd]/.test(words)) fill(shown, h("pre", null, words));
        else fill(shown, h("p", { class: "muted" }, "bytes, not text"));
      } catch {
        fill(shown, h("p", { class: "muted" }, "cannot be shown"));
      }
    });
    fill(shown, picture);
  };
  const link = h("a", { href: contentPath(digest), class: "digest", title: digest, target: "_blank", rel: "noopener" }, digest.slice(0, 12));
  const open = button("", "Look", () => {
    open.remove();
    look();
  }, { class: "link", "aria-label": `Look at ${digest.slice(0, 12)}` });
  return [link, " ", open, shown];
}

async function said(place, run, step) {
  const found = await get(`${runPath(run.id)}/logs?step=${encodeURIComponent(step.path)}`);
  const lines = found.lines.slice(-MOST_LINES);
  if (!lines.length) return;
  fill(place, h("h3", null, "Log"), h("pre", { class: "log-text", tabindex: "0", "aria-label": "Log of this step" }, lines.map((line) => line.text).join("\n")));
}
