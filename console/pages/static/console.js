// The pages work without this. It saves a press: digits confirmed in chat let the waiting page go on by itself.
const waiting = document.querySelector("[data-waits]");

async function look() {
  let state = "waiting";
  try {
    const answer = await fetch(waiting.dataset.waits, { headers: { Accept: "application/json" } });
    if (answer.ok) state = (await answer.json()).state;
  } catch {
    // offline for a moment: look again
  }
  if (state === "confirmed") waiting.querySelector("form").requestSubmit();
  else if (state === "over") location.reload();
  else setTimeout(look, 2000);
}

if (waiting) setTimeout(look, 2000);

for (const printer of document.querySelectorAll("[data-print]")) {
  printer.hidden = false;
  printer.addEventListener("click", () => window.print());
}
