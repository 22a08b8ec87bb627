// Ctrl/⌘ K: search by name, identity number or case number, or go to a page. Without JavaScript: the page /sok/.
// What is asked is posted: names and numbers never stand in an address.

const dialog = document.getElementById("palette");
const texts = JSON.parse(document.getElementById("samsyn-texts").textContent);
const input = dialog.querySelector("input[type=search]");
const found = dialog.querySelector("[data-found]");
const pages = dialog.querySelector("[data-pages]");
const count = dialog.querySelector("[data-count]");
const WAIT = 200;
let timer = 0;
let asking = null;

// A token from before a login in another tab would be refused; the cookie has the present one.
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || input.form?.elements.csrfmiddlewaretoken.value || "";

function open() {
  if (!dialog.open) dialog.showModal();
  input.select();
  listPages();
}

function listPages() {
  const wanted = input.value.trim().toLocaleLowerCase();
  const list = document.createElement("ul");
  for (const link of document.querySelectorAll(".page-nav a")) {
    if (wanted && !link.textContent.toLocaleLowerCase().includes(wanted)) continue;
    const copy = document.createElement("a");
    copy.href = link.href;
    copy.textContent = link.textContent;
    list.appendChild(document.createElement("li")).append(copy);
  }
  pages.replaceChildren(list);
}

async function search() {
  const q = input.value.trim();
  asking?.abort();
  found.replaceChildren();
  count.textContent = "";
  if (!dialog.dataset.search || q.length < 2) return;
  asking = new AbortController();
  try {
    const answer = await fetch(dialog.dataset.search, {
      method: "POST",
      body: new URLSearchParams({ q, csrfmiddlewaretoken: token() }),
      headers: { "X-Requested-With": "fetch" },
      signal: asking.signal,
    });
    if (answer.status === 401) return location.assign(document.body.dataset.enter);
    if (!answer.ok) throw new Error(answer.status);
    found.innerHTML = await answer.text();
    const n = found.querySelectorAll("a").length;
    count.textContent = n ? texts.hits.replace("{n}", n) : texts.no_hits;
  } catch (error) {
    if (error.name !== "AbortError") count.textContent = texts.search_failed;
  }
}

function searchPage() {
  input.form.elements.csrfmiddlewaretoken.value = token();
  input.form.submit();
}

input.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(search, WAIT);
  listPages();
});

dialog.addEventListener("keydown", (event) => {
  const links = [...dialog.querySelectorAll(".results a")];
  const here = links.indexOf(document.activeElement);
  if (event.key === "Enter" && document.activeElement === input) {
    event.preventDefault();
    const q = input.value.trim();
    if (found.querySelector("a")) found.querySelector("a").click();
    else if (q.length > 1 && input.form) searchPage();
    else links[0]?.click();
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  event.preventDefault();
  const next = here + (event.key === "ArrowDown" ? 1 : -1);
  if (next < 0) input.focus();
  else links[Math.min(next, links.length - 1)]?.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  event.preventDefault();
  open();
});

for (const link of document.querySelectorAll("[data-palette]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open();
  });
}
