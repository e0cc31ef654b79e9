// What makes the pages quick; each of them works without it.

// Ctrl K or / goes to the search box.
document.addEventListener("keydown", (event) => {
  const box = document.querySelector("[data-search]");
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (box && ((event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !typing))) {
    event.preventDefault();
    box.focus();
    box.select();
  }
});

// A menu closes when one clicks elsewhere or leaves by Escape or Tab.
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    if (menu !== except) menu.open = false;
  }
};
document.addEventListener("click", (event) => closeMenus(event.target.closest("[data-menu]")));
document.addEventListener("focusin", (event) => closeMenus(event.target.closest("[data-menu]")));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest("[data-menu][open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// The error summary is read first, and its links put the cursor into the field.
document.querySelector("[data-error-summary]")?.focus();
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a");
  const place = link && document.getElementById(link.hash.slice(1));
  if (place) {
    event.preventDefault();
    const field = place.matches("input, select, textarea") ? place : place.querySelector("input, select, textarea");
    place.scrollIntoView({ block: "center" });
    (field || place).focus();
  }
});

// data-guard: leaving with unsaved input asks first.
const pristine = new WeakMap();
const inputOf = (form) =>
  JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value instanceof File ? value.name : value]));
const isDirty = (form) => !form.hasAttribute("data-sent") && pristine.get(form) !== inputOf(form);
window.addEventListener("load", () => {
  for (const form of document.querySelectorAll("form[data-guard]")) pristine.set(form, inputOf(form));
});
document.addEventListener("submit", (event) => event.target.setAttribute("data-sent", ""));
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) form.removeAttribute("data-sent");
});
window.addEventListener("beforeunload", (event) => {
  if ([...document.querySelectorAll("form[data-guard]")].some((form) => pristine.has(form) && isDirty(form))) {
    event.preventDefault();
  }
});

// data-once: a second click while the first is under way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.hasAttribute("data-once")) return;
  if (form.hasAttribute("data-going")) event.preventDefault();
  form.setAttribute("data-going", "");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-going]")) form.removeAttribute("data-going");
});

// data-check-all="name": one box checks all the boxes of that name in its form.
document.addEventListener("change", (event) => {
  const name = event.target.dataset?.checkAll;
  if (!name) return;
  for (const box of event.target.closest("form").querySelectorAll(`input[name="${name}"]`)) {
    box.checked = event.target.checked;
  }
});

// data-fold: on a phone, a list's filters open on demand.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fold]");
  if (!button) return;
  const open = button.form.classList.toggle("is-open");
  button.setAttribute("aria-expanded", String(open));
});

// data-submit-on-change: a choice that is its own button when JavaScript is there.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
});

// data-copy="id": puts what stands in that field on the clipboard, and says so.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  await navigator.clipboard?.writeText(field.value);
  button.textContent = "Copié";
});
