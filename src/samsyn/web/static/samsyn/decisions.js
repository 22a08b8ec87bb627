// A need's goal is copied into the goal of the line, at the end of what stands there, when the caseworker asks for it.

for (const button of document.querySelectorAll("[data-copy-to]")) {
  const field = document.getElementById(button.dataset.copyTo);
  button.hidden = false;
  button.addEventListener("click", () => {
    field.value = [field.value.trimEnd(), button.dataset.copy].filter(Boolean).join("\n");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}
