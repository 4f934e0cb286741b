// The keys of the examination. Everything they do is a link or a button on the page, so nothing is lost without them.

const page = document.querySelector("[data-examination]");

function isTyping(target) {
  return target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;
}

if (page) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
    const found = /^[a-z]$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
    if (!found) return;
    event.preventDefault();
    // To return the paper one says why first.
    const why = event.key === "r" && found.form?.querySelector('[name="defects"]');
    if (why && !why.value.trim()) why.focus();
    else found.click();
  });
  // A decision is sent once, however often one presses.
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
}
