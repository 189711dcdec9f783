// The drawn plan of a workflow, with what becomes of each step written on it.

import { get } from "./api.js";
import { announce, button, fill, h, s } from "./dom.js";

const LEAST = 0.15;
const MOST = 3;
/** Boxes that are drawn in one frame; the others have their turn in the next. */
const PER_FRAME = 80;
/** What is said of a state, beside what is written on the box. */
const STATES = { "": "", would: "would run", waiting: "waiting", running: "running", finished: "finished", known: "known", failed: "failed", stopped: "stopped" };
/** Below the drawing, for the tools that lie over it: `.plan-frame` has the same as padding. */
const FOOT = 56;
/** Above the first boxes. */
const MARGIN = 24;
/** Below this, names cannot be read: a plan opens no smaller. */
const READABLE = 0.62;

/** Fetches the drawing and the plan of a workflow or a run, whose address is `base`. */
export async function fetchPlan(base, signal) {
  const drawing = fetch(`${base}/plan.svg`, { signal }).then((answer) => {
    if (!answer.ok) throw new Error(`the plan cannot be drawn: the server answered ${answer.status}`);
    return answer.text();
  });
  const [svg, plan] = await Promise.all([drawing, get(`${base}/plan`, signal)]);
  return { svg: parse(svg), plan, steps: index(plan) };
}

/** The steps of a plan by their path, with the arms that a step is in: `[[branch, arm], ..]`. */
function index(plan) {
  const steps = new Map();
  const walk = (body, arms) => {
    for (const step of body.steps) {
      steps.set(step.path, { ...step, in: arms });
      if (step.body) walk(step.body, arms);
      for (const arm of step.arms ?? []) walk(arm.body, [...arms, [step.path, arm.name]]);
    }
  };
  walk(plan.body, []);
  return steps;
}

/** Only the drawing comes in: no style of its own, which the page's policy would not take, and nothing that acts. */
function parse(text) {
  const bare = text.replace(/<style[\s\S]*?<\/style>/g, "");
  const found = new DOMParser().parseFromString(bare, "image/svg+xml").documentElement;
  if (found.localName !== "svg") throw new Error("the plan is no drawing");
  for (const element of found.querySelectorAll("script, foreignObject, a, image, use")) element.remove();
  const svg = document.importNode(found, true);
  svg.removeAttribute("role");
  svg.querySelector(":scope > title")?.remove();
  return svg;
}

/** The page has the title already: the drawing begins where its boxes do. Gives its width and height. */
function crop(svg) {
  const { width, height } = svg.viewBox.baseVal;
  const tops = [...svg.querySelectorAll(".lf-box")].map((box) => Number(box.getAttribute("y") ?? box.getAttribute("cy")));
  const top = Math.max(0, Math.min(height, ...tops) - MARGIN);
  svg.setAttribute("viewBox", `0 ${top} ${width} ${height - top}`);
  return [width, height - top];
}

/** A plan on the page. */
export class PlanView {
  #boxes = new Map();
  #order = [];
  #zoom = 1;
  #opened;
  #steps;
  #follows = true;
  #looked = 0;
  #next = 0;
  /** How it is fitted, `read` or `whole`; nothing once the reader has set a scale. */
  #fitted = "read";
  #wide = 0;

