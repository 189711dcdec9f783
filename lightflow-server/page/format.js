// Numbers and names as people read them.

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const SECOND = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** `320 ms`, `4.2 s`, `3 min 05 s`, of seconds. */
export function duration(seconds) {
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, "0")} min`;
}

/** `1.2 MB`. */
export function bytes(count) {
  if (count < 1000) return `${count} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let unit = -1;
  let left = count;
  do {
    left /= 1000;
    unit += 1;
  } while (left >= 999.5 && unit < units.length - 1);
  return `${left < 9.95 ? left.toFixed(1) : Math.round(left)} ${units[unit]}`;
}

/** The time of day; with the day, if it was another one. */
export function when(ms) {
  const time = new Date(ms);
  const today = time.toDateString() === new Date().toDateString();
  return today ? CLOCK.format(time) : `${DAY.format(time)}, ${CLOCK.format(time)}`;
}

/** Day and time to the second. */
export const fullTime = (ms) => FULL.format(new Date(ms));

/** The time of day to the second. */
export const clock = (ms) => SECOND.format(new Date(ms));

/** The end of an id: ids of one day begin alike. */
export const shortId = (id) => id.slice(-8);

/** The name in a workflow's id. */
export const workflowName = (id) => id.split("/").pop();

/** A value in one line. */
export function value(it) {
  if (it === undefined || it === null) return "none";
  if (typeof it === "string") return it === "" ? "empty" : it.replace(/^upload:([0-9a-f]{6})[0-9a-f]*$/, "upload $1").replace(/^upload:[0-9a-f]{64}\//, "");
  if (Array.isArray(it) && it.every((part) => typeof part !== "object")) return it.map(value).join(", ");
  return JSON.stringify(it);
}

/** `1 step`, `2 steps`. */
export const count = (number, one, many = `${one}s`) => `${number.toLocaleString()} ${number === 1 ? one : many}`;

/** The first sentence or line of a doc comment. */
export const firstLine = (doc) => (doc ?? "").split("\n")[0];

/** What a file holds, by its name. */
export function mediaOf(name) {
  const extension = name.split(".").pop().toLowerCase();
  if (["png", "jpg", "jpeg", "webp", "gif", "avif", "bmp", "svg"].includes(extension)) return "picture";
  if (["wav", "mp3", "flac", "ogg", "opus", "m4a", "aac"].includes(extension)) return "sound";
  if (["mp4", "webm", "mov"].includes(extension)) return "film";
  if (["txt", "md", "json", "jsonl", "csv", "tsv", "toml", "yaml", "yml", "log", "srt", "vtt", "xml", "html"].includes(extension)) return "text";
  return "other";
}
