// Keys: ? shows them, j and k walk a list, g d goes to My day, / to the filter. Silent while somebody types.

const dialog = document.getElementById("keys");
let before = "";

function typing(target) {
  return target.closest("input, select, textarea, dialog, [contenteditable]") !== null;
}

function rows() {
  return [...document.querySelectorAll("tr[data-href] th a, [data-row] a:first-of-type")].filter((a) => a.checkVisibility());
}

function walk(step) {
  const all = rows();
  if (!all.length) return;
  const here = all.findIndex((a) => (a.closest("tr, [data-row]") || a).contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + step, 0), all.length - 1);
  all[next].focus();
  all[next].scrollIntoView({ block: "nearest" });
}

const actions = {
  "?": () => dialog?.showModal(),
  j: () => walk(1),
  k: () => walk(-1),
  "/": () => document.querySelector(".filters input:not([type=hidden]), .filters select")?.focus(),
  "g d": () => location.assign(document.body.dataset.home),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target)) return;
  const action = actions[before === "g" ? `g ${event.key}` : event.key];
  before = event.key;
  if (!action) return;
  event.preventDefault();
  before = "";
  action();
});

// A click anywhere on a row follows its link; text can still be marked and copied.
document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-href]");
  if (!row || event.target.closest("a, button, input, select, label") || String(getSelection())) return;
  if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
  else location.assign(row.dataset.href);
});
