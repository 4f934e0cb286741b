// Fills in the name on the badge from the names as they are typed, until somebody writes it himself. How many characters
// a badge has room for stands at the form.
const form = document.querySelector("form[data-badge-name]");
if (form) {
  const [family, given, badge] = ["family_name", "given_names", "badge_name"].map((name) => form.elements[name]);
  let isOurs = badge.value.trim() === "";
  badge.addEventListener("input", () => {
    isOurs = badge.value.trim() === "";
  });
  const fill = () => {
    if (isOurs) badge.value = `${given.value} ${family.value}`.trim().replace(/\s+/g, " ").slice(0, form.dataset.badgeName);
  };
  family.addEventListener("input", fill);
  given.addEventListener("input", fill);
}
