// Leaves the page at once: the Hide button, or Shift three times with no other key between. A plain link does it without scripts.
(() => {
  const PAUSE = 1500; // three presses further apart than this are not meant
  let presses = [];
  const hide = () => {
    document.body.hidden = true; // gone before the next page has come
    document.title = "…";
    location.replace(document.body.dataset.hiddenUrl);
  };
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-hide]")) return;
    event.preventDefault();
    hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") presses = []; // a capital letter is not a wish to leave
  });
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !document.querySelector("[data-hide]")) return;
    presses = presses.filter((at) => event.timeStamp - at < PAUSE).concat(event.timeStamp);
    if (presses.length === 3) hide();
  });
})();
