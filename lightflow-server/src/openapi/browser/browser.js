// Shows the document of the HTTP interface, and tries what is in it. Whatever the document says goes in as text, never as HTML.
"use strict";

const METHODS = ["get", "put", "post", "patch", "delete"];
const byId = (id) => document.getElementById(id);
let spec;

function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children.flat().filter((child) => child != null && child !== ""));
  return made;
}

// Doc comments have `code` in them.
function words(text) {
  return (text || "").split(/(`[^`]+`)/).map((part) =>
    part.length > 2 && part.startsWith("`") ? el("code", {}, part.slice(1, -1)) : part);
}

function resolve(value) {
  for (let hops = 0; value && value.$ref && hops < 20; hops++) {
    const path = value.$ref.slice(2).split("/").map((part) => part.replace(/~1/g, "/").replace(/~0/g, "~"));
    value = path.reduce((at, part) => at && at[part], spec);
  }
  return value || {};
}

const nameOf = (ref) => ref.split("/").pop();

// The schemas that an object is put together from.
function parts(schema) {
  schema = resolve(schema);
  return (schema.allOf || []).flatMap(parts).concat([schema]);
}

function fields(schema) {
  const all = new Map();
  const required = new Set();
  for (const part of parts(schema)) {
    for (const [name, field] of Object.entries(part.properties || {})) all.set(name, field);
    for (const name of part.required || []) required.add(name);
  }
  return { all, required };
}

// A type in few words; names of schemas can be opened.
function type(schema, open) {
  if (schema === true || schema == null) return ["anything"];
  if (schema.$ref) {
    return [el("button", { type: "button", class: "ref", onclick: () => open(schema) }, nameOf(schema.$ref))];
  }
  const choices = schema.anyOf || schema.oneOf;
  if (choices) {
    return choices.flatMap((choice, index) => (index ? [" or "] : []).concat(
      "const" in choice ? JSON.stringify(choice.const) : type(choice, open)));
  }
  if (schema.enum) return [schema.enum.map((value) => JSON.stringify(value)).join(" or ")];
  if ("const" in schema) return [JSON.stringify(schema.const)];
  if (schema.allOf) return schema.allOf.flatMap((part, index) => (index ? [" and "] : []).concat(type(part, open)));
  if (schema.type === "array") return ["list of ", ...type(schema.items, open)];
  const text = [].concat(schema.type || (schema.properties ? "object" : "anything")).join(" or ");
  const low = schema.minimum, high = schema.maximum;
  const range = low != null && high != null ? ` ${low} to ${high}` : low ? ` from ${low}` : high != null ? ` to ${high}` : "";
  return [text + range];
}

// The fields of an object. A schema that is named in it opens below, so that one that holds itself has an end.
function shape(schema) {
  const { all, required } = fields(schema);
  const resolved = resolve(schema);
  if (!all.size) {
    const line = el("p");
    line.append(...type(resolved, (inner) => toggle(line, inner)));
    if (resolved.description) line.append(": ", ...words(resolved.description));
    return el("div", {}, line);
  }
  return table([...all].map(([name, field]) => {
    const inner = { ...resolve(field), ...field };
    const about = [el("p", {}, ...words(inner.description))];
    if ("default" in inner) about.push(el("p", {}, "default ", el("code", {}, JSON.stringify(inner.default))));
    return row((open) => [el("code", { class: required.has(name) ? "need" : false }, name), type(field, open), about]);
  }));
}

const table = (rows) => el("table", {}, el("tbody", {}, rows));

// A row whose schemas open below it, in the full width.
function row(cells) {
  const made = el("tr");
  made.append(...cells((schema) => toggle(made, schema)).map((cell) => el("td", {}, cell)));
  made.dataset.cells = made.children.length;
  return made;
}

function toggle(at, schema) {
  let last = at;
  while (last.nextElementSibling && last.nextElementSibling.className === "more") {
    last = last.nextElementSibling;
    if (last.dataset.of === schema.$ref) return last.remove();
  }
  const nested = el("div", { class: "nested" }, el("h3", {}, nameOf(schema.$ref)), shape(schema));
  const cells = at.dataset.cells;
  const box = cells ? el("tr", { class: "more" }, el("td", { colspan: cells }, nested)) : el("div", { class: "more" }, nested);
  box.dataset.of = schema.$ref;
  last.after(box);
}

function example(content) {
  if (content.example !== undefined) return content.example;
  const { all, required } = fields(content.schema || {});
  return Object.fromEntries([...all].filter(([name]) => required.has(name)).map(([name, field]) =>
    [name, resolve(field).default ?? null]));
}

function parameterRow(parameter) {
  const about = [el("p", {}, ...words(parameter.description))];
  const initial = parameter.schema && parameter.schema.default;
  if (initial !== undefined) about.push(el("p", {}, "default ", el("code", {}, JSON.stringify(initial))));
  const name = el("code", { class: parameter.required ? "need" : false }, parameter.name);
  return row((open) => [name, [parameter.in, ", ", ...type(parameter.schema, open)], about]);
}

function answerRow([status, given]) {
  const answer = resolve(given);
  return row((open) => {
    const about = [el("p", {}, ...words(answer.description))];
    for (const [media, content] of Object.entries(answer.content || {})) {
      const line = el("p", {}, el("code", {}, media));
      if (content.schema) line.append(" ", ...type(content.schema, open));
      about.push(line);
    }
    for (const header of Object.keys(answer.headers || {})) about.push(el("p", {}, "header ", el("code", {}, header)));
    return [el("code", { class: status < 400 ? "get" : "delete" }, status), about];
  });
}

// What a form asks for, and what it sends.
function trial(path, method, operation, parameters) {
  const inputs = parameters.map((parameter) => {
    const choices = resolve(parameter.schema).enum
      || (resolve(parameter.schema).oneOf || []).map((choice) => choice.const).filter((choice) => choice);
    const input = choices.length
      ? el("select", {}, ["", ...choices].map((choice) => el("option", {}, choice)))
      : el("input", { value: parameter.in === "path" ? parameter.example : null, placeholder: parameter.schema.default ?? "" });
    if (parameter.required) input.required = true;
    return { parameter, input };
  });
  // One that answers in several ways is asked for one of them.
  const medias = Object.keys((operation.responses[200] || {}).content || {});
  if (medias.length > 1) {
    const input = el("select", {}, medias.map((media) => el("option", {}, media)));
    inputs.push({ parameter: { name: "Accept", in: "header" }, input });
  }
  const contents = Object.entries((operation.requestBody || {}).content || {})[0];
  let body = null;
  if (contents) {
    const [media, content] = contents;
    body = media === "application/json"
      ? el("textarea", { spellcheck: "false" }, JSON.stringify(example(content), null, 2))
      : el("input", { type: "file", required: true });
  }
  const state = el("span", { role: "status" });
  const stop = el("button", { type: "button", hidden: true }, "Stop");
  const result = el("div");
  const form = el("form", {
    onsubmit: (event) => {
      event.preventDefault();
      send(path, method, inputs, contents && contents[0], body, { state, stop, result });
    },
  },
  inputs.map(({ parameter, input }) => el("label", {}, el("code", {}, parameter.name), input)),
  body && el("label", { class: "tall" }, "body", body),
  el("div", { class: "row" }, el("button", {}, "Send"), stop, state), result);
  return form;
}

async function send(path, method, inputs, media, body, { state, stop, result }) {
  const query = new URLSearchParams();
  const headers = {};
  for (const { parameter, input } of inputs) {
    if (input.value === "") continue;
    if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
    else if (parameter.in === "query") query.set(parameter.name, input.value);
    else headers[parameter.name] = input.value;
  }
  if (media) headers["Content-Type"] = media;
  const token = byId("token").value;
  if (token) headers.Authorization = `Bearer ${token}`;
  const ending = new AbortController();
  stop.hidden = false;
  stop.onclick = () => ending.abort();
  state.textContent = "…";
  result.replaceChildren();
  const began = performance.now();
  try {
    const sent = body && (media === "application/json" ? body.value : body.files[0]);
    const url = path + (query.size ? `?${query}` : "");
    const answer = await fetch(url, { method: method.toUpperCase(), headers, body: sent, signal: ending.signal });
    state.textContent = `${answer.status} ${answer.statusText}, ${Math.round(performance.now() - began)} ms`;
    await show(answer, result);
  } catch (error) {
    if (error.name === "AbortError") state.textContent += ", stopped";
    else {
      state.textContent = "";
      result.append(el("pre", { class: "bad" }, String(error.message || error)));
    }
  } finally {
    stop.hidden = true;
  }
}

async function show(answer, result) {
  const kind = (answer.headers.get("Content-Type") || "").split(";")[0];
  if (kind.startsWith("image/")) {
    const url = URL.createObjectURL(await answer.blob());
    const image = el("img", { src: url, alt: "what came back" });
    image.onload = () => URL.revokeObjectURL(url);
    return result.append(image);
  }
  const pre = el("pre", { class: answer.ok ? false : "bad" });
  result.append(pre);
  if (kind.endsWith("json")) {
    const text = await answer.text();
    try {
      pre.textContent = JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      pre.textContent = text;
    }
  } else if (kind.startsWith("text/")) {
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      // A stream may be long: its end is what is looked at.
      pre.textContent = (pre.textContent + part.value).slice(-200000);
    }
  } else {
    pre.textContent = answer.status === 204 ? "nothing came back" : `${(await answer.blob()).size} bytes of ${kind || "something"}`;
  }
}

