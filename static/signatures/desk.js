// The screens of the signing desk. They follow what happens, and after an unclear answer they ask what became of it.
// Everything they send is a plain form, so nothing is lost without them.

const EVERY = 2000;
const PATIENCE = 8000;
const A_LOOK = 600; // a finger that was on its way when the screen changed

const live = document.querySelector("[data-live]");
const said = document.querySelector("[data-said]");
let sending = false;
let asked = ""; // the address that knows what becomes of what was recorded here last
let isOld = false; // the screen has changed since that was asked
let changedAt = -Infinity;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function tell(kind, ...sentences) {
  said.className = `desk-said desk-said-${kind}`;
  said.replaceChildren(...sentences.map((sentence) => {
    const line = document.createElement("p");
    line.textContent = sentence;
    return line;
  }));
}

// Following

function isInUse(kept) {
  const fields = kept.matches("input, textarea") ? [kept] : [...kept.querySelectorAll("input:not([type=hidden]), textarea")];
  return kept.contains(document.activeElement) || fields.some((field) => field.value !== field.defaultValue);
}

// Another State, or another person for the same one.
function whoIsThere() {
  return `${live.querySelector("[data-focus]")?.id} ${live.querySelector("[name=who]")?.value}`;
}

// What somebody is typing in stays; everything else becomes what the server shows.
function show(html) {
  const shown = new DOMParser().parseFromString(html, "text/html").body;
  const hadFocus = live.contains(document.activeElement);
  const focused = document.activeElement?.id;
  const subject = whoIsThere();
  for (const kept of live.querySelectorAll("[data-keep]")) {
    const place = shown.querySelector(`[id="${kept.id}"]`);
    if (place && isInUse(kept)) place.replaceWith(kept);
  }
  live.replaceChildren(...shown.childNodes);
  if (whoIsThere() !== subject) changedAt = performance.now();
  // A button is found again by the key of its call: what said "Record Niger" never turns into "Record Nigeria" under a finger.
  if (hadFocus) (document.getElementById(focused) ?? live.querySelector("[data-focus]"))?.focus();
}

async function refresh() {
  const address = new URL(location.href);
  address.searchParams.set("part", "1");
  address.searchParams.set("version", live.querySelector("[data-version]")?.dataset.version ?? "");
  const response = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  if (response.redirected || response.status === 404) return tell("bad", said.dataset.out);
  if (!response.ok) throw new Error(response.status);
  if (said.dataset.isLost) {
    delete said.dataset.isLost;
    tell("none");
  }
  if (response.status === 200) {
    show(await response.text());
    isOld = true;
  }
  if (asked && isOld) await askAgain();
}

// What was told as recorded has been confirmed or sent back since: then that is told.
async function askAgain() {
  const answer = await answerOf(asked);
  isOld = false;
  if (answer.state === "recorded") return;
  asked = "";
  tell(KINDS[answer.state] ?? "good", ...answer.words);
}

async function follow() {
  for (;;) {
    await pause(EVERY);
    if (sending || document.hidden) continue;
    try {
      await refresh();
    } catch {
      said.dataset.isLost = "1";
      tell("wait", said.dataset.lost);
    }
  }
}

// Sending

async function answerOf(address, options = {}) {
  const response = await fetch(address, {
    ...options, cache: "no-store", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE),
  });
  if (response.redirected) return { state: "out", words: [said.dataset.out] };
  if (!response.headers.get("Content-Type")?.startsWith("application/json")) throw new Error(response.status);
  return response.json();
}

// Nobody knows whether it was recorded: the key does. Until it has been asked, nothing is pressed again.
async function ask(address) {
  for (;;) {
    tell("unknown", said.dataset.unknown);
    try {
      return await answerOf(address);
    } catch {
      await pause(EVERY);
    }
  }
}

const KINDS = { refused: "bad", not_recorded: "wait", sent_back: "wait", out: "bad" };

async function send(form, button) {
  sending = true;
  button?.setAttribute("aria-disabled", "true");
  tell("wait", said.dataset.sending);
  let answer;
  try {
    answer = await answerOf(form.action, { method: "POST", body: new FormData(form) });
  } catch {
    answer = await ask(form.dataset.ask);
  }
  tell(KINDS[answer.state] ?? "good", ...answer.words);
  delete form.dataset.sent;
  button?.removeAttribute("aria-disabled");
  // Asked from here on: it may be confirmed before the screen has been refreshed, and the screen does not change again then.
  asked = answer.state === "recorded" ? form.dataset.ask : "";
  isOld = false;
  await refresh().catch(() => {});
  sending = false;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent || sending) {
    event.preventDefault();
    return;
  }
  if (performance.now() - changedAt < A_LOOK) {
    event.preventDefault();
    tell("wait", said.dataset.changed);
    return;
  }
  form.dataset.sent = "1";
  if (form.matches("[data-send]")) {
    event.preventDefault();
    send(form, event.submitter);
  }
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Keys. Calling and recording have different ones: a finger that stays on a key does not do both.

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  // Enter held on a button that has just appeared presses it again.
  if (event.repeat && ["Enter", " "].includes(event.key) && event.target.closest("button")) event.preventDefault();
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
  if (event.key === "?") {
    const keys = document.querySelector(".desk-keys");
    if (keys) keys.open = !keys.open;
    return;
  }
  const button = live?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (button) {
    event.preventDefault();
    button.click();
  }
});

if (live) {
  live.querySelector("[data-focus]")?.focus({ preventScroll: true });
  follow();
}
