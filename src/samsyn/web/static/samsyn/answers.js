// What htmx would keep silent about: an answer that is a refusal, a lost login or nothing at all is told beside the form.

const texts = JSON.parse(document.getElementById("samsyn-texts").textContent);

function tell(element, text, link = null) {
  const form = element.closest("form") || element;
  form.parentElement.querySelector(":scope > [data-answer]")?.remove();
  const note = document.createElement("p");
  note.className = "note stop";
  note.dataset.answer = "";
  note.setAttribute("role", "alert");
  form.before(note);
  note.append(text, ...(link ? [" ", link] : []));
}

function entrance() {
  const link = document.createElement("a");
  Object.assign(link, { href: document.body.dataset.enter, target: "_blank", rel: "noopener", textContent: texts.log_in });
  return link;
}

document.addEventListener("htmx:responseError", ({ detail: { elt, xhr } }) => {
  if (xhr.status === 401) return tell(elt, texts.logged_out, entrance());
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  tell(elt, page.querySelector("[data-reason]")?.textContent.trim() || texts.not_sent);
});
document.addEventListener("htmx:sendError", ({ detail: { elt } }) => tell(elt, texts.not_sent));
document.addEventListener("htmx:afterSwap", () => document.querySelectorAll("[data-answer]").forEach((note) => note.remove()));

// A token from before a login in another tab would be refused; the cookie has the present one.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  if (!token) return;
  detail.headers["X-CSRFToken"] = token;
  if ("csrfmiddlewaretoken" in detail.parameters) detail.parameters.csrfmiddlewaretoken = token;
});