  /** `opened(path, control)` is called when a step is chosen. */
  constructor({ svg, plan, steps }, opened) {
    this.svg = svg;
    this.#steps = steps;
    this.#opened = opened;
    this.size = crop(svg);
    this.top = svg.viewBox.baseVal.y;
    this.frame = h("div", { class: "plan-frame", role: "group", "aria-label": `Plan of ${plan.name}. Arrow keys go from step to step, Enter opens one.` }, svg);
    const tools = h("div", { class: "plan-tools" },
      button("minus", "Smaller", () => this.zoom(this.#zoom / 1.25), { bare: true }),
      button("fit", "Whole plan", () => this.fit(true), { bare: true }),
      button("plus", "Larger", () => this.zoom(this.#zoom * 1.25), { bare: true }));
    this.element = h("div", { class: "plan" }, this.frame, tools);
    this.#find();
    this.#listen();
    new ResizeObserver(() => this.#resized()).observe(this.frame);
  }

  /** Shows all of it, or, unless `whole`, as much as can be read. */
  fit(whole) {
    const { clientWidth, clientHeight } = this.frame;
    if (!clientWidth) return;
    const wide = (clientWidth - 2) / this.size[0];
    const both = Math.min(wide, (clientHeight - FOOT) / this.size[1]);
    // What is at the top stays there: a plan is read from its first step on.
    this.zoom(whole ? Math.min(both, 1) : Math.min(1, Math.max(READABLE, wide)), [clientWidth / 2, 0]);
    if (!whole) this.frame.scrollLeft = this.#middle() * this.#zoom - clientWidth / 2;
    this.#fitted = whole ? "whole" : "read";
    this.#wide = clientWidth;
  }

  /** Where most steps are: wires beside them may lead far away. */
  #middle() {
    const cards = this.#order.filter((box) => !box.frame);
    return cards.reduce((all, box) => all + box.x + box.width / 2, 0) / Math.max(1, cards.length);
  }

  /** A plan that was fitted stays so; a scale that the reader has set is kept, and what is in the middle. */
  #resized() {
    const [before, wide] = [this.#wide, this.frame.clientWidth];
    // Behind another tab it has no width.
    if (!wide || wide === before) return;
    this.#wide = wide;
    if (this.#fitted) this.fit(this.#fitted === "whole");
    else this.frame.scrollLeft += (before - wide) / 2;
  }

  /** Sets the scale; what is in the middle, or at `at`, stays there. */
  zoom(scale, at) {
    const next = Math.min(MOST, Math.max(LEAST, scale));
    const frame = this.frame;
    const [x, y] = at ?? [frame.clientWidth / 2, frame.clientHeight / 2];
    const grown = next / this.#zoom;
    const [left, top] = [(frame.scrollLeft + x) * grown - x, (frame.scrollTop + y) * grown - y];
    this.#zoom = next;
    this.#fitted = "";
    this.svg.style.width = `${this.size[0] * next}px`;
    this.svg.style.height = `${this.size[1] * next}px`;
    frame.scrollLeft = left;
    frame.scrollTop = top;
  }

  /** Draws what changed in a run. */
  draw(run) {
    let left = PER_FRAME;
    for (const counted of run.dirty) {
      run.dirty.delete(counted);
      const box = this.#boxes.get(counted.path);
      if (!box) continue;
      const shown = run.show(counted);
      this.#put(box, shown.state, shown.label, shown.bar);
      if (box.arms.length && counted.taken.size) this.#take(box, counted.taken);
      if ((left -= 1) === 0) break;
    }
    if (run.status === "running" && this.#follows) this.#follow(run);
    if (run.dirty.size) this.#next ||= requestAnimationFrame(() => {
      this.#next = 0;
      this.draw(run);
    });
  }

  /** Keeps what runs in sight, until the reader moves the plan. */
  #follow(run) {
    const now = performance.now();
    if (now - this.#looked < 900) return;
    this.#looked = now;
    const { frame } = this;
    const [left, top] = [frame.scrollLeft, frame.scrollTop];
    const [width, height] = [frame.clientWidth, frame.clientHeight];
    let nearest = null;
    for (const counted of run.boxes.values()) {
      const box = counted.states.running ? this.#boxes.get(counted.path) : null;
      if (!box || box.frame) continue;
      const [x, y] = [(box.x + box.width / 2) * this.#zoom, (box.y - this.top + box.height / 2) * this.#zoom];
      if (x > left && x < left + width && y > top && y < top + height) return;
      if (!nearest || y < nearest[1]) nearest = [x, y];
    }
    if (!nearest || !width) return;
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    frame.scrollTo({ left: nearest[0] - width / 2, top: nearest[1] - height / 3, behavior });
  }

  /** Draws what a run would do. `taken` has the arm that each branch takes. */
  preview(states, taken) {
    const counts = new Map();
    for (const [path, state] of Object.entries(states)) {
      const box = path.replace(/\[\d+\]/g, "");
      const count = counts.get(box) ?? { known: 0, runs: 0 };
      count[state] += 1;
      counts.set(box, count);
    }
    for (const [path, box] of this.#boxes) {
      const count = counts.get(path);
      if (!count) this.#put(box, "", "");
      else if (!count.runs) this.#put(box, "known", count.known > 1 ? `${count.known} known` : "known");
      else if (count.known) this.#put(box, "would", `${count.runs} of ${count.runs + count.known} would run`);
      else this.#put(box, "would", count.runs > 1 ? `${count.runs} would run` : "would run");
      const arms = Object.entries(taken ?? {}).filter(([branch]) => branch.replace(/\[\d+\]/g, "") === path);
      if (box.arms.length) this.#take(box, new Set(arms.map(([, arm]) => arm)));
    }
  }

  /** Marks the step that is open. */
  select(path) {
    this.svg.querySelector("[data-open]")?.removeAttribute("data-open");
    this.#boxes.get(path)?.group.setAttribute("data-open", "");
  }

  #find() {
    for (const group of this.svg.querySelectorAll("[data-step]")) {
      const path = group.getAttribute("data-step");
      const rect = [...group.children].findLast((child) => child.matches("rect.lf-box"));
      if (!rect) continue;
      const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name)));
      const frame = group.querySelector("[data-step], .lf-param, .lf-dot") !== null;
      const arms = [...group.children].filter((child) => child.classList.contains("lf-arm"));
      const names = (this.#steps.get(path)?.arms ?? []).map((arm) => arm.name);
      // A frame holds other controls, so its title is the control; a card is one itself.
      const control = frame ? [...group.children].find((child) => child.matches("text.lf-title")) ?? group : group;
      // What is written on it is its name. Between two pieces of text there is a gap to see, but none to hear.
      for (const piece of frame ? control.querySelectorAll("tspan") : [...group.querySelectorAll("text")].slice(1)) piece.before(" ");
      control.setAttribute("role", "button");
      control.setAttribute("tabindex", "-1");
      control.classList.add("lf-control");
      group.querySelector(":scope > title")?.remove();
      const box = { path, group, control, x, y, width, height, frame, arms, names, state: "", label: "", bar: undefined };
      this.#boxes.set(path, box);
      this.#order.push(box);
    }
    this.#order[0]?.control.setAttribute("tabindex", "0");
  }

  #put(box, state, label, bar) {
    if (box.state !== state) {
      box.state = state;
      if (state) box.group.setAttribute("data-state", state);
      else box.group.removeAttribute("data-state");
      box.control.setAttribute("aria-description", box.frame ? `${STATES[state]} ${label}`.trim() : STATES[state]);
    }
    if (box.label !== label) {
      box.label = label;
      this.#badge(box, label);
    }
    if (box.bar !== bar && !box.frame) {
      box.bar = bar;
      this.#bar(box, bar);
    }
  }

  #badge(box, label) {
    if (!box.badge && !label) return;
    if (!box.badge) {
      box.words = s("text", { class: "st-words", y: box.y - 1.3 });
      box.pill = s("rect", { class: "st-pill", y: box.y - 12, height: 15, rx: 7.5 });
      box.badge = s("g", { class: "st-badge" }, box.pill, box.words);
      box.group.append(box.badge);
    }
    box.badge.setAttribute("visibility", label ? "visible" : "hidden");
    // The words are monospaced: their width is known without asking for a layout.
    const width = label.length * 5.75 + 12;
    if (box.wide !== width) {
      box.wide = width;
      const left = box.x + box.width - width + Math.min(10, width / 4);
      box.pill.setAttribute("x", left);
      box.pill.setAttribute("width", width);
      box.words.setAttribute("x", left + width / 2);
    }
    box.words.textContent = label;
  }

  #bar(box, bar) {
    if (bar === undefined) {
      box.line?.setAttribute("visibility", "hidden");
      return;
    }
    const most = box.width - 16;
    if (!box.line) {
      box.line = s("rect", { class: "st-bar", x: box.x + 8, y: box.y + box.height - 5, height: 2.5, rx: 1.25, width: most });
      box.group.append(box.line);
    }
    box.line.setAttribute("visibility", "visible");
    box.line.classList.toggle("st-unknown", bar === null);
    box.line.setAttribute("width", Math.round(most * (bar ?? 1) * 10) / 10);
  }

