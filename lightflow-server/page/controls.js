// The controls of a form, one for each kind of input. Each has `element`, `write(value)`, and calls `changed(value)`.

import { button, fill, h } from "./dom.js";
import { value as told } from "./format.js";
import { Uploads } from "./uploads.js";
import { readList, readValue, same, typeOf, writeValues } from "./values.js";

/** The control of an input. `at` has `id`, `described`, `changed(value)` and `failed(message)`. */
export function control(input, at) {
  switch (input.kind) {
    case "integer":
    case "number":
      return number(input, at);
    case "seed":
      return seed(input, at);
    case "bool":
      return toggle(input, at);
    case "choice":
      return choice(input, at);
    case "color":
      return color(input, at);
    case "path":
      return path(input, at, false);
    case "folder":
      return path(input, at, true);
    case "list":
      return list(input, at);
    case "secret":
      return secret(at);
    case "json":
      return json(at);
    default:
      return text(input, at);
  }
}

const named = ({ id, described }) => ({ id, "aria-describedby": described });

/** Reads what was typed and hands it on, or says what is wrong. */
function reading(at, read) {
  return (event) => {
    try {
      at.changed(read(event.target.value));
    } catch (error) {
      at.failed(error.message);
    }
  };
}

function number(input, at) {
  const type = typeOf(input);
  const { min, max } = input.range ?? {};
  const ranged = Number.isFinite(min) && Number.isFinite(max);
  const step = input.multiple_of ?? (type === "integer" ? 1 : fine(max - min));
  const read = (text) => (text.trim() === "" ? undefined : readValue(text, type));
  const field = h("input", { ...named(at), type: "number", class: "number", inputmode: type === "integer" ? "numeric" : "decimal", step: type === "integer" ? step : "any", oninput: (event) => {
    if (event.target.validity.badInput) return at.failed("this is not a number");
    reading(at, read)(event);
    if (slider && event.target.value !== "") put(Number(event.target.value));
  } });
  const put = (value) => {
    slider.value = value;
    const share = (Number(slider.value) - min) / (max - min);
    slider.style.setProperty("--share", `${Math.round(share * 1000) / 10}%`);
  };
  // Ids from 0 to 2^32 are no matter of a slider.
  const slider = ranged && max - min <= 1e6 ? h("input", {
    type: "range", min, max, step, "aria-label": `${input.name}, slider`, oninput: () => {
      const value = Number(Number(slider.value).toFixed(6));
      field.value = value;
      put(value);
      at.changed(value);
    },
  }) : null;
  if (slider) slider.min = min;
  const unit = input.unit ? h("span", { class: "unit" }, input.unit) : null;
  return {
    element: h("div", { class: "row" }, slider, h("span", { class: "with-unit" }, field, unit)),
    write(value) {
      field.value = value ?? "";
      if (slider) put(value ?? min);
    },
  };
}

/** About a hundred steps, each a round number. */
const fine = (span) => 10 ** Math.floor(Math.log10((span || 1) / 100) + 1e-9);

function seed(input, at) {
  const kept = `seed-free:${at.scope}:${input.name}`;
  const most = Math.min(input.range?.max ?? 2 ** 32 - 1, Number.MAX_SAFE_INTEGER);
  const field = h("input", { ...named(at), type: "text", inputmode: "numeric", class: "number seed", oninput: reading(at, (text) => (text.trim() === "" ? undefined : readValue(text, "integer"))) });
  const roll = () => {
    const drawn = crypto.getRandomValues(new Uint32Array(1))[0] % (Math.min(most, 2 ** 32 - 1) + 1);
    field.value = drawn;
    at.changed(drawn);
  };
  const lock = h("span");
  const draw = () => {
    const free = localStorage.getItem(kept) !== null;
    fill(lock, button(free ? "unlock" : "lock", free ? "A new seed for each run" : "The same seed for each run", () => {
      if (free) localStorage.removeItem(kept);
      else localStorage.setItem(kept, "");
      draw();
      lock.firstChild.focus();
    }, { bare: true, "aria-pressed": String(!free) }));
  };
  draw();
  return {
    element: h("div", { class: "row" }, field, button("dice", "Roll a new seed", roll, { bare: true }), lock),
    write(value) {
      field.value = value ?? "";
    },
    /** Begins a form with a new one, if it is not locked. */
    begin() {
      if (localStorage.getItem(kept) !== null) roll();
    },
  };
}

function toggle(input, at) {
  const box = h("input", { ...named(at), type: "checkbox", role: "switch", class: "switch", onchange: () => {
    word.textContent = box.checked ? "on" : "off";
    at.changed(box.checked);
  } });
  const word = h("span", { class: "muted", "aria-hidden": "true" });
  return {
    element: h("div", { class: "row" }, box, word),
    write(value) {
      box.checked = value === true;
      word.textContent = box.checked ? "on" : "off";
    },
  };
}

