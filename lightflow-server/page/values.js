// Values of inputs as text: reading what was typed, one value or several.

/** More points than this are a mistake, not a sweep. */
export const MOST_VALUES = 200;

/** The JSON type that an input's values have: `integer`, `number`, `boolean`, `string` or `any`. */
export function typeOf(input) {
  const kinds = { integer: "integer", seed: "integer", number: "number", bool: "boolean", json: "any", list: "any" };
  return kinds[input.kind] ?? "string";
}

/** Reads one value of a type. Throws an error that says what is wrong with it. */
export function readValue(text, type) {
  const trimmed = text.trim();
  if (type === "integer" || type === "number") {
    const number = Number(trimmed);
    if (trimmed === "" || !Number.isFinite(number)) throw new Error(`\`${trimmed}\` is not a number`);
    if (type === "integer" && !Number.isInteger(number)) throw new Error(`${trimmed} is not a whole number`);
    return number;
  }
  if (type === "boolean") {
    if (trimmed !== "true" && trimmed !== "false") throw new Error(`\`${trimmed}\` is neither true nor false`);
    return trimmed === "true";
  }
  if (type === "any") {
    try {
      return JSON.parse(trimmed);
    } catch {
      throw new Error("this is not JSON");
    }
  }
  return text;
}

/**
 * Reads several values: `256,512`, `1..=6`, `1..6`, `0..=0.2:0.05`, or a JSON list. Ranges are of numbers.
 * Throws an error that says what is wrong.
 */
export function readValues(text, type) {
  const trimmed = text.trim();
  if (trimmed === "") throw new Error("give values, such as 1..=6 or 256,512");
  let values;
  if (trimmed.startsWith("[")) {
    try {
      values = JSON.parse(trimmed);
    } catch {
      throw new Error("this list is not JSON");
    }
  } else if (type === "any") {
    throw new Error('give a list of values in JSON, such as [["png"],["webp"]]');
  } else {
    values = trimmed.split(",").flatMap((part) => readPart(part, type));
  }
  if (values.length > MOST_VALUES) throw new Error(`${values.length} values are too many: give at most ${MOST_VALUES}`);
  if (!values.length) throw new Error("there is no value in it");
  return values;
}

function readPart(part, type) {
  const range = /^\s*(-?[\d.]+?)\s*\.\.(=?)\s*(-?[\d.]+?)\s*(?::\s*([\d.]+))?\s*$/.exec(part);
  if (!range || (type !== "integer" && type !== "number")) return [readValue(part.trim(), type)];
  const [, from, closed, to, by] = range;
  const [first, last, step] = [readValue(from, type), readValue(to, type), by ? readValue(by, type) : 1];
  if (step <= 0) throw new Error("a step is more than 0");
  // A tenth cannot be added ten times without a rest, so each value is counted from the first.
  const places = Math.max(...[from, to, by ?? "1"].map((number) => (number.split(".")[1] ?? "").length));
  const count = (last - first) / step;
  const most = closed ? Math.floor(count + 1e-9) : Math.ceil(count - 1e-9) - 1;
  if (most + 1 > MOST_VALUES) throw new Error(`these are ${most + 1} values: give at most ${MOST_VALUES}`);
  return Array.from({ length: Math.max(0, most + 1) }, (_, index) => Number((first + index * step).toFixed(places)));
}

/** Values as one would type them. */
export function writeValues(values) {
  const plain = values.every((value) => typeof value !== "object" && !String(value).includes(","));
  return plain ? values.join(",") : JSON.stringify(values);
}

/** Reads a list input's text: numbers and words by comma or line, anything else as JSON. */
export function readList(text, items) {
  const trimmed = text.trim();
  if (trimmed.startsWith("[")) return readValue(trimmed, "any");
  const type = items?.type ?? "string";
  if (type !== "integer" && type !== "number" && type !== "string" && type !== "boolean") return readValue(trimmed || "[]", "any");
  const parts = trimmed.split(/[,\n]/).map((part) => part.trim()).filter((part) => part !== "");
  return parts.map((part) => readValue(part, type));
}

/** Whether two values are the same. */
export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
