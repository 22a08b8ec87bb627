// Logging out leaves nothing on the computer. Text that has not been saved is sent once more and told of first.

const texts = JSON.parse(document.getElementById("samsyn-texts").textContent);
const UNSENT = `samsyn.unsent|${document.body.dataset.user}|`;

const unsent = () => Object.keys(localStorage).filter((key) => key.startsWith(UNSENT));

// A carer's day in the phone goes with its key; what was not handed in stays sealed (mobile/store.js).
async function forgetPhone() {
  const known = (await indexedDB.databases?.()) ?? [];
  if (!known.some(({ name }) => name === "samsyn-mobil")) return;
  const { openStore } = await import(new URL("mobile/store.js", import.meta.url));
  const store = await openStore();
  const current = await store.read("phone", "current");
  if (current) await store.forget(current.owner);
}

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
    event.preventDefault();
    for (const key of unsent()) localStorage.removeItem(key);
    for (const key of Object.keys(sessionStorage)) if (key.startsWith("samsyn.")) sessionStorage.removeItem(key);
    // Another tab may hold the phone's store open: nobody is kept logged in by it.
    const enough = new Promise((done) => setTimeout(done, 3000));
    Promise.race([forgetPhone(), enough]).finally(() => form.submit());
  });
}
