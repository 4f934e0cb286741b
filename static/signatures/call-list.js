// Moving a row of the call list: by dragging it, or by Alt and the arrows. The server is asked with a reason.

const table = document.querySelector("[data-call-list]");
const dialog = document.querySelector("[data-dialog]");

function rows() {
  return [...table.tBodies[0].rows];
}

let moved = null; // the row under way
let before = []; // the rows as the server has them

function begin(row) {
  if (moved === row) return;
  moved = row;
  before = rows();
  row.classList.add("is-moving");
}

function undo() {
  table.tBodies[0].replaceChildren(...before);
  end();
}

function end() {
  moved?.classList.remove("is-moving");
  moved = null;
}

// Where it is put is asked only once, when it has come to rest.
function settle() {
  const place = rows().indexOf(moved) + 1;
  if (before.indexOf(moved) + 1 === place) return end();
  const form = dialog.querySelector("form");
  dialog.querySelector("[data-who]").textContent = moved.dataset.name;
  form.elements.call.value = moved.dataset.call;
  form.elements.number.value = place;
  form.elements.reason.value = "";
  dialog.showModal();
  form.elements.reason.focus();
}

if (table) {
  document.querySelector("[data-hint]").hidden = false;
  for (const row of table.querySelectorAll("[data-moves]")) row.draggable = true;

  table.addEventListener("dragstart", (event) => {
    const row = event.target.closest("[data-moves]");
    if (!row) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", row.dataset.name);
    begin(row);
  });
  table.addEventListener("dragover", (event) => {
    const over = event.target.closest("tbody tr");
    if (!moved || !over) return;
    event.preventDefault();
    if (over === moved) return;
    const box = over.getBoundingClientRect();
    over[event.clientY < box.top + box.height / 2 ? "before" : "after"](moved);
  });
  table.addEventListener("drop", (event) => event.preventDefault());
  table.addEventListener("dragend", (event) => {
    if (!moved) return;
    if (event.dataTransfer.dropEffect === "none") undo();
    else settle();
  });

  table.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-moves]");
    if (!row || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const other = event.key === "ArrowUp" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    begin(row);
    other[event.key === "ArrowUp" ? "before" : "after"](row);
    event.target.focus();
  });
  table.addEventListener("keyup", (event) => {
    if (event.key === "Alt" && moved && !dialog.open) settle();
  });

  dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    const link = moved?.querySelector("[data-handle]");
    if (moved) undo();
    link?.focus();
  });
}
