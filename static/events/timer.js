// The hall's clock: counts down the speaking time, and asks every two seconds whether somebody else has the floor.
// The answer is mostly "the same". Without this script the page loads itself again every five seconds.

const live = document.querySelector("[data-live]");
const stale = document.querySelector("[data-stale]");
const LONGEST = 10_000;
let ahead = 0; // by how many milliseconds the server's clock is ahead of this one's
let failures = 0;

const spoken = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

function tick() {
  const timer = live.querySelector("[data-timer]");
  if (!timer) return;
  const ends = Date.parse(timer.dataset.started) + Number(timer.dataset.minutes) * 60_000;
  const left = Math.ceil((ends - Date.now() - ahead) / 1000);
  timer.querySelector("[data-left]").textContent = left < 0 ? `+${spoken(-left)}` : spoken(left);
  const state = left < 0 ? "over" : left <= 60 ? "last" : "left";
  timer.querySelector("[data-word]").textContent = live.dataset[`${state}Words`];
  timer.dataset.state = state;
}

async function follow() {
  try {
    const answer = await fetch(location.href, { cache: "no-cache" });
    if (!answer.ok) throw new Error(answer.status);
    const said = Date.parse(answer.headers.get("Date"));
    // A header of whole seconds: what is less than two apart is no difference.
    if (Math.abs(said - Date.now()) > 2000) ahead = said - Date.now();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-live]");
    if (!fresh) return location.reload();
    const before = live.querySelector("[data-timer]")?.dataset.started;
    const who = (part) => part.querySelector(".timer-who")?.textContent + part.querySelector(".timer-next")?.textContent;
    if (before !== fresh.querySelector("[data-timer]")?.dataset.started || who(live) !== who(fresh)) {
      // Beside buttons it is not enough to show something else.
      if ("reload" in live.dataset) return location.reload();
      live.replaceChildren(...fresh.childNodes);
      document.querySelector("h1").replaceChildren(...page.querySelector("h1").childNodes);
    }
    failures = 0;
  } catch {
    failures += 1;
  }
  if (stale) stale.hidden = failures < 3;
  tick();
  setTimeout(follow, Math.min((1800 + 400 * Math.random()) * 2 ** failures, LONGEST));
}

tick();
setInterval(tick, 250);
follow();
