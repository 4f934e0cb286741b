// The keys of the queue. Everything they do is a link or a button on the page, so nothing is lost without them.

const queue = document.querySelector("[data-queue]");
const OPENS = { r: "return", f: "refuse", h: "hold" };

function isTyping(target) {
  return target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
}

function decision(verb) {
  return queue.querySelector(`[data-decision="${verb}"]`);
}

function press(key) {
  if (key === "a") {
    decision("approve")?.querySelector("button:not([disabled])")?.click();
  } else if (key in OPENS) {
    const form = decision(OPENS[key]);
    if (form) {
      form.open = true;
      form.querySelector("select, textarea")?.focus();
    }
  } else if (key === "?") {
    const keys = queue.querySelector('details[data-key="?"]');
    if (keys) keys.open = !keys.open;
  } else {
    queue.querySelector(`a[data-key="${key}"]`)?.click();
  }
}

if (queue) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.key === "Escape") {
      event.target.closest("details.decision[open]")?.removeAttribute("open");
    } else if ("jkarfh?".includes(event.key) && !isTyping(event.target)) {
      event.preventDefault();
      press(event.key);
    }
  });
  // A decision is sent once, however often one presses before the next person appears.
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "1";
  });
  // Who comes back to the page finds its buttons alive.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
  // One decision is open at a time.
  queue.addEventListener("toggle", (event) => {
    if (!event.target.open || !event.target.matches("details.decision")) return;
    for (const other of queue.querySelectorAll("details.decision[open]")) {
      if (other !== event.target) other.open = false;
    }
  }, true);
  const all = queue.querySelector("[data-mark-all]");
  if (all) {
    all.hidden = false;
    all.addEventListener("change", (event) => {
      for (const box of queue.querySelectorAll('[name="people"]')) box.checked = event.target.checked;
    });
  }
  queue.querySelector(".queue-rows .is-open")?.scrollIntoView({ block: "nearest" });
  queue.querySelector(".person h2")?.focus({ preventScroll: true });
}
