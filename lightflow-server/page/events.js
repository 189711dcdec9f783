// Follows a run's journal: what is written is read in pages, what comes is streamed, and both are handed on once a frame.

import { get, runPath, stopped } from "./api.js";

const NAMES = [
  "run_started", "run_resumed", "step_started", "progress", "log", "token", "preview", "used", "streamed", "artifact", "step_retried", "step_cached",
  "step_finished", "step_failed", "run_finished", "run_failed", "run_cancelled",
];
const LAST = new Set(["run_finished", "run_failed", "run_cancelled"]);
const PAGE = 1000;

/**
 * Hands the events of a run to `heard`, many at a time and in order, until `signal` aborts.
 *
 * `live` says whether more may come. `ended` is called after the last event. `lost` is told whether the stream is gone; the browser takes it up again by itself.
 */
export async function follow(run, { live, heard, ended, lost, signal }) {
  const path = `${runPath(run)}/events`;
  let next = 0;
  let over = false;
  for (;;) {
    const page = await get(`${path}?from=${next}&limit=${PAGE}`, signal);
    if (page.events.length) {
      heard(page.events);
      next = page.events.at(-1).seq + 1;
      over = LAST.has(page.events.at(-1).event);
    }
    if (page.events.length < PAGE) break;
  }
  // The process of an interrupted run died before it could write an end.
  if (over || !live) return ended();
  stream(`${path}?from=${next}`, next, { heard, ended, lost, signal });
}

function stream(path, from, { heard, ended, lost, signal }) {
  let next = from;
  let waiting = [];
  let frame = 0;
  let source = null;
  let late = 0;
  const flush = () => {
    frame = 0;
    const events = waiting;
    waiting = [];
    if (!events.length || signal.aborted) return;
    heard(events);
    if (LAST.has(events.at(-1).event)) {
      stop();
      ended();
    }
  };
  const take = (message) => {
    const event = JSON.parse(message.data);
    // After a reconnect, the same one may come again.
    if (event.seq < next) return;
    next = event.seq + 1;
    waiting.push(event);
    // A page that is not shown gets no frames; what it missed comes in one.
    frame ||= document.hidden ? setTimeout(flush, 500) : requestAnimationFrame(flush);
  };
  const open = () => {
    source = new EventSource(path.replace(/from=\d+/, `from=${next}`));
    for (const name of NAMES) source.addEventListener(name, take);
    source.onopen = () => {
      clearTimeout(late);
      lost(false);
    };
    source.onerror = () => {
      // A moment without it is nothing to tell.
      clearTimeout(late);
      late = setTimeout(() => lost(true), 2000);
      // Closed for good: the server said no, so the browser does not try again.
      if (source.readyState === EventSource.CLOSED && !signal.aborted) setTimeout(() => signal.aborted || open(), 3000);
    };
  };
  const stop = () => {
    clearTimeout(late);
    source?.close();
    lost(false);
  };
  signal.addEventListener("abort", () => {
    stop();
    cancelAnimationFrame(frame);
  });
  open();
}

/** Calls `heard({ run, status })` whenever the state of a run changes, until `signal` aborts. */
export function followAll(heard, signal) {
  // A hidden page gives its connection back: a browser has few for one server.
  let source = null;
  const close = () => {
    source?.close();
    source = null;
  };
  const open = () => {
    if (source || document.hidden || signal.aborted) return;
    source = new EventSource("/api/events");
    const take = (message) => {
      try {
        heard(JSON.parse(message.data));
      } catch (error) {
        if (!stopped(error)) throw error;
      }
    };
    for (const name of ["message", "run", "status"]) source.addEventListener(name, take);
  };
  const turn = () => (document.hidden ? close() : open());
  document.addEventListener("visibilitychange", turn, { signal });
  signal.addEventListener("abort", close);
  open();
}
