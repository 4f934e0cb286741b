// Keeps the foyer's screen up to date: it asks for its own page, and mostly gets no answer but "the same".
// Without this script the page loads itself again every minute.

const stale = document.querySelector("[data-stale]");
const clock = document.querySelector("[data-clock]");
const hours = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: clock.dataset.clock });
const LONGEST = 120_000;
let failures = 0;

// Never the same for all the screens of a building.
const pause = () => Math.min((15_000 + 10_000 * Math.random()) * 2 ** failures, LONGEST);

async function follow() {
  try {
    // The browser asks with the tag that it has, and gives the page that it has when nothing changed.
    const answer = await fetch(location.href, { cache: "no-cache" });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("main");
    if (!fresh?.querySelector("[data-live]")) return location.reload();
    for (const part of ["[data-live]", ".foyer-heading h1"]) {
      const [old, now] = [document.querySelector(part), fresh.querySelector(part)];
      if (old.innerHTML !== now.innerHTML) old.replaceChildren(...now.childNodes);
      old.className = now.className;
    }
    document.querySelector("[data-today]").textContent = fresh.querySelector("[data-today]").textContent;
    failures = 0;
  } catch {
    failures += 1;
  }
  stale.hidden = failures < 3;
  setTimeout(follow, pause());
}

function tick() {
  clock.textContent = hours.format(new Date());
  setTimeout(tick, 60_000 - (Date.now() % 60_000));
}

tick();
setTimeout(follow, pause());