function inside(path, method, operation) {
  const parameters = (operation.parameters || []).map(resolve);
  const box = el("div", { class: "inside" });
  if (operation.description) box.append(el("p", {}, ...words(operation.description)));
  if (parameters.length) {
    box.append(el("h3", {}, "Parameters"), table(parameters.map(parameterRow)));
  }
  for (const [media, content] of Object.entries((operation.requestBody || {}).content || {})) {
    box.append(el("h3", {}, `Body, ${media}`));
    if (content.schema) box.append(shape(content.schema));
  }
  box.append(el("h3", {}, "Answers"), table(Object.entries(operation.responses).map(answerRow)));
  box.append(el("h3", {}, "Try it"), trial(path, method, operation, parameters));
  return box;
}

function operationOf(path, method, operation) {
  const details = el("details", { class: "operation", id: operation.operationId },
    el("summary", {},
      el("span", { class: `method ${method}` }, method), el("span", { class: "path" }, path),
      el("span", { class: "what" }, ...words(operation.summary))));
  // Most are never opened.
  details.addEventListener("toggle", () => details.append(inside(path, method, operation)), { once: true });
  details.dataset.words = `${method} ${path} ${operation.summary} ${operation.description || ""}`.toLowerCase();
  return details;
}

function find() {
  const wanted = byId("search").value.toLowerCase().split(/\s+/).filter((word) => word);
  for (const section of document.querySelectorAll("main section")) {
    let any = false;
    for (const details of section.querySelectorAll("details.operation")) {
      details.hidden = !wanted.every((word) => details.dataset.words.includes(word));
      any = any || !details.hidden;
    }
    section.hidden = !any;
  }
}

