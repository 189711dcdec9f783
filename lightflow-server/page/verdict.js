// Picking and rejecting what a run made.

import { post } from "./api.js";
import { announce, button } from "./dom.js";

/** The last verdict on each artifact, by its digest. */
export function lastVerdicts(verdicts) {
  const last = new Map();
  for (const one of [...verdicts].sort((a, b) => a.given_ms - b.given_ms)) last.set(one.artifact.digest, one);
  return last;
}

/** Gives a verdict, and says so. */
export async function judge(run, artifact, picked, note) {
  const given = await post("/api/verdicts", { run, artifact: artifact.digest, picked, note: note || null });
  announce(`${artifact.name} ${picked ? "picked" : "rejected"}`);
  return given;
}

/** Two buttons. `now()` is the last verdict; `give(picked)` gives one. */
export function verdictButtons(name, now, give, words) {
  const make = (picked) => {
    const control = button(picked ? "check" : "cross", picked ? "Pick" : "Reject", async () => {
      control.disabled = true;
      try {
        await give(picked);
      } catch (error) {
        announce(error.message);
        control.title = error.message;
      } finally {
        control.disabled = false;
      }
    }, { bare: !words, class: picked ? "pick" : "reject", "aria-pressed": "false", ...(words ? {} : { "aria-label": `${picked ? "Pick" : "Reject"} ${name}` }) });
    return control;
  };
  const [pick, reject] = [make(true), make(false)];
  return {
    buttons: [pick, reject],
    draw() {
      const verdict = now();
      pick.setAttribute("aria-pressed", String(verdict?.picked === true));
      reject.setAttribute("aria-pressed", String(verdict?.picked === false));
    },
  };
}
