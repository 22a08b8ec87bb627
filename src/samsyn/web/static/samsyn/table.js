// Dragging into the week, and what a choice costs before it is made. All of it is also done by buttons without this.

const table = document.getElementById("table");
const put = document.getElementById("put");
const cost = put.querySelector(".table-cost");
const free = table.dataset.free === undefined ? null : Number(table.dataset.free);
const FAR = 8; // pixels before a press becomes a drag

function preview() {
  const chosen = put.querySelector("[name=item]:checked")?.closest("[data-item]");
  cost.classList.remove("over");
  if (!chosen) return cost.replaceChildren();
  const minutes = Number(put.elements.minutes.value || chosen.dataset.minutes);
  const over = free !== null && minutes > free;
  cost.classList.toggle("over", over);
  const text = free === null ? cost.dataset.open : over ? cost.dataset.over : cost.dataset.cost;
  cost.textContent = text.replace("{n}", minutes).replace("{left}", over ? free : free - minutes);
}
put.addEventListener("change", preview);
preview();

function dayAt(x, y) {
  return document.elementFromPoint(x, y)?.closest("[data-day], [data-put]");
}
const numberOf = (place) => place.dataset.day || place.dataset.put;

function drop(what, place) {
  if (what.dataset.item) {
    what.querySelector("input").checked = true;
    put.querySelector(`[data-put="${numberOf(place)}"]`).click();
    return;
  }
  const form = what.querySelector("form");
  if (form.elements.day.value === numberOf(place)) return;
  form.querySelector(`[value="to${numberOf(place)}"]`).click();
}

let held = null;

function begin(event, what) {
  held = { what, x: event.clientX, y: event.clientY, ghost: null, over: null };
}

function move(event) {
  if (!held) return;
  if (!held.ghost && Math.hypot(event.clientX - held.x, event.clientY - held.y) < FAR) return;
  if (!held.ghost) {
    held.ghost = document.createElement("div");
    held.ghost.className = "table-ghost";
    held.ghost.setAttribute("aria-hidden", "true");
    held.ghost.textContent = held.what.querySelector("strong, label > span, span")?.firstChild?.textContent || "";
    document.body.append(held.ghost);
  }
  event.preventDefault();
  held.ghost.style.left = `${event.clientX + 6}px`;
  held.ghost.style.top = `${event.clientY + 6}px`;
  const edge = 60;
  if (event.clientY > innerHeight - edge) scrollBy(0, 12);
  if (event.clientY < edge) scrollBy(0, -12);
  const over = dayAt(event.clientX, event.clientY);
  if (over !== held.over) {
    held.over?.classList.remove("over");
    over?.classList.add("over");
    held.over = over;
  }
}

function end(event) {
  if (!held) return;
  const { what, ghost, over } = held;
  held = null;
  over?.classList.remove("over");
  if (!ghost) return;
  ghost.remove();
  // The press that ends a drag is no click on what lies under it.
  const stop = (click) => { if (click.isTrusted) { click.preventDefault(); click.stopPropagation(); } };
  addEventListener("click", stop, true);
  setTimeout(() => {
    removeEventListener("click", stop, true);
    if (event.type === "pointerup" && over) drop(what, over);
  }, 30);
}

for (const what of table.querySelectorAll(".menu-item, .table-card")) {
  if (what.matches(".table-card") && !what.querySelector("form")) continue;
  const grip = document.createElement("span");
  grip.className = "grip";
  grip.setAttribute("aria-hidden", "true");
  what.append(grip);
  grip.addEventListener("pointerdown", (event) => { grip.setPointerCapture(event.pointerId); begin(event, what); });
  for (const [name, act] of [["pointermove", move], ["pointerup", end], ["pointercancel", end]]) grip.addEventListener(name, act);
}