async function begin() {
  const main = byId("operations");
  try {
    const answer = await fetch("/api/openapi.json");
    if (!answer.ok) throw new Error(`/api/openapi.json: ${answer.status} ${answer.statusText}`);
    spec = await answer.json();
  } catch (error) {
    return main.replaceChildren(el("pre", { class: "bad", role: "alert" }, String(error.message || error)));
  }
  document.title = `${spec.info.title}: HTTP interface`;
  byId("title").replaceChildren(spec.info.title, el("small", {}, spec.info.version));
  byId("about").replaceChildren(...words(spec.info.description));
  const sections = new Map(spec.tags.map((tag) => [tag.name, el("section", {},
    el("h2", { id: `tag-${tag.name}` }, tag.name), el("p", {}, ...words(tag.description)))]));
  for (const [path, methods] of Object.entries(spec.paths)) {
    for (const method of METHODS.filter((method) => methods[method])) {
      const operation = methods[method];
      sections.get(operation.tags[0]).append(operationOf(path, method, operation));
    }
  }
  main.replaceChildren(...sections.values());
  byId("tags").replaceChildren(...spec.tags.map((tag) => el("a", { href: `#tag-${tag.name}` }, tag.name)));
  byId("search").addEventListener("input", find);
  byId("tools").addEventListener("submit", (event) => event.preventDefault());
  const named = location.hash && byId(decodeURIComponent(location.hash.slice(1)));
  if (named) {
    if (named.tagName === "DETAILS") named.open = true;
    named.scrollIntoView();
  }
}

begin();
