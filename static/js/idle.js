// Covers the page, then signs out, when nobody has touched it for a while; warns a minute before. Times stand on <body>:
// data-hide-after and data-sign-out-after, in seconds. A touch in any tab of this browser counts for all of them.
const NOTICE = 60;
const { hideAfter, signOutAfter, hiddenUrl } = document.body.dataset;
const channel = new BroadcastChannel("touched");
let touched = Date.now();
let told = 0;

function touch() {
  touched = Date.now();
  if (touched - told < 1000) return; // one word a second is enough for the other tabs
  told = touched;
  channel.postMessage("");
}

const unsaved = document.querySelector("main textarea") && !document.querySelector("[data-autosave-url]"); // not thrown away

function steps() {
  const hide = hideAfter && !unsaved && { after: Number(hideAfter), say: "This page will be hidden", stay: "Keep showing it", act: cover };
  const leave = signOutAfter && { after: Number(signOutAfter), say: "You will be signed out", stay: "Stay signed in", act: signOut };
  return [hide, leave].filter(Boolean).sort((one, other) => one.after - other.after);
}

function cover() {
  document.body.hidden = true;
  location.replace(hiddenUrl);
}

function signOut() {
  const form = document.getElementById("sign-out");
  document.body.hidden = true;
  form.requestSubmit();
}

const kept = document.querySelector("[data-autosave-url]") ? " What you have typed is kept." : "";
const [first] = steps(); // the earlier one also ends this page, so the later one belongs to the page after it
const notice = Math.min(NOTICE, first.after / 2);
const dialog = document.createElement("dialog");
const heading = document.createElement("h2");
const words = document.createElement("p");
const stay = document.createElement("button");
dialog.className = "app-warning";
dialog.setAttribute("role", "alertdialog");
dialog.setAttribute("aria-labelledby", "idle-heading");
dialog.setAttribute("aria-describedby", "idle-words");
Object.assign(heading, { id: "idle-heading", className: "govuk-heading-m", textContent: `${first.say} soon` });
Object.assign(words, { id: "idle-words", className: "govuk-body", role: "timer" });
Object.assign(stay, { type: "button", className: "govuk-button", textContent: first.stay });
dialog.append(heading, words, stay);
document.body.append(dialog);

stay.addEventListener("click", () => dialog.close());
dialog.addEventListener("close", touch);
channel.addEventListener("message", () => {
  touched = Date.now();
  if (dialog.open) dialog.close();
});
for (const kind of ["pointerdown", "pointermove", "keydown", "scroll", "touchstart"]) {
  addEventListener(kind, () => dialog.open || touch(), { passive: true, capture: true });
}

setInterval(() => {
  const left = Math.ceil(first.after - (Date.now() - touched) / 1000);
  if (left <= 0) return first.act();
  if (left > notice) return;
  words.textContent = `Nobody has touched it for a while. ${first.say} in ${left} ${left === 1 ? "second" : "seconds"}.${kept}`;
  if (!dialog.open) dialog.showModal();
}, 1000);
