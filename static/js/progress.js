// Looks every two seconds whether what this page waits for is done, and draws the page anew when it is.
const waiting = document.querySelector("[data-progress]");

async function look() {
  const answer = await fetch(location.href, { headers: { "X-Progress": "1" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (answer.ok && page.querySelector("[data-progress]")) setTimeout(look, 2000);
  else location.reload();
}

if (waiting) setTimeout(look, 2000);
