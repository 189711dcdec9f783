// Zooms and moves pictures: wheel, two fingers, drag, keys. Several may move as one.

const MOST = 32;

export class Zoom {
  #scale = 1;
  #x = 0;
  #y = 0;
  #fingers = new Map();
  #moved = false;

  /** `frame` hears; `movers()` are the elements that move. `idle(event)` hears a drag when nothing is zoomed. */
  constructor(frame, movers, { idle, changed } = {}) {
    Object.assign(this, { frame, movers, idle, changed });
    frame.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    frame.addEventListener("pointerdown", (event) => this.#down(event));
    frame.addEventListener("pointermove", (event) => this.#move(event));
    for (const name of ["pointerup", "pointercancel"]) frame.addEventListener(name, (event) => this.#fingers.delete(event.pointerId));
    frame.addEventListener("dblclick", (event) => (this.#scale > 1 ? this.reset() : this.by(3, ...this.#at(event))));
    frame.addEventListener("keydown", (event) => this.#key(event));
  }

  get zoomed() {
    return this.#scale > 1.001;
  }

  reset() {
    [this.#scale, this.#x, this.#y] = [1, 0, 0];
    this.apply();
  }

  /** Zooms by a factor around a point of the frame, or its middle. */
  by(factor, x = this.frame.clientWidth / 2, y = this.frame.clientHeight / 2) {
    const next = Math.min(MOST, Math.max(1, this.#scale * factor));
    const grown = next / this.#scale;
    this.#x = x - (x - this.#x) * grown;
    this.#y = y - (y - this.#y) * grown;
    this.#scale = next;
    this.apply();
  }

  apply() {
    const { clientWidth: width, clientHeight: height } = this.frame;
    this.#x = Math.min(0, Math.max(width * (1 - this.#scale), this.#x));
    this.#y = Math.min(0, Math.max(height * (1 - this.#scale), this.#y));
    for (const mover of this.movers()) {
      mover.style.transform = `translate(${this.#x}px, ${this.#y}px) scale(${this.#scale})`;
      // Far in, pixels are what one wants to see.
      mover.classList.toggle("pixels", this.#scale > 6);
    }
    this.frame.classList.toggle("zoomed", this.zoomed);
    this.changed?.(this.#scale);
  }

  #pan(x, y) {
    this.#x += x;
    this.#y += y;
    this.apply();
  }

  #at(event) {
    const place = this.frame.getBoundingClientRect();
    return [event.clientX - place.left, event.clientY - place.top];
  }

  #wheel(event) {
    event.preventDefault();
    this.by(Math.exp(-event.deltaY / (event.ctrlKey ? 120 : 400)), ...this.#at(event));
  }

  #down(event) {
    if (event.button !== 0 || event.target.closest("button, a, input")) return;
    this.frame.setPointerCapture(event.pointerId);
    this.#fingers.set(event.pointerId, [event.clientX, event.clientY]);
    this.#moved = false;
    if (!this.zoomed && this.#fingers.size === 1) this.idle?.(event);
  }

  #move(event) {
    const before = this.#fingers.get(event.pointerId);
    if (!before) return;
    const now = [event.clientX, event.clientY];
    this.#fingers.set(event.pointerId, now);
    this.#moved = true;
    if (this.#fingers.size === 2) {
      const [other] = [...this.#fingers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
      const far = (at) => Math.hypot(at[0] - other[0], at[1] - other[1]) || 1;
      const place = this.frame.getBoundingClientRect();
      this.by(far(now) / far(before), (now[0] + other[0]) / 2 - place.left, (now[1] + other[1]) / 2 - place.top);
    } else if (this.zoomed) this.#pan(now[0] - before[0], now[1] - before[1]);
    else this.idle?.(event);
  }

  #key(event) {
    if (event.target !== this.frame) return;
    const step = 60;
    const pans = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    if (event.key === "+" || event.key === "=") this.by(1.4);
    else if (event.key === "-") this.by(1 / 1.4);
    else if (event.key === "0") this.reset();
    else if (this.zoomed && pans[event.key]) this.#pan(...pans[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
