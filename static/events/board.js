// The board without reloads: dragging, and the keyboard. Whatever it does is a form of the page, sent in its name.

const root = document.querySelector("[data-board]");
const asked = { headers: { "X-Board": "1" }, credentials: "same-origin" };

const form = () => root.querySelector("[data-board-form]");
const typed = (name) => form().querySelector(`[name="${name}"]`).value;

const lost = document.querySelector("[data-lost]");
let again = null;

// Everything is still where it was. What was asked for can be asked for again: with `seen`, nothing is moved twice.
function tellLost(retry) {
  again = retry;
  root.querySelector(".messages")?.remove();
  lost.hidden = false;
}

lost.querySelector("button").addEventListener("click", () => again?.());

// The answer is the whole board anew: what was said, what clashes, where everything is.
async function show(address, options, ...focus) {
  let response, text;
  root.setAttribute("aria-busy", "true");
  try {
    response = await fetch(address, { ...asked, ...options });
    text = await response.text();
  } catch {
    return tellLost(() => show(address, options, ...focus));
  } finally {
    root.removeAttribute("aria-busy");
  }
  if (response.status >= 500) return tellLost(() => show(address, options, ...focus));
  if (!response.ok || response.redirected) return location.reload();
  lost.hidden = true;
  const scroll = root.querySelector(".board-scroll");
  const [inline, block] = [scroll?.scrollLeft ?? 0, scroll?.scrollTop ?? 0];
  root.innerHTML = text;
  root.querySelector(".board-scroll")?.scrollTo(inline, block);
  ready();
  focus.map((one) => root.querySelector(one)).find(Boolean)?.focus();
}

function send(item, seen, to) {
  const body = new FormData(form());
  body.set("item", item);
  body.set("seen", seen);
  body.set("to", to);
  // What was moved keeps the focus, wherever it is now.
  show(root.dataset.move, { method: "POST", body }, "[data-last] [data-pick]");
}

function ready() {
  const hint = root.querySelector("[data-hint]");
  if (hint) hint.hidden = false;
}

// Dragging

let dragged = null;
let dropped = null; // what is asked for once the hand is off: until then the row under it has to stay

// While one is dragged, the server says where it cannot go.
async function mark(item) {
  const address = new URL(root.dataset.address, location);
  address.searchParams.set("day", typed("day"));
  address.searchParams.set("pick", item);
  const answer = await fetch(address, asked).catch(() => null);
  if (!answer?.ok) return; // the drop itself says that the connection is lost
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (dragged?.dataset.item !== item) return;
  for (const cell of page.querySelectorAll(".is-impossible")) {
    root.querySelector(`[data-to="${CSS.escape(cell.dataset.to)}"]`)?.classList.add("is-impossible");
  }
}

root.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-item]");
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.item);
  dragged.classList.add("is-dragged");
  mark(dragged.dataset.item);
});

const target = (event) => {
  const over = event.target.closest?.("[data-to]");
  return over && over !== dragged ? over : null;
};

root.addEventListener("dragover", (event) => {
  const over = dragged && target(event);
  root.querySelector(".is-over")?.classList.remove("is-over");
  if (!over) return;
  event.preventDefault();
  over.classList.add("is-over");
});

root.addEventListener("drop", (event) => {
  const over = dragged && target(event);
  if (!over) return;
  event.preventDefault();
  const { item, seen } = dragged.dataset;
  if (over.dataset.to === "unplace" && dragged.matches(".board-card")) return;
  dropped = [item, seen, over.dataset.to];
});

root.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragged");
  dragged = null;
  for (const cell of root.querySelectorAll(".is-over")) cell.classList.remove("is-over");
  if (!form().matches(".is-picking")) {
    for (const cell of root.querySelectorAll(".is-impossible")) cell.classList.remove("is-impossible");
  }
  if (dropped) send(...dropped);
  dropped = null;
});

// The keyboard: “Move” picks, the arrows go from place to place, Enter puts, Escape leaves it.

root.addEventListener("click", (event) => {
  const link = event.target.closest("[data-pick], [data-cancel], .board-days a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const item = typed("item");
  // A free place, never another session's: two presses of Enter put nobody off the board.
  const focus = link.matches("[data-pick]") ? ["[data-first]", "[data-picked]"] : [`[data-item="${CSS.escape(item)}"] [data-pick]`];
  show(link.href, {}, ...focus);
});

root.addEventListener("submit", (event) => {
  if (!event.submitter?.value) return;
  event.preventDefault();
  send(typed("item"), typed("seen"), event.submitter.value);
});

const middle = (place) => {
  const box = place.getBoundingClientRect();
  return box.left + box.width / 2;
};

// Along a room by left and right, from room to room by up and down, to the place that lies nearest there.
function next(from, key) {
  const row = from.closest("tr");
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const places = [...row.querySelectorAll(".board-here")].sort((one, other) => middle(one) - middle(other));
    return places[places.indexOf(from) + (key === "ArrowRight" ? 1 : -1)];
  }
  const step = key === "ArrowDown" ? "nextElementSibling" : "previousElementSibling";
  for (let other = row[step]; other; other = other[step]) {
    const places = [...other.querySelectorAll(".board-here")];
    const away = (place) => Math.abs(middle(place) - middle(from));
    if (places.length) return places.sort((one, two) => away(one) - away(two))[0];
  }
  return null;
}

root.addEventListener("keydown", (event) => {
  if (event.key === "Escape") root.querySelector("[data-cancel]")?.click();
  if (!event.key.startsWith("Arrow") || !event.target.matches(".board-here")) return;
  event.preventDefault();
  next(event.target, event.key)?.focus();
});

ready();
