// The place of a step that is open: one at a time, and only while what it was opened from is shown.

import { fill, h } from "./dom.js";
import { openStep } from "./step.js";

export class StepPlace {
  #closed = null;

  constructor(signal) {
    this.element = h("div");
    // Who clicked beside the panel closes it by key too.
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.target.closest?.("input, textarea, select, dialog")) this.close(true);
    }, { signal });
  }

  /** Draws again what an event changed; there is none when nothing is open. */
  get update() {
    return this.element.update;
  }

  /** Opens what `openStep` takes. `from` is the control that has the focus again afterwards; `closed()` is called then. */
  open(told, from, closed) {
    this.#closed = (back) => {
      closed();
      if (!back) return;
      // A line of a log may be gone by now.
      const there = from?.isConnected && from.checkVisibility();
      (there ? from : document.getElementById("main")).focus({ preventScroll: !there });
    };
    openStep(this.element, { ...told, close: () => this.close(true) });
  }

  /** Closes it; the focus goes back to the step unless it is somewhere else for a reason. */
  close(back) {
    const closed = this.#closed;
    if (!closed) return;
    this.#closed = null;
    fill(this.element);
    this.element.update = null;
    closed(back);
  }
}
