// A place to drop files: sends them, shows them small, and has the path under which a run finds them.

import { get, Problem, post, stopped, thumbnailPath, upload, uploadPath } from "./api.js";
import { announce, button, fill, h, icon } from "./dom.js";
import { bytes, count, mediaOf } from "./format.js";
import { miniature, uploadOf } from "./given.js";

/** A drop zone. `folder` takes several files; `changed(path)` is told the value of the input, or undefined. */
export class Uploads {
  #files = [];
  #changed;
  #folder;
  #going = 0;

  constructor({ id, folder, described, changed }) {
    this.#folder = folder;
    this.#changed = changed;
    this.input = h("input", {
      type: "file", id: `${id}-files`, class: "drop-input", multiple: folder, "aria-describedby": described,
      onchange: () => this.add([...this.input.files]),
    });
    const words = folder ? "Drop photos or files here, or choose them" : "Drop a file here, or choose one";
    const label = h("label", { class: "drop-label", for: `${id}-files` }, icon("upload"), h("span", null, words));
    this.list = h("ul", { class: "drop-list" });
    this.error = h("p", { class: "field-error", hidden: true });
    this.element = h("div", { class: "drop" }, this.input, label, this.list, this.error);
    this.#listen();
  }

  /** Takes files; each is sent at once. */
  async add(files) {
    if (!files.length) return;
    this.error.hidden = true;
    if (!this.#folder) this.#clear();
    const taken = this.#folder ? files : files.slice(0, 1);
    await Promise.all(taken.map((file) => this.#send(file)));
    this.input.value = "";
    await this.#settle();
  }

  /** Shows what an earlier run was given. */
  write(path) {
    this.#clear();
    const found = uploadOf(path);
    if (found && !this.#folder) this.#files = [{ name: found.name ?? "file", digest: found.digest, len: null, share: 1 }];
    this.#draw();
    if (found) this.#recall(found);
  }

  /** Asks what an upload was of; without an answer, its path is shown as it is. */
  async #recall({ digest, name }) {
    const before = this.#files;
    const told = await get(uploadPath(digest)).catch(() => null);
    // Meanwhile there may be other files.
    if (!told || this.#files !== before || told.folder !== this.#folder) return;
    this.#files = told.files.map((file) => ({ ...file, name: name ?? file.name, share: 1, earlier: true }));
    this.#draw();
  }

  #clear() {
    for (const file of this.#files) {
      file.stop?.abort();
      if (file.url) URL.revokeObjectURL(file.url);
    }
    this.#files = [];
  }

  async #send(file) {
    const own = { name: this.#free(file.name), len: file.size, share: 0, stop: new AbortController() };
    if (mediaOf(file.name) === "picture") own.url = URL.createObjectURL(file);
    this.#files = [...this.#files, own];
    this.#draw();
    this.#going += 1;
    try {
      const kept = await upload(file, (share) => {
        own.share = share;
        if (own.bar) own.bar.value = share;
      }, own.stop.signal);
      Object.assign(own, { digest: kept.digest, path: kept.path, share: 1 });
    } catch (error) {
      this.#files = this.#files.filter((other) => other !== own);
      if (!stopped(error)) this.#fail(error);
    } finally {
      this.#going -= 1;
    }
    this.#draw();
  }

  /** A name that no other file here has. */
  #free(name) {
    const taken = new Set(this.#files.map((file) => file.name));
    const [, stem, end] = /^(.*?)(\.[^.]*)?$/.exec(name);
    let free = name;
    for (let number = 2; taken.has(free); number += 1) free = `${stem}-${number}${end ?? ""}`;
    return free;
  }

  /** Once all is there, says under which path. */
  async #settle() {
    if (this.#going) return;
    const files = this.#files.filter((file) => file.digest);
    if (!files.length) return this.#changed(undefined);
    try {
      if (this.#folder) {
        const asked = files.map(({ name, digest }) => ({ name, digest }));
        const made = await post("/api/uploads/folder", { files: asked });
        this.#changed(made.path);
      } else this.#changed(files[0].path ?? `upload:${files[0].digest}/${files[0].name}`);
      announce(`${count(files.length, "file")} uploaded`);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error) {
    this.error.textContent = error instanceof Problem && error.hint ? `${error.message}; ${error.hint}` : error.message;
    this.error.hidden = false;
  }

  #draw() {
    this.element.classList.toggle("has-files", this.#files.length > 0);
    fill(this.list, this.#files.map((file) => {
      const source = file.url ?? (file.digest ? thumbnailPath(file.digest, 128) : null);
      file.bar = file.share < 1 ? h("progress", { max: 1, value: file.share, "aria-label": `Upload of ${file.name}` }) : null;
      const away = button("cross", `Take ${file.name} away`, () => {
        file.stop?.abort();
        this.#files = this.#files.filter((other) => other !== file);
        this.#draw();
        this.#settle();
      }, { bare: true });
      const details = h("span", { class: "drop-name" }, file.name, h("small", null, [file.len === null ? null : bytes(file.len), file.len === null || file.earlier ? "from an earlier run" : null].filter(Boolean).join(", ")));
      return h("li", null, miniature(file.name, source), details, file.bar, away);
    }));
  }

  #listen() {
    const { element } = this;
    element.addEventListener("dragover", (event) => {
      event.preventDefault();
      element.classList.add("over");
    });
    element.addEventListener("dragleave", (event) => element.contains(event.relatedTarget) || element.classList.remove("over"));
    element.addEventListener("drop", async (event) => {
      event.preventDefault();
      element.classList.remove("over");
      this.add(await dropped(event.dataTransfer));
    });
  }
}

/** The files that were dropped, with those in folders. */
async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files];
  const files = [];
  const walk = async (entry) => {
    if (entry.name.startsWith(".")) return;
    if (entry.isFile) files.push(await new Promise((resolve, reject) => entry.file(resolve, reject)));
    else {
      const reader = entry.createReader();
      // A folder is read in parts; the last one is empty.
      for (;;) {
        const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
        if (!part.length) break;
        for (const inner of part) await walk(inner);
      }
    }
  };
  for (const entry of entries) await walk(entry);
  return files;
}
