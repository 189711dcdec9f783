// What a run was given, to look at: uploads by their names and small pictures, everything else in one line.

import { get, thumbnailPath, uploadPath } from "./api.js";
import { fill, h, icon } from "./dom.js";
import { bytes, count, mediaOf, value } from "./format.js";

const UPLOAD = /^upload:([0-9a-f]{64})(?:\/(.*))?$/;
/** Files of a folder that are shown; the others are counted. */
const MOST = 24;

/** The digest in the value of an input, and the name if it is one file; nothing if it is no upload. */
export function uploadOf(given) {
  const found = typeof given === "string" ? UPLOAD.exec(given) : null;
  return found && { digest: found[1], name: found[2] ?? null };
}

/** A small picture of a file, or a sign for it. */
export function miniature(name, source) {
  const picture = mediaOf(name) === "picture" && source;
  return h("span", { class: "miniature" }, picture ? h("img", { src: source, alt: "", loading: "lazy", onerror: (event) => event.target.replaceWith(icon("file")) }) : icon("file"));
}

/** The value of an input. Of an upload that the server has no longer, it is the digest. */
export function given(it, signal) {
  const upload = uploadOf(it);
  if (!upload) return value(it);
  const place = h("span", null, value(it));
  get(uploadPath(upload.digest), signal).then(({ files }) => {
    const own = upload.name === null ? files : files.map((file) => ({ ...file, name: upload.name }));
    const shown = own.slice(0, MOST).map((file) => h("li", null, miniature(file.name, thumbnailPath(file.digest, 128)), h("span", null, file.name, h("small", null, bytes(file.len)))));
    fill(place, h("ul", { class: "given" }, shown), own.length > MOST ? h("small", { class: "muted" }, `and ${count(own.length - MOST, "file")} more`) : null);
  }, () => {});
  return place;
}
