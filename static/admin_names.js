// Select2 calls its boxes by what stands in them, and an empty one by nothing: here their labels come first.
django.jQuery(() => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${select.id}"]`);
    const shown = document.getElementById(`select2-${select.id}-container`);
    if (!label || !shown) continue;
    label.id = `${select.id}_label`;
    shown.setAttribute("aria-labelledby", label.id);
    shown.closest("[role=combobox]").setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
  }
});
