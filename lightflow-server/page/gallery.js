// What a run made: pictures small, sound to hear, text to read.

import { contentPath, text, thumbnailPath } from "./api.js";
import { fill, h, icon } from "./dom.js";
import { bytes, mediaOf } from "./format.js";
import { inTray, toTray } from "./tray.js";
import { judge, lastVerdicts, verdictButtons } from "./verdict.js";
import { Viewer } from "./viewer.js";

/** Characters of a text that its card shows. */
const EXCERPT = 600;
const NAMES = { picture: "Pictures", sound: "Sound", film: "Film", text: "Text", other: "Other" };

export class Gallery {
  #cards = new Map();
  #filter = "all";

  constructor(told, signal) {
    this.signal = signal;
    this.run = told.run.id;
    this.tools = h("div", { class: "tools" });
    this.list = h("ul", { class: "gallery" });
    this.empty = h("p", { class: "muted" });
    this.element = h("div", null, this.tools, this.empty, this.list);
    this.viewer = new Viewer({
      pictures: () => this.artifacts.filter((one) => mediaOf(one.name) === "picture" && this.#fits(one)),
      run: () => this.told,
      verdict: (digest) => this.verdicts.get(digest),
      judge: (artifact, picked, note) => this.#judge(artifact, picked, note),
    });
    this.element.append(this.viewer.element);
    addEventListener("tray", () => this.#marks(), { signal });
    this.take(told);
  }

  get length() {
    return this.artifacts.length;
  }

  /** Takes what the server knows now. */
  take(told) {
    this.told = told;
    this.artifacts = [...told.artifacts].sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
    this.verdicts = lastVerdicts(told.verdicts);
    const keys = new Set();
    let before = null;
    for (const artifact of this.artifacts) {
      const key = `${artifact.name} ${artifact.digest}`;
      keys.add(key);
      let card = this.#cards.get(key);
      if (!card) this.#cards.set(key, (card = this.#card(artifact)));
      // In order, and without moving what is in its place.
      const next = before ? before.nextSibling : this.list.firstChild;
      if (next !== card.element) this.list.insertBefore(card.element, next);
      before = card.element;
    }
    for (const [key, card] of this.#cards) {
      if (keys.has(key)) continue;
      card.element.remove();
      this.#cards.delete(key);
    }
    this.#choices();
    this.#marks();
  }

  /** Opens a picture by its digest, or closes what is open. */
  view(digest) {
    if (digest) this.viewer.open(digest);
    else this.viewer.close();
  }

  #fits(artifact) {
    if (this.#filter === "all") return true;
    const verdict = this.verdicts.get(artifact.digest);
    if (this.#filter === "picked") return verdict?.picked === true;
    if (this.#filter === "unjudged") return !verdict;
    return mediaOf(artifact.name) === this.#filter;
  }

  #choices() {
    const kinds = [...new Set(this.artifacts.map((one) => mediaOf(one.name)))];
    const choices = [["all", "All"], ...(kinds.length > 1 ? kinds.map((kind) => [kind, NAMES[kind]]) : [])];
    if (this.verdicts.size) choices.push(["picked", "Picked"], ["unjudged", "Not judged"]);
    const running = this.told.run.status === "running" || this.told.run.status === "created";
    this.empty.textContent = this.artifacts.length ? "" : running ? "Nothing was made yet." : "It made no files.";
    this.empty.hidden = this.artifacts.length > 0;
    if (choices.length === 1) return fill(this.tools);
    fill(this.tools, h("div", { class: "segments", role: "group", "aria-label": "Which of them" }, choices.map(([id, name]) => h("label", null, h("input", { type: "radio", name: "gallery", checked: this.#filter === id, onchange: () => {
      this.#filter = id;
      this.#marks();
    } }), h("span", null, name)))));
  }

  #marks() {
    for (const card of this.#cards.values()) card.draw();
  }

  async #judge(artifact, picked, note) {
    this.verdicts.set(artifact.digest, await judge(this.run, artifact, picked, note));
    this.#choices();
    this.#marks();
  }

  #card(artifact) {
    const kind = mediaOf(artifact.name);
    const verdict = verdictButtons(artifact.name, () => this.verdicts.get(artifact.digest), (picked) => this.#judge(artifact, picked, this.verdicts.get(artifact.digest)?.note));
    const compare = kind === "picture" ? h("button", { type: "button", class: "icon-button ab", "aria-pressed": "false", "aria-label": `Compare ${artifact.name}`, title: "Compare", onclick: () => toTray(this.run, artifact) }) : null;
    const note = h("p", { class: "card-note" });
    const name = h("a", { class: "card-name", href: contentPath(artifact.digest, artifact.name), title: `${artifact.name}: download` }, artifact.name);
    const element = h("li", { class: `shot ${kind}` }, this.#look(artifact, kind),
      h("div", { class: "card-foot" }, h("div", { class: "card-words" }, name, h("small", { class: "muted" }, bytes(artifact.len))), compare, verdict.buttons), note);
    return {
      element,
      draw: () => {
        verdict.draw();
        const given = this.verdicts.get(artifact.digest);
        element.classList.toggle("picked", given?.picked === true);
        element.classList.toggle("rejected", given?.picked === false);
        element.hidden = !this.#fits(artifact);
        note.textContent = given?.note ?? "";
        note.hidden = !given?.note;
        if (!compare) return;
        const letter = inTray(this.run, artifact.digest);
        compare.setAttribute("aria-pressed", String(letter !== ""));
        fill(compare, letter ? h("b", null, letter) : icon("compare"));
      },
    };
  }

  #look(artifact, kind) {
    if (kind === "picture") {
      const open = h("a", { class: "thumb", href: `#/runs/${this.run}/results?view=${artifact.digest}`, "aria-label": `Open ${artifact.name}` });
      open.append(h("img", { src: thumbnailPath(artifact.digest), alt: "", loading: "lazy", decoding: "async", onerror: () => fill(open, icon("file")) }));
      return open;
    }
    if (kind === "sound") return h("div", { class: "thumb" }, icon("sound"), h("audio", { controls: true, preload: "none", src: contentPath(artifact.digest), "aria-label": artifact.name }));
    if (kind === "film") return h("div", { class: "thumb" }, h("video", { controls: true, preload: "metadata", src: contentPath(artifact.digest), "aria-label": artifact.name }));
    if (kind === "text") {
      const words = h("pre", { tabindex: "0", "aria-label": `Beginning of ${artifact.name}` });
      text(artifact.digest, EXCERPT, this.signal).then((found) => (words.textContent = found + (artifact.len > EXCERPT ? "…" : "")), () => (words.textContent = "cannot be read"));
      return h("div", { class: "thumb words" }, words);
    }
    return h("div", { class: "thumb" }, icon("file"));
  }
}
