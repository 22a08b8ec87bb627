// Ordinary forms marked data-keep: what is typed stays in this tab until it has been sent and taken. With it stays which
// texts the writer had before them: a draft beside newer marks would undo what somebody else has changed meanwhile.

const texts = JSON.parse(document.getElementById("samsyn-texts").textContent);
const PREFIX = "samsyn.draft|";
const SENT = "samsyn.sent";
const user = document.body.dataset.user;

const isMark = (e) => e.type === "hidden" && (e.name === "seen" || e.name.startsWith("initial-"));

function fields(form) {
  return [...form.elements].filter(
    (e) => e.name && (isMark(e) || !["hidden", "password", "file", "submit", "button"].includes(e.type)) && e.tagName !== "BUTTON" && e.tagName !== "FIELDSET",
  );
}

function read(form) {
  return fields(form).map((e) => [e.name, ["checkbox", "radio"].includes(e.type) ? [e.value, e.checked] : e.value]);
}

function write(form, draft) {
  const left = [...draft];
  let changed = false;
  for (const e of fields(form)) {
    const at = left.findIndex(([name, value]) => name === e.name && (!Array.isArray(value) || value[0] === e.value));
    if (at < 0) continue;
    const [, value] = left.splice(at, 1)[0];
    const [key, kept] = Array.isArray(value) ? ["checked", value[1]] : ["value", value];
    changed ||= e[key] !== kept;
    e[key] = kept;
  }
  return changed;
}

function say(form) {
  const note = document.createElement("p");
  note.className = "note waits";
  note.setAttribute("role", "status");
  form.prepend(note);
  note.textContent = texts.draft_back;
}

const failed = document.querySelector("[data-failed]") !== null;
const sent = sessionStorage.getItem(SENT);
const forms = [...document.querySelectorAll("form[data-keep]")].map((form, n) => ({
  form,
  key: `${PREFIX}${user}|${form.dataset.keep || location.pathname + "|" + n}`,
  wrong: form.querySelector("[aria-invalid=true], .error-summary") !== null || document.querySelector(".error-summary") !== null,
}));

// The form that was sent last was taken, unless this page says that something failed or shows it again with errors.
if (sent && !failed) {
  if (!forms.some(({ key, wrong }) => key === sent && wrong)) sessionStorage.removeItem(sent);
  sessionStorage.removeItem(SENT);
}

for (const { form, key, wrong } of forms) {
  const draft = sessionStorage.getItem(key);
  if (draft && !wrong && write(form, JSON.parse(draft))) say(form);
  form.addEventListener("input", () => sessionStorage.setItem(key, JSON.stringify(read(form))));
  form.addEventListener("submit", () => {
    sessionStorage.setItem(key, JSON.stringify(read(form)));
    sessionStorage.setItem(SENT, key);
  });
}
