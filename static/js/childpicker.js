// Finds a child by name while typing. The words are posted, never put in a URL, and the list of children is never in the page.
// <input name="child_name" data-source-url="/children/find/" data-picker-for="id_child"> and a hidden field with that id.
// The view at data-source-url takes POST "words" and answers [{"id": "…", "label": "Maya Hussain, 9B"}], best first.
// Load accessible-autocomplete.min.js (plain script) before this module.
const WAIT = 150;
const SAY = {
  tStatusQueryTooShort: (least) => `Type ${least} or more letters`,
  tStatusSelectedOption: (chosen, length, index) => `${chosen} ${index + 1} of ${length} is highlighted`,
  tStatusResults: (length, chosen) => `${length === 1 ? "1 child" : `${length} children`} found. ${chosen}`,
  tAssistiveHint: () => "When children are listed, use the up and down arrows to look and Enter to choose.",
};

function pick(input) {
  const chosen = document.getElementById(input.dataset.pickerFor);
  const token = input.form.querySelector("[name=csrfmiddlewaretoken]");
  let label = chosen.value ? input.value : null;
  let timer = 0;
  let asked = 0;
  let broken = false;
  let searching = false;

  const ask = async (words, show) => {
    const turn = ++asked;
    const answer = await fetch(input.dataset.sourceUrl, {
      method: "POST",
      body: new URLSearchParams({ words, csrfmiddlewaretoken: token.value }),
      headers: { Accept: "application/json" },
    });
    if (!answer.ok) throw new Error(`The search answered ${answer.status}`);
    const found = await answer.json();
    broken = false;
    searching = turn !== asked;
    if (turn === asked) show(found); // a slow answer must not overtake a later one
  };

  const fail = (show) => {
    broken = true;
    searching = false;
    show([]);
  };

  const place = document.createElement("div");
  input.after(place);
  input.remove();
  accessibleAutocomplete({
    element: place,
    id: input.id,
    name: input.name,
    defaultValue: input.value,
    minLength: 2,
    confirmOnBlur: false,
    displayMenu: "overlay",
    inputClasses: input.classList.contains("govuk-input--error") ? "autocomplete__input--wrong" : null,
    templates: { inputValue: (child) => child?.label ?? "", suggestion: (child) => escaped(child?.label ?? "") },
    source: (words, show) => {
      clearTimeout(timer);
      searching = true;
      timer = setTimeout(() => ask(words, show).catch(() => fail(show)), WAIT);
    },
    onConfirm: (child) => {
      if (!child) return;
      label = child.label;
      set(chosen, child.id);
    },
    tNoResults: () => searching ? "Looking…" : (broken ? "The search is not working. You can still write the name here." : "No child found with these letters"),
    ...SAY,
  });
  // Words changed after choosing name someone else, or nobody: forget the child.
  place.addEventListener("input", (event) => {
    if (event.target.value !== label) set(chosen, "");
  });
  describe(place.querySelector("input"), input.getAttribute("aria-describedby"));
}

// The library writes suggestions as markup.
function escaped(words) {
  const holder = document.createElement("span");
  holder.textContent = words;
  return holder.innerHTML;
}

function set(field, value) {
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true })); // autosave and page scripts hear of it
}

// The library sets aria-describedby itself and again at every key: add the hint and error each time.
function describe(control, ids) {
  if (!ids) return;
  const add = () => {
    const now = control.getAttribute("aria-describedby") ?? "";
    if (!now.includes(ids)) control.setAttribute("aria-describedby", `${ids} ${now}`.trim());
  };
  new MutationObserver(add).observe(control, { attributes: true, attributeFilter: ["aria-describedby"] });
  add();
}

document.querySelectorAll("input[data-source-url]").forEach(pick);
