// Makes elements. Text is always text: nothing here reads markup.

/** An element: `h("a", { class: "x", href, onclick }, "text", other)`. Children that are null or false are left out. */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  set(element, props);
  element.append(...flat(children));
  return element;
}

/** The same in SVG. */
export function s(tag, props, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(props ?? {})) element.setAttribute(name, value);
  element.append(...flat(children));
  return element;
}

/** A symbol of index.html. It says nothing: the control around it has the name. */
export function icon(name) {
  return s("svg", { class: "icon", viewBox: "0 0 20 20", "aria-hidden": "true" }, s("use", { href: `#i-${name}` }));
}

/** Text of a doc comment or a message: what stands between backticks is code. */
export function prose(text) {
  return String(text ?? "").split(/(`[^`]+`)/).map((part, index) => (index % 2 ? h("code", null, part.slice(1, -1)) : part));
}

/** A path, which is broken behind its slashes if it is too long for a line. */
export function breakable(text) {
  return String(text).split(/(?<=\/)/).flatMap((part) => [part, h("wbr")]).slice(0, -1);
}

/** Puts these children in the place of the old ones. */
export function fill(element, ...children) {
  element.replaceChildren(...flat(children));
  return element;
}

/** A button with a symbol, and words if it has room for them. */
export function button(name, label, onclick, props = {}) {
  const { bare, ...rest } = props;
  const words = bare ? { "aria-label": label, title: label } : {};
  const style = bare ? "icon-button" : "button";
  const own = { type: "button", ...words, ...rest, class: `${style} ${rest.class ?? ""}`.trim(), onclick };
  return h("button", own, name && icon(name), bare ? null : h("span", null, label));
}

/** Tells those who listen, not look. */
export function announce(text) {
  const live = document.getElementById("live");
  if (live.textContent !== text) live.textContent = text;
}

/** Calls `then` once things were quiet for so many milliseconds. */
export function debounce(wait, then) {
  let timer = 0;
  const later = (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => then(...args), wait);
  };
  later.stop = () => clearTimeout(timer);
  return later;
}

/** Calls `then` at most once in so many milliseconds, and once more for what came meanwhile. */
export function throttle(wait, then) {
  let timer = 0;
  let last = -wait;
  return () => {
    if (timer) return;
    timer = setTimeout(() => {
      timer = 0;
      last = performance.now();
      then();
    }, Math.max(0, last + wait - performance.now()));
  };
}

function set(element, props) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "style") Object.assign(element.style, value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
}

function flat(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}
