// Starts the components of both libraries on this page.
import { initAll } from "./govuk-frontend.min.js";
import { FilterToggleButton, initAll as initAllMoj } from "./moj-frontend.min.js";

initAll();
initAllMoj();
for (const filter of document.querySelectorAll('[data-module="moj-filter"]')) {
  new FilterToggleButton(filter, {
    bigModeMediaQuery: "(min-width: 48.0625em)",
    startHidden: false,
    toggleButton: { showText: "Show filter", hideText: "Hide filter", classes: "govuk-button--secondary" },
    toggleButtonContainer: { selector: ".moj-action-bar__filter" },
    closeButton: { text: "Close", classes: "moj-filter__close" },
    closeButtonContainer: { selector: ".moj-filter__header-action" },
  });
}
// A tab reached by keyboard must not stay half outside the scrolling strip.
document.querySelectorAll(".moj-sub-navigation__list").forEach((strip) => {
  strip.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  strip.addEventListener("focusin", (event) => event.target.scrollIntoView({ block: "nearest", inline: "center" }));
});
