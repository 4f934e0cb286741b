// Keeps a board up to date. It asks for a tiny version, mostly gets no answer but "the same", and fetches the page anew
// when something was confirmed. Without this script the page loads itself again from time to time.

const live = document.querySelector("[data-live]");
const say = document.querySelector("[data-say]");
const stale = document.querySelector("[data-stale]");
const LONGEST = 30_000;
const MINUTE = 60_000; // after which the time beside the numbers is told anew
let madeAt = Date.now();
let failures = 0;

// What is confirmed is to be seen within three seconds, its fetching included; never the same for a thousand watchers.
const pause = () => Math.min((2000 + 600 * Math.random()) * 2 ** failures, LONGEST);

// Where there is something new to show; null if there is not.
async function whatIsNew() {
  const { version, tag } = live.dataset;
  // Of a conference in preparation only the page itself is shown, to its own people.
  if (!version) return { address: location.href };
  if (Date.now() - madeAt > MINUTE) return pageAt(tag);
  const answer = await fetch(version, {
    cache: "no-store",
    credentials: "omit",
    headers: { "If-None-Match": `"${tag}"` },
  });
  if (answer.status === 304) return null;
  if (!answer.ok) throw new Error(answer.status);
  const heard = await answer.text();
  return heard === tag ? null : pageAt(heard);
}

// The page as it is for everybody: one answer that a proxy may hand to a whole hall, so without anything of this visitor.
const pageAt = (tag) => ({
  address: `at/${tag}`,
  options: { credentials: "omit", headers: { "Accept-Language": document.documentElement.lang } },
});

async function show({ address, options }) {
  const answer = await fetch(address, { cache: "no-cache", ...options });
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-live]");
  // The embargo began or ended, or this person was signed out: another page altogether.
  if (!fresh || fresh.dataset.page !== live.dataset.page) return location.reload();
  for (const opened of live.querySelectorAll("details[open][id]")) {
    fresh.querySelector(`#${opened.id}`)?.setAttribute("open", "");
  }
  if (fresh.dataset.said !== live.dataset.said) say.textContent = fresh.dataset.said;
  Object.assign(live.dataset, fresh.dataset);
  live.replaceChildren(...fresh.childNodes);
  madeAt = Date.now();
}

async function follow() {
  if (!document.hidden) {
    try {
      const news = await whatIsNew();
      if (news) await show(news);
      failures = 0;
    } catch {
      failures += 1;
    }
    stale.hidden = failures < 3;
  }
  setTimeout(follow, pause());
}

setTimeout(follow, pause());
