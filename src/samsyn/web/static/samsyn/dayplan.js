// Dragging a visit on the board: what it breaks and costs, and whom it touches, is shown while it is held over a lane.
// Let go, it opens the same form as without this, filled in: nothing is moved without a reason.

const board = document.querySelector(".board");
const tried = document.getElementById("provat");
const FAR = 6; // pixels before a press becomes a drag
const STEP = 5; // minutes that a start is rounded to
const WAIT = 120; // milliseconds of rest before it is tried

let held = null;

function startAt(lane, y) {
  const svg = lane.querySelector("svg");
  const minute = Number(board.dataset.begins) + (y - svg.getBoundingClientRect().top) / Number(board.dataset.minute);
  return Math.max(0, Math.min(24 * 60 - STEP, Math.round(minute / STEP) * STEP));
}

const clock = (minute) => `${Math.floor(minute / 60)}.${String(minute % 60).padStart(2, "0")}`;

function told(heading, texts, wrong = false) {
  const line = document.createElement("p");
  if (wrong) line.className = "no";
  line.textContent = `${heading} ${texts.join(" ")}`;
  return line;
}

function show(answer) {
  const words = tried.dataset;
  const lines = answer.broken.length ? [told(words.no, answer.broken, true)] : [told(words.ok, [])];
  if (answer.costs.length) lines.push(told(words.costs, [answer.costs.join(", ")]));
  if (answer.touched.length) lines.push(told(words.touches, answer.touched));
  if (answer.goals.length) lines.push(told(words.goals, answer.goals));
  tried.replaceChildren(...lines);
  tried.hidden = false;
  held?.ghost?.classList.toggle("no", answer.broken.length > 0);
}

async function look(stop, carer, start) {
  const address = board.dataset.try.replace("/prova/0/", `/prova/${stop}/`);
  held.asking?.abort();
  const asking = (held.asking = new AbortController());
  try {
    const answer = await fetch(`${address}?carer=${carer}&start=${start}`, { signal: asking.signal, headers: { Accept: "application/json" } });
    if (answer.ok && held) show(await answer.json());
  } catch (problem) {
    if (problem.name !== "AbortError") tried.hidden = true; // without network the form still tells
  }
}

function begin(event) {
  const bar = event.target.closest("[data-stop]");
  if (!bar || event.button) return;
  held = { bar, x: event.clientX, y: event.clientY, grip: 0, ghost: null, lane: null, start: null };
  const box = (bar.querySelector("rect") || bar).getBoundingClientRect();
  held.grip = bar.matches(".bar") ? event.clientY - box.top : 0;
}

function move(event) {
  if (!held) return;
  if (!held.ghost && Math.hypot(event.clientX - held.x, event.clientY - held.y) < FAR) return;
  if (!held.ghost) {
    held.ghost = document.createElement("div");
    held.ghost.className = "board-ghost";
    held.ghost.setAttribute("aria-hidden", "true");
    document.body.append(held.ghost);
    held.bar.classList.add("dragged");
  }
  event.preventDefault();
  held.ghost.style.left = `${event.clientX + 10}px`;
  held.ghost.style.top = `${event.clientY + 10}px`;
  const lane = document.elementFromPoint(event.clientX, event.clientY)?.closest(".board-lane");
  const start = lane ? startAt(lane, event.clientY - held.grip) : null;
  if (lane !== held.lane) {
    held.lane?.classList.remove("over");
    lane?.classList.add("over");
  }
  if (lane === held.lane && start === held.start) return;
  Object.assign(held, { lane, start });
  held.ghost.textContent = lane ? `${clock(start)} ${lane.querySelector("h3").textContent}` : "";
  clearTimeout(held.waits);
  if (lane) held.waits = setTimeout(() => held && look(held.bar.dataset.stop, lane.dataset.carer, start), WAIT);
}

function end(event) {
  if (!held) return;
  const { bar, ghost, lane, start, waits } = held;
  clearTimeout(waits);
  held.asking?.abort();
  held = null;
  bar.classList.remove("dragged");
  lane?.classList.remove("over");
  if (!ghost) return;
  ghost.remove();
  // The press that ends a drag is no click on the visit.
  const stop = (click) => { if (click.isTrusted) { click.preventDefault(); click.stopPropagation(); } };
  addEventListener("click", stop, true);
  setTimeout(() => removeEventListener("click", stop, true), 50);
  if (event.type !== "pointerup" || !lane) return;
  const time = `${String(Math.floor(start / 60) % 24).padStart(2, "0")}:${String(start % 60).padStart(2, "0")}`;
  location.href = `${board.dataset.move.replace("/flytta/0/", `/flytta/${bar.dataset.stop}/`)}?carer=${lane.dataset.carer}&start=${time}`;
}

if (board) {
  for (const loose of document.querySelectorAll(".board, .plan-left")) {
    loose.addEventListener("pointerdown", begin);
    loose.addEventListener("dragstart", (event) => event.preventDefault());
  }
  addEventListener("pointermove", move);
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
  addEventListener("keydown", (event) => { if (event.key === "Escape") end(event); });
}
