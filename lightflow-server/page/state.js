// What a run's events add up to: the state of each step, and of each box that stands for many steps.

import { clock } from "./format.js";

/** Log lines that are kept; the server has them all. */
const MOST_LINES = 4000;

/** Characters of a text that grows which are kept: the end of it. */
const MOST_TEXT = 20_000;

/** The box in the plan that a step belongs to: the path without the numbers of items. */
export const boxOf = (path) => path.replace(/\[\d+\]/g, "");

/** A run as its journal tells it. */
export class RunState {
  steps = new Map();
  boxes = new Map();
  /** Boxes that changed since they were last drawn. */
  dirty = new Set();
  lines = [];
  /** How many lines there were, also those that are not kept. */
  said = 0;
  artifacts = 0;
  finished = 0;
  known = 0;
  failed = 0;
  status = "created";
  error = null;
  /** For each `for`: how many items each time, as far as is known. */
  #items = new Map();

  hear(event) {
    const at = event.time_ms;
    switch (event.event) {
      case "run_started":
        this.status = "running";
        break;
      case "run_resumed":
        this.status = "running";
        this.error = null;
        for (const step of this.steps.values()) {
          if (step.state !== "finished" && step.state !== "known") this.#turn(step, "waiting");
        }
        break;
      case "step_started": {
        const step = this.#step(event.step);
        Object.assign(step, { calls: event.calls, attempt: event.attempt ?? 1, since: at, fraction: null, message: null, said: "", picture: null });
        if (event.items !== undefined) this.#count(boxOf(event.step), event.step, event.items);
        step.taken = event.calls;
        step.box.taken.add(event.calls);
        this.#turn(step, "running");
        break;
      }
      case "progress": {
        const step = this.#step(event.step);
        step.box.fraction += (event.fraction ?? 0) - (step.fraction ?? 0);
        step.fraction = event.fraction ?? null;
        step.message = event.message ?? null;
        this.dirty.add(step.box);
        break;
      }
      case "log":
        this.#line(event, event.line, "");
        break;
      case "token": {
        const step = this.#step(event.step);
        step.said = (step.said + event.text).slice(-MOST_TEXT);
        this.dirty.add(step.box);
        break;
      }
      case "streamed": {
        const step = this.#step(event.step);
        step.stream = event;
        this.dirty.add(step.box);
        break;
      }
      case "used": {
        const step = this.#step(event.step);
        step.used = { ...step.used, [event.what]: (step.used?.[event.what] ?? 0) + event.amount };
        break;
      }
      case "preview": {
        const step = this.#step(event.step);
        step.picture = `data:${event.media_type};base64,${event.data}`;
        this.dirty.add(step.box);
        break;
      }
      case "artifact":
        this.artifacts += 1;
        this.#line(event, `made ${event.path.split("/").pop()}`, "made");
        break;
      case "step_retried": {
        const step = this.#step(event.step);
        step.retried = (step.retried ?? 0) + 1;
        this.#line(event, `try ${event.attempt ?? step.attempt ?? 1} failed${event.error ? `: ${event.error}` : ""}`, "warn");
        break;
      }
      case "step_cached": {
        const step = this.#step(event.step);
        step.key = event.key;
        this.known += 1;
        this.#turn(step, "known");
        break;
      }
      case "step_finished": {
        const step = this.#step(event.step);
        // A step that was known is said to finish too, once its output was read.
        if (step.state === "known") break;
        // What is around other steps takes no time of its own.
        step.elapsed = event.elapsed > 0 || !step.since ? event.elapsed : (at - step.since) / 1000;
        step.box.elapsed += step.elapsed;
        if (event.elapsed > 0) this.finished += 1;
        this.#turn(step, "finished");
        break;
      }
      case "step_failed": {
        const step = this.#step(event.step);
        step.error = event.error;
        this.failed += 1;
        this.#line(event, `failed: ${event.error}`, "error");
        this.#turn(step, "failed");
        break;
      }
      case "run_finished":
        this.#end("finished", null);
        break;
      case "run_failed":
        this.#end("failed", event.error);
        break;
      case "run_cancelled":
        this.#end("cancelled", null);
        break;
    }
  }

