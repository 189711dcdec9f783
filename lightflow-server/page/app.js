// Which view an address shows: `#/runs/ID/plan?step=..`.

import { get, stopped } from "./api.js";
import { compare } from "./compare.js";
import { diff } from "./diff.js";
import { announce, fill, h } from "./dom.js";
import { followAll } from "./events.js";
import { history } from "./history.js";
import { run } from "./run.js";
import { problem } from "./status.js";
import { sweep } from "./sweep.js";
import { theme } from "./theme.js";
import { tray } from "./tray.js";
import { workflow } from "./workflow.js";
import { workflows } from "./workflows.js";

const TITLES = { 401: "Logged out", 404: "Not found" };

const main = document.getElementById("main");
const listeners = new Set();
let shown = { key: null, leave: null, turn: null };
let first = true;

/** The view of an address, its arguments, and which part of them makes it another page. */
function choose([part, ...rest]) {
  if (part === "workflows" && rest[0]) return { view: workflow, args: [rest[0]], nav: "workflows" };
  if (part === "runs" && rest[0]) return { view: run, args: [rest[0]], nav: "runs", tab: rest[1] };
  if (part === "runs") return { view: history, args: [], nav: "runs" };
  if (part === "sweeps" && rest[0]) return { view: sweep, args: [rest[0]], nav: "runs" };
  if (part === "diff" && rest[1]) return { view: diff, args: rest.slice(0, 2), nav: "runs" };
  if (part === "compare" && rest[3]) return { view: compare, args: rest.slice(0, 4), nav: "runs" };
  if (!part) return { view: workflows, args: [], nav: "workflows" };
  return null;
}

function read() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const parts = path.split("/").filter(Boolean).map(decodeURIComponent);
  return { parts, query: new URLSearchParams(query ?? "") };
}

async function show() {
  if (location.hash === "#main") return main.focus();
  const { parts, query } = read();
  const chosen = choose(parts);
  const own = chosen && chosen.view !== run ? query.toString() : "";
  const key = chosen && `${chosen.view.name} ${chosen.args.join(" ")} ${own}`;
  const route = { args: chosen?.args ?? [], tab: chosen?.tab, query };
  for (const link of document.querySelectorAll("[data-nav]")) {
    if (link.dataset.nav === chosen?.nav) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (key !== null && key === shown.key) return shown.turn?.(route);
  shown.leave?.abort();
  listeners.clear();
  const leave = new AbortController();
  shown = { key, leave, turn: null };
  if (!chosen) {
    fill(main, h("h1", null, "Nothing is here"), h("p", null, h("a", { href: "#/" }, "To the workflows")));
    return;
  }
  main.setAttribute("aria-busy", "true");
  try {
    const root = h("div", { class: "view" });
    const turn = await chosen.view(root, route, { signal: leave.signal, runs: (heard) => listeners.add(heard) });
    if (leave.signal.aborted) return;
    shown.turn = turn ?? null;
  } catch (error) {
    if (stopped(error) || leave.signal.aborted) return;
    fill(main, h("div", { class: "view" }, h("h1", null, TITLES[error.status] ?? "This did not work"), problem(error), h("p", null, h("a", { href: "#/" }, "To the workflows"))));
  } finally {
    if (!leave.signal.aborted) main.removeAttribute("aria-busy");
  }
  const title = main.querySelector("h1");
  document.title = title ? `${title.dataset.title ?? title.textContent} · ${program}` : program;
  if (!first) {
    // Who listens is told where they are now.
    title?.setAttribute("tabindex", "-1");
    title?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
  first = false;
}

let program = "LightFlow";

async function health() {
  try {
    const told = await get("/api/health");
    program = told.program;
    document.getElementById("program").textContent = told.program;
    const { running, waiting } = told.queue;
    const words = [running && `${running} running`, waiting && `${waiting} waiting`].filter(Boolean).join(", ");
    document.getElementById("queue").textContent = words;
  } catch (error) {
    document.getElementById("queue").textContent = error.message;
  }
}

theme(document.getElementById("theme"));
tray(document.getElementById("tray"));
addEventListener("hashchange", show);
let asked = 0;
followAll((change) => {
  for (const heard of listeners) heard(change);
  clearTimeout(asked);
  asked = setTimeout(health, 200);
}, new AbortController().signal);
health();
show().catch((error) => announce(error.message));
