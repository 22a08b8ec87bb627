// Small parts of the page.

export const texts = JSON.parse(document.getElementById("mobile-texts")?.textContent ?? "{}");

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);

// An element with its attributes and what is in it; what is null or false is left out.
export function h(tag, attributes = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick" || name === "onsubmit") made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false && value !== undefined) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...inside.flat().filter((one) => one !== null && one !== false && one !== undefined && one !== ""));
  return made;
}

const STOCKHOLM = { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Europe/Stockholm" };
export const clock = (moment) => new Date(moment).toLocaleTimeString("sv", STOCKHOLM).replace(":", ".");

export const fieldOf = (name, label, input, help) => {
  input.id = `f-${name}`;
  input.name = name;
  if (help) input.setAttribute("aria-describedby", `h-${name}`);
  return h("div", { class: "field" }, h("label", { for: input.id }, label), help && h("p", { class: "help", id: `h-${name}` }, help), input);
};

export const errorIn = (form, text) => {
  form.querySelector(".error")?.remove();
  form.prepend(h("p", { class: "error", role: "alert" }, text));
};

let asking = null; // the form that is open, and whose it is once it is laid aside

// While the phone is locked what somebody is writing is neither on the page nor lost; it is nobody else's either.
export function setAside(owner, isKept) {
  if (!asking) return;
  asking.owner ??= owner;
  asking.dialog.remove();
  if (!isKept) asking = null;
}

export function bringBack(owner) {
  if (!asking?.owner) return;
  const { dialog, owner: whose } = asking;
  asking = whose === owner ? { dialog } : null;
  if (!asking) return;
  dialog.removeAttribute("open");
  document.body.append(dialog);
  dialog.showModal();
}

// A form over the page. `send` gets what was filled in, and returns a text when something is wrong with it.
export function ask(title, fields, button, send) {
  const dialog = h("dialog", { "aria-labelledby": "ask-title" });
  const form = h("form", { method: "dialog", novalidate: true }, h("h2", { id: "ask-title" }, title), fields,
    h("p", { class: "actions" }, h("button", { class: "primary" }, button), h("button", { type: "button", onclick: () => dialog.close() }, texts.cancel)));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wrong = await send(Object.fromEntries(new FormData(form))).catch(() => texts.not_saved);
    if (wrong) errorIn(form, wrong);
    else dialog.close();
  });
  dialog.append(form);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (asking?.dialog === dialog) asking = null;
  });
  asking = { dialog };
  document.body.append(dialog);
  dialog.showModal();
}