  /** Steps that ran when the process went away do not run any more. */
  end(status, error) {
    this.#end(status, error);
  }

  /** How many steps a box stands for, as far as is known. */
  expected(box) {
    if (!box.around) return 1;
    const items = this.#items.get(box.around);
    const around = this.boxes.get(box.around);
    const times = around ? this.expected(around) : 1;
    return Math.max(box.count, items.sum + Math.max(0, times - items.each.size) * items.most);
  }

  /** The state of a box, and what is written on it. */
  show(box) {
    const all = this.expected(box);
    const done = box.states.finished + box.states.known;
    const many = all > 1;
    let state = "waiting";
    if (box.states.failed) state = "failed";
    else if (box.states.running) state = "running";
    else if (done && done < all && this.status === "running") state = "running";
    else if (box.states.stopped) state = "stopped";
    else if (done) state = box.states.finished ? "finished" : "known";
    let label = "";
    const share = all ? (done + (box.states.running ? box.fraction : 0)) / all : 0;
    const step = box.only;
    if (state === "failed") label = many ? `${box.states.failed} of ${all} failed` : "failed";
    else if (many && state !== "known" && done < all) label = done || box.states.running ? `${done} of ${all}` : "";
    else if (state === "running") label = step?.fraction != null ? `${Math.round(step.fraction * 100)} %` : "runs";
    else if (state === "known") label = many ? `${all} known` : "known";
    else if (state === "finished") label = many ? `${all} in ${brief(box.elapsed)}` : brief(box.elapsed);
    else if (state === "stopped") label = "stopped";
    const bar = state === "running" ? (many || step?.fraction != null ? share : null) : undefined;
    return { state, label, bar, all, done };
  }

  #step(path) {
    const known = this.steps.get(path);
    if (known) return known;
    const name = boxOf(path);
    let box = this.boxes.get(name);
    if (!box) {
      const inner = path.lastIndexOf("]");
      const around = inner < 0 ? null : boxOf(path.slice(0, path.lastIndexOf("[", inner)));
      const states = { waiting: 0, running: 0, known: 0, finished: 0, failed: 0, stopped: 0 };
      box = { path: name, around, states, count: 0, steps: [], fraction: 0, elapsed: 0, taken: new Set(), only: null };
      this.boxes.set(name, box);
    }
    for (const found of path.matchAll(/\[(\d+)\]/g)) {
      const loop = path.slice(0, found.index);
      this.#count(boxOf(loop), loop, Number(found[1]) + 1);
    }
    const step = { path, box, state: "waiting", said: "", picture: null };
    box.count += 1;
    box.only = box.count === 1 ? step : null;
    box.states.waiting += 1;
    box.steps.push(step);
    this.steps.set(path, step);
    return step;
  }

  #count(box, loop, items) {
    let counted = this.#items.get(box);
    if (!counted) this.#items.set(box, (counted = { sum: 0, most: 0, each: new Map() }));
    const before = counted.each.get(loop) ?? 0;
    if (items <= before) return;
    counted.each.set(loop, items);
    counted.sum += items - before;
    counted.most = Math.max(counted.most, items);
    for (const other of this.boxes.values()) if (other.around === box) this.dirty.add(other);
  }

  #turn(step, state) {
    const { box } = step;
    if (step.state === "running" && step.fraction) {
      box.fraction -= step.fraction;
      step.fraction = null;
    }
    box.states[step.state] -= 1;
    box.states[state] += 1;
    step.state = state;
    this.dirty.add(box);
  }

  #end(status, error) {
    this.status = status;
    this.error = error;
    for (const step of this.steps.values()) if (step.state === "running") this.#turn(step, "stopped");
    for (const box of this.boxes.values()) this.dirty.add(box);
  }

  #line(event, text, kind) {
    this.said += 1;
    this.lines.push({ seq: event.seq, time: clock(event.time_ms), step: event.step, text, kind });
    if (this.lines.length > MOST_LINES + 500) this.lines.splice(0, this.lines.length - MOST_LINES);
  }
}

function brief(seconds) {
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  return seconds < 99.5 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds / 60)} min`;
}
