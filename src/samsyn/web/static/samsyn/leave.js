// Logging out leaves nothing on the computer. Text that has not been saved is sent once more and told of first.

const texts = JSON.parse(document.getElementById("samsyn-texts").textContent);
const UNSENT = `samsyn.unsent|${document.body.dataset.user}|`;

const unsent = () => Object.keys(localStorage).filter((key) => key.startsWith(UNSENT));

for (const form of document.querySelectorAll("form[data-leave]")) {
  form.addEventListener("submit", (event) => {
    if (unsent().length && !form.dataset.told) {
      event.preventDefault();
      dispatchEvent(new Event("samsyn:send"));
      form.dataset.told = "1";
      const told = document.createElement("p");
      told.className = "error";
      told.setAttribute("role", "alert");
      told.textContent = texts.unsent_at_leave;
      form.append(told);
      return;
    }
    for (const key of unsent()) localStorage.removeItem(key);
    for (const key of Object.keys(sessionStorage)) if (key.startsWith("samsyn.")) sessionStorage.removeItem(key);
  });
}
