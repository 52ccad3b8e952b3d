// Shows, while a new password is typed, which of the rules it meets. The server decides; this only saves a round trip.
"use strict";

const field = document.querySelector("[data-password]");
const rules = document.querySelectorAll("[data-rule]");

const met = {
  length: (typed, rule) => [...typed].length >= Number(rule.dataset.value),
  upper: (typed) => /\p{Lu}/u.test(typed),
  lower: (typed) => /\p{Ll}/u.test(typed),
  digit: (typed) => /[0-9]/.test(typed),
  special: (typed, rule) =>
    rule.dataset.value ? [...rule.dataset.value].some((sign) => typed.includes(sign)) : /[^\p{L}\p{N}\s]/u.test(typed),
};

field?.addEventListener("input", () => {
  for (const rule of rules) {
    rule.classList.toggle("rule-met", met[rule.dataset.rule](field.value, rule));
  }
});