  #take(box, taken) {
    box.arms.forEach((arm, index) => {
      const name = box.names[index];
      arm.classList.toggle("st-skipped", taken.size > 0 && name !== undefined && !taken.has(name));
    });
  }

  #listen() {
    const { svg, frame } = this;
    let drag = null;
    for (const name of ["wheel", "pointerdown", "keydown"]) this.element.addEventListener(name, () => (this.#follows = false), { passive: true });
    svg.addEventListener("click", (event) => {
      if (drag?.moved) return;
      const group = event.target.closest("[data-step]");
      if (group) this.#open(this.#boxes.get(group.getAttribute("data-step")));
    });
    svg.addEventListener("keydown", (event) => this.#key(event));
    // On the drawing itself they would make it a stop of the Tab key.
    frame.addEventListener("focusin", (event) => {
      const box = this.#order.find(({ control }) => control === event.target);
      if (!box) return;
      this.#stop(box);
      if (box.control.matches(":focus-visible")) box.group.setAttribute("data-focus", "");
    });
    frame.addEventListener("focusout", () => svg.querySelector("[data-focus]")?.removeAttribute("data-focus"));
    frame.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const place = frame.getBoundingClientRect();
      this.zoom(this.#zoom * Math.exp(-event.deltaY / 300), [event.clientX - place.left, event.clientY - place.top]);
    }, { passive: false });
    // With a mouse the plan is dragged; fingers scroll it anyway.
    frame.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "mouse" || event.button !== 0) return;
      drag = { x: event.clientX, y: event.clientY, left: frame.scrollLeft, top: frame.scrollTop, moved: false };
    });
    frame.addEventListener("pointermove", (event) => {
      if (!drag || !(event.buttons & 1)) return;
      const [x, y] = [event.clientX - drag.x, event.clientY - drag.y];
      if (!drag.moved && Math.hypot(x, y) < 5) return;
      if (!drag.moved) frame.setPointerCapture(event.pointerId);
      drag.moved = true;
      frame.classList.add("dragged");
      frame.scrollLeft = drag.left - x;
      frame.scrollTop = drag.top - y;
    });
    frame.addEventListener("pointerup", () => {
      frame.classList.remove("dragged");
      // The click comes after this.
      setTimeout(() => (drag = null));
    });
  }

  #open(box) {
    if (!box) return;
    this.#stop(box);
    this.#opened?.(box.path, box.control);
  }

  #stop(box) {
    if (this.at) this.at.control.setAttribute("tabindex", "-1");
    else this.#order[0]?.control.setAttribute("tabindex", "-1");
    this.at = box;
    box.control.setAttribute("tabindex", "0");
  }

  #key(event) {
    const here = this.#order.find(({ control }) => control === event.target);
    if (!here) return;
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    let to = null;
    if (event.key === "Enter" || event.key === " ") this.#open(here);
    else if (event.key === "Home") to = this.#order[0];
    else if (event.key === "End") to = this.#order.at(-1);
    else if (ways[event.key]) to = this.#near(here, ways[event.key]);
    else return;
    event.preventDefault();
    to?.control.focus();
    to?.control.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** The nearest box in a direction; what lies beside the line counts as further away. */
  #near(here, [dx, dy]) {
    const middle = (box) => [box.x + (box.frame ? Math.min(60, box.width / 2) : box.width / 2), box.y + (box.frame ? 19 : box.height / 2)];
    const [x, y] = middle(here);
    let best = null;
    let least = Infinity;
    for (const box of this.#order) {
      const [ox, oy] = middle(box);
      const along = (ox - x) * dx + (oy - y) * dy;
      const beside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
      if (box === here || along < 4) continue;
      const distance = along + beside * 2;
      if (distance < least) [best, least] = [box, distance];
    }
    return best;
  }
}

/** Puts a plan into `place` once it is there; says why if it is not. */
export async function showPlan(place, base, opened, signal) {
  try {
    const found = await fetchPlan(base, signal);
    if (signal.aborted) return null;
    const view = new PlanView(found, opened);
    view.steps = found.steps;
    fill(place, view.element);
    view.fit(false);
    return view;
  } catch (error) {
    if (signal.aborted) return null;
    fill(place, h("p", { class: "note" }, error.message));
    announce(error.message);
    return null;
  }
}
