// A click on the drawing ticks the box of that region; ticking a box colours the region and opens the questions for that mark.
// The list of boxes works without this file. The questions are cloned from <template data-mark-template>, where every
// "__region__" in an attribute becomes the key of the region.
const boxes = () => [...document.querySelectorAll("input[name=regions]")];
const box = (key) => document.querySelector(`input[name=regions][value="${CSS.escape(key)}"]`);
const marks = document.querySelector("[data-marks]");
const template = document.querySelector("template[data-mark-template]");

function paint() {
  document.querySelectorAll("[data-region]").forEach((path) =>
    path.classList.toggle("is-on", Boolean(box(path.dataset.region)?.checked)));
  if (marks && template) boxes().forEach(describe);
  marks?.querySelectorAll("[data-mark]:not([hidden]) [data-mark-number]").forEach((place, index) => {
    place.textContent = index + 1;
  });
  document.querySelectorAll("[data-marks-count]").forEach((place) => {
    const ticked = boxes().filter((one) => one.checked);
    place.textContent = ticked.length ? `Chosen: ${ticked.map((one) => one.dataset.label).join("; ")}` : "Nothing chosen yet";
  });
}

// Unticking hides the questions but keeps their answers, in case it was a slip; what is disabled is not sent.
function describe({ value, checked, dataset }) {
  let mark = marks.querySelector(`[data-mark="${CSS.escape(value)}"]`);
  if (!mark && !checked) return;
  mark ??= added(value, dataset.label);
  mark.hidden = !checked;
  mark.disabled = !checked;
}

function added(key, label) {
  const copy = template.content.cloneNode(true);
  const mark = copy.querySelector("[data-mark]");
  for (const node of [mark, ...mark.querySelectorAll("*")]) {
    for (const attribute of node.attributes) attribute.value = attribute.value.replaceAll("__region__", key);
  }
  mark.querySelectorAll("[data-mark-label]").forEach((place) => { place.textContent = label; });
  marks.append(copy);
  return mark;
}

document.addEventListener("click", (event) => {
  const path = event.target.closest("[data-region]");
  if (path) box(path.dataset.region)?.click();
});
document.addEventListener("change", paint);
paint();
