// One picture, large: zoom, the ones before and after it, how it was made, and the verdict on it.

import { contentPath, workflowId } from "./api.js";
import { announce, button, fill, h } from "./dom.js";
import { bytes, value } from "./format.js";
import { toTray } from "./tray.js";
import { verdictButtons } from "./verdict.js";
import { Zoom } from "./zoom.js";

export class Viewer {
  #digest = null;

  /** `source` has `pictures()`, `run()`, `verdict(digest)` and `judge(artifact, picked, note)`. */
  constructor(source) {
    this.source = source;
    this.picture = h("img", { alt: "", draggable: "false" });
    this.layer = h("div", { class: "layer" }, this.picture);
    this.frame = h("div", { class: "zoom", tabindex: "0", role: "group" }, this.layer);
    this.percent = h("span", { class: "num muted" });
    this.zoom = new Zoom(this.frame, () => [this.layer], { changed: () => this.#scale() });
    this.side = h("div", { class: "viewer-side" });
    const back = () => this.#leave();
    this.title = h("h2");
    this.element = h("dialog", { class: "viewer", "aria-label": "Picture", oncancel: (event) => {
      event.preventDefault();
      back();
    }, onkeydown: (event) => this.#key(event) },
      h("div", { class: "viewer-bar" }, this.title, h("span", { class: "grow" }), this.percent,
        button("minus", "Smaller", () => this.zoom.by(1 / 1.5), { bare: true }), button("fit", "Whole picture", () => this.zoom.reset(), { bare: true }), button("plus", "Larger", () => this.zoom.by(1.5), { bare: true }),
        button("cross", "Close", back, { bare: true })),
      h("div", { class: "viewer-main" }, this.frame,
        button("left", "The one before", () => this.#step(-1), { bare: true, class: "before" }), button("right", "The next one", () => this.#step(1), { bare: true, class: "after" })),
      this.side);
    this.picture.addEventListener("load", () => {
      this.#scale();
      this.size?.replaceChildren(`${this.picture.naturalWidth} × ${this.picture.naturalHeight}`);
    });
  }

  open(digest) {
    const artifact = this.source.run().artifacts.find((one) => one.digest === digest);
    if (!artifact) return this.close();
    if (this.#digest !== digest) {
      this.#digest = digest;
      this.zoom.reset();
      this.picture.src = contentPath(digest);
      this.picture.alt = artifact.name;
      this.frame.setAttribute("aria-label", `${artifact.name}: plus and minus zoom, arrows move`);
      this.title.textContent = artifact.name;
      this.#about(artifact);
    }
    if (this.element.open) return announce(artifact.name);
    // The page may not be in the document yet.
    queueMicrotask(() => {
      if (!this.element.isConnected || this.element.open) return;
      this.element.showModal();
      this.frame.focus();
    });
  }

  close() {
    this.#digest = null;
    if (this.element.open) this.element.close();
  }

  #about(artifact) {
    const { run, request } = this.source.run();
    const note = h("input", { type: "text", id: "verdict-note", placeholder: "why", value: this.source.verdict(artifact.digest)?.note ?? "" });
    const said = h("p", { class: "field-error", hidden: true });
    const verdict = verdictButtons(artifact.name, () => this.source.verdict(artifact.digest), async (picked) => {
      try {
        await this.source.judge(artifact, picked, note.value.trim());
        said.hidden = true;
        verdict.draw();
      } catch (error) {
        said.textContent = error.message;
        said.hidden = false;
      }
    }, true);
    this.judge = verdict.buttons;
    verdict.draw();
    this.size = h("dd", { class: "num" });
    const inputs = Object.entries(request?.inputs ?? {});
    const again = `#/workflows/${workflowId(run.workflow)}?from=${run.id}`;
    const compare = button("compare", "Compare", () => {
      toTray(run.id, artifact);
      this.#leave();
    });
    fill(this.side,
      h("div", { class: "verdict" }, h("div", { class: "actions" }, verdict.buttons), h("label", { for: "verdict-note" }, "Note"), note, said),
      h("h3", null, "Made with"),
      h("dl", { class: "facts" }, inputs.map(([name, it]) => [h("dt", null, name), h("dd", null, value(it))])),
      h("h3", null, "File"),
      h("dl", { class: "facts" }, h("dt", null, "pixels"), this.size, h("dt", null, "size"), h("dd", null, bytes(artifact.len)), h("dt", null, "step"), h("dd", null, h("code", { class: "wrap" }, artifact.step)), h("dt", null, "digest"), h("dd", null, h("code", { class: "wrap" }, artifact.digest.slice(0, 16)))),
      h("div", { class: "actions" }, h("a", { class: "button primary", href: again }, h("span", null, "Run again with this changed")), compare,
        h("a", { class: "button", href: contentPath(artifact.digest, artifact.name) }, h("span", null, "Download"))));
  }

  #scale() {
    const { naturalWidth } = this.picture;
    const { width } = this.picture.getBoundingClientRect();
    if (!naturalWidth || !width) return;
    const scale = width / naturalWidth;
    this.percent.textContent = `${Math.round(scale * devicePixelRatio * 100)} %`;
  }

  #leave() {
    const { run } = this.source.run();
    location.hash = `#/runs/${run.id}/results`;
  }

  #step(by) {
    const pictures = this.source.pictures();
    const here = pictures.findIndex((one) => one.digest === this.#digest);
    const next = pictures[(here + by + pictures.length) % pictures.length];
    if (next) location.replace(`#/runs/${this.source.run().run.id}/results?view=${next.digest}`);
  }

  #key(event) {
    if (event.target.matches("input, textarea")) return;
    if (event.key === "ArrowLeft") this.#step(-1);
    else if (event.key === "ArrowRight") this.#step(1);
    else if (event.key === "p") this.judge[0].click();
    else if (event.key === "x") this.judge[1].click();
    else return;
    event.preventDefault();
  }
}
