// Asks the server. Every failure is a `Problem` that says what to do.

/** What went wrong, as RFC 9457 says it. */
export class Problem extends Error {
  constructor(body, status) {
    super(body.detail ?? body.title ?? `the server answered ${status}`);
    this.title = body.title;
    this.code = body.code ?? "";
    this.hint = body.hint ?? "";
    this.findings = body.findings ?? [];
    this.status = status;
  }
}

/** A workflow's id as addresses have it. */
export const workflowId = (id) => encodeURIComponent(id.replaceAll("/", "~"));
/** The address of a workflow. */
export const workflowPath = (id) => `/api/workflows/${workflowId(id)}`;
/** The address of a run. */
export const runPath = (id) => `/api/runs/${encodeURIComponent(id)}`;
/** The address of a content; with a name, a download of that name. */
export const contentPath = (digest, name) => `/api/artifacts/${digest}${name ? `?name=${encodeURIComponent(name)}` : ""}`;
/** The address of a small picture. */
export const thumbnailPath = (digest, side = 320) => `/api/artifacts/${digest}/thumbnail?side=${side}`;
/** What tells the files of an upload. */
export const uploadPath = (digest) => `/api/uploads/${digest}`;

export const get = (path, signal) => ask("GET", path, undefined, signal);
export const post = (path, body, signal, headers) => ask("POST", path, body ?? {}, signal, headers);
export const remove = (path) => ask("DELETE", path);

/** Sends a file; `told` hears the share that is through. */
export function upload(file, told, signal) {
  // `fetch` does not say how far an upload is.
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/uploads?name=${encodeURIComponent(file.name)}`);
    request.upload.onprogress = (event) => event.lengthComputable && told?.(event.loaded / event.total);
    request.onload = () => {
      const body = parse(request.responseText);
      if (request.status < 300) resolve(body);
      else reject(new Problem(body ?? {}, request.status));
    };
    request.onerror = () => reject(away());
    request.onabort = () => reject(new DOMException("stopped", "AbortError"));
    signal?.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

/** The text of a content, at most this long. */
export async function text(digest, most, signal) {
  const response = await fetch(contentPath(digest), { signal, headers: { Range: `bytes=0-${most - 1}` } });
  if (!response.ok) throw new Problem({}, response.status);
  return (await response.text()).slice(0, most);
}

/** Whether a request was given up, which is no failure. */
export const stopped = (error) => error?.name === "AbortError";

async function ask(method, path, body, signal, more = {}) {
  const headers = { Accept: "application/json", ...more };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal });
  } catch (error) {
    throw stopped(error) ? error : away();
  }
  const found = parse(await response.text());
  if (!response.ok) {
    const wait = response.headers.get("Retry-After");
    throw new Problem({ ...(wait ? { hint: `try again in ${wait} s` } : {}), ...found }, response.status);
  }
  return found;
}

function away() {
  return new Problem({ title: "no answer", detail: "the server does not answer", hint: "see whether it still runs, then try again", code: "away" }, 0);
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
