// The pages of requests; each of them works without it.

// data-key: a letter follows its link or opens its decision, unless somebody is typing.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "Escape" && event.target.closest("details[data-key][open]")) {
    const sheet = event.target.closest("details[data-key]");
    sheet.open = false;
    sheet.querySelector("summary").focus();
    return;
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && typing && typing.form) {
    event.preventDefault();
    typing.form.requestSubmit();
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.matches("details")) {
    target.open = true;
    target.scrollIntoView({ block: "nearest" });
    const chosen = target.querySelector("input:checked");
    (chosen || target.querySelector("textarea, select, input:not([type=hidden]), button")).focus();
  } else {
    target.click();
  }
});

// The check page leads to the field that is missing.
const wanted = location.hash.startsWith("#div_id_") && document.querySelector(CSS.escape ? `#${CSS.escape(location.hash.slice(1))}` : location.hash);
if (wanted) wanted.querySelector("input, select, textarea")?.focus();
