// Shows a part of a form only when it is needed, and only ever hides what is empty: nothing typed goes out of sight.
// <div data-shown-when="kind=MARK"> stands hidden until that box is chosen. [data-without-scripts] is for pages where this file did not run.
for (const spare of document.querySelectorAll("[data-without-scripts]")) {
  spare.hidden = true;
  spare.querySelectorAll("button").forEach((button) => { button.disabled = true; }); // or Enter would press it
  if (spare.matches("button")) spare.disabled = true;
}

const parts = [...document.querySelectorAll("[data-shown-when]")];

function wanted(part) {
  const [name, ...values] = part.dataset.shownWhen.split(/[=|]/);
  return values.some((value) => document.querySelector(`input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]:checked`));
}

function filled(part) {
  return [...part.querySelectorAll("input, textarea, select")].some((field) =>
    ["checkbox", "radio"].includes(field.type) ? field.checked : field.type !== "hidden" && field.value.trim() !== "");
}

function settle() {
  for (const part of parts) part.hidden = !wanted(part) && !filled(part);
}

document.addEventListener("change", settle);
settle();
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
