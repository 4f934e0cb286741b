// The sessions that somebody keeps: in this browser alone, without an account. Without this script there are no stars.

const place = document.querySelector("[data-favourites]");
const only = document.querySelector("[data-favourites-only]");
const list = document.querySelector("[data-programme]");
const empty = document.querySelector("[data-favourites-empty]");
const count = document.querySelector("[data-favourites-count]");
const calendars = document.querySelectorAll("[data-own-calendar]");
const KEY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MOST_KEYS = 100; // What the server takes in one address.
const store = `plenipo.programme.${place?.dataset.favourites}`;

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(store));
    return new Set(Array.isArray(kept) ? kept.filter((key) => typeof key === "string") : []);
  } catch {
    return new Set(); // A browser that keeps nothing, or something that is not ours.
  }
}

function write(kept) {
  try {
    localStorage.setItem(store, JSON.stringify([...kept]));
  } catch {
    // Full, or forbidden: the star shows what is kept, so it stays empty.
  }
}

// The address of a calendar names what is kept: it is nowhere else.
function name(kept) {
  const keys = [...kept].filter((key) => KEY.test(key)).slice(0, MOST_KEYS);
  for (const part of calendars) {
    const link = part.querySelector("a");
    link.dataset.address ??= link.getAttribute("href");
    link.href = `${link.dataset.address}&keys=${keys.join(",")}`;
    part.hidden = keys.length === 0;
  }
}

function show() {
  const kept = read();
  for (const star of document.querySelectorAll("[data-favourite]")) {
    const isKept = kept.has(star.dataset.favourite);
    star.hidden = false;
    star.setAttribute("aria-pressed", isKept);
    star.closest("[data-session]")?.toggleAttribute("data-kept", isKept);
  }
  name(kept);
  if (!only) return;
  const shown = list ? list.querySelectorAll("[data-kept]").length : 0;
  const isOn = location.hash === "#mine";
  only.hidden = false;
  only.setAttribute("aria-pressed", isOn);
  count.textContent = shown ? `(${shown})` : "";
  list?.toggleAttribute("data-only", isOn);
  empty.hidden = !isOn || shown > 0;
}

document.addEventListener("click", (event) => {
  const star = event.target.closest("[data-favourite]");
  if (star) {
    const kept = read();
    if (!kept.delete(star.dataset.favourite)) kept.add(star.dataset.favourite);
    write(kept);
    show();
  } else if (event.target.closest("[data-favourites-only]")) {
    // The address says what is shown, so that it can be gone back from and loaded again.
    history.pushState(null, "", location.hash === "#mine" ? location.pathname + location.search : "#mine");
    show();
  } else if (event.target.closest("[data-print]")) {
    print();
  }
});

for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
addEventListener("popstate", show);
addEventListener("hashchange", show);
addEventListener("storage", show);
if (place) show();