function choice(input, at) {
  const few = input.choices.length <= 4 && input.choices.join("").length <= 36;
  if (!few) {
    const options = input.choices.map((one, index) => h("option", { value: index }, told(one)));
    const none = input.required || input.default !== null ? null : h("option", { value: "" }, "none");
    const select = h("select", { ...named(at), onchange: () => at.changed(input.choices[select.value]) }, none, options);
    return {
      element: select,
      write(value) {
        const index = input.choices.findIndex((one) => same(one, value));
        select.value = index < 0 ? "" : index;
      },
    };
  }
  const radios = input.choices.map((one, index) => {
    const radio = h("input", { type: "radio", name: at.id, id: `${at.id}-${index}`, onchange: () => at.changed(one) });
    return h("label", { for: `${at.id}-${index}` }, radio, h("span", null, told(one)));
  });
  return {
    group: true,
    element: h("div", { class: "segments" }, radios),
    write(value) {
      radios.forEach((label, index) => (label.firstChild.checked = same(input.choices[index], value)));
    },
  };
}

function color(input, at) {
  const well = h("input", { ...named(at), type: "color", oninput: () => {
    field.value = well.value;
    at.changed(well.value);
  } });
  const field = h("input", { type: "text", class: "number", "aria-label": `${input.name} as hexadecimal`, maxlength: 9, spellcheck: "false", oninput: () => {
    if (!/^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(field.value)) return at.failed("a colour is written #rrggbb");
    if (field.value.length === 7) well.value = field.value;
    at.changed(field.value);
  } });
  return {
    element: h("div", { class: "row" }, well, field),
    write(value) {
      field.value = value ?? "";
      if (/^#[0-9a-f]{6}$/i.test(value ?? "")) well.value = value;
    },
  };
}

function path(input, at, folder) {
  const field = h("input", { ...named(at), type: "text", spellcheck: "false", placeholder: folder ? "or a folder on the server" : "or a path on the server", oninput: () => {
    uploads.write(undefined);
    at.changed(field.value.trim() === "" ? undefined : field.value);
  } });
  const uploads = new Uploads({ id: at.id, folder, described: at.described, changed: (value) => {
    field.value = value ?? "";
    at.changed(value);
  } });
  uploads.input.setAttribute("aria-label", `${input.name}: files to upload`);
  return {
    element: h("div", { class: "stack" }, uploads.element, field),
    write(value) {
      field.value = value ?? "";
      uploads.write(value);
    },
  };
}

function list(input, at) {
  const items = input.schema?.items ?? {};
  const choices = items.enum ?? (input.choices.length ? input.choices : null);
  if (choices) {
    const boxes = choices.map((one, index) => {
      const box = h("input", { type: "checkbox", id: `${at.id}-${index}`, onchange: () => at.changed(choices.filter((_, other) => boxes[other].firstChild.checked)) });
      return h("label", { for: `${at.id}-${index}` }, box, h("span", null, told(one)));
    });
    return {
      group: true,
      element: h("div", { class: "segments" }, boxes),
      write(value) {
        boxes.forEach((label, index) => (label.firstChild.checked = (value ?? []).some((one) => same(one, choices[index]))));
      },
    };
  }
  const read = (text) => (text.trim() === "" ? [] : readList(text, items));
  const field = h("input", { ...named(at), type: "text", spellcheck: "false", placeholder: "with commas between", oninput: reading(at, read) });
  return {
    element: h("span", { class: "with-unit" }, field, input.unit ? h("span", { class: "unit" }, input.unit) : null),
    write(value) {
      field.value = value === undefined || value === null ? "" : writeValues(value).replace(/,(?! )/g, ", ");
    },
  };
}

function secret(at) {
  const field = h("input", { ...named(at), type: "password", autocomplete: "off", placeholder: "not kept with the run", oninput: () => at.changed(field.value === "" ? undefined : field.value) });
  return { element: field, write: () => (field.value = "") };
}

function json(at) {
  const field = h("textarea", { ...named(at), class: "code", rows: 3, spellcheck: "false", oninput: reading(at, (text) => (text.trim() === "" ? undefined : readValue(text, "any"))) });
  return { element: field, write: (value) => (field.value = value === undefined || value === null ? "" : JSON.stringify(value, null, 1)) };
}

function text(input, at) {
  const long = /prompt|text|note|description/.test(input.name) || String(input.default ?? "").length > 60;
  const field = h(long ? "textarea" : "input", { ...named(at), ...(long ? { rows: 3 } : { type: "text" }), oninput: () => at.changed(field.value === "" && !input.default ? undefined : field.value) });
  return { element: field, write: (value) => (field.value = value ?? "") };
}
