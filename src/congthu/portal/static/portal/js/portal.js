// What makes the portal quicker and is never needed: "/" goes to the search field, copy buttons, choosing a filter applies it.
"use strict";

const editable = (element) => element.matches("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  const search = document.querySelector("[data-search]");
  if (event.key !== "/" || !search || editable(event.target)) return;
  event.preventDefault();
  search.focus();
});

// Without a clipboard (an old browser, plain HTTP) the buttons stay hidden: a button that does nothing is worse than none.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const words = button.querySelector("[data-copy-words]");
    const before = words.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      words.textContent = "Đã sao chép";
      setTimeout(() => { words.textContent = before; }, 2000);
    });
  }
}

for (const field of document.querySelectorAll("[data-apply] select")) {
  field.addEventListener("change", () => field.form.requestSubmit());
}

// The first thing a person must read after a refused form is why.
document.querySelector("[data-focus]")?.focus();
