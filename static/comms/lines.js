// Lists of lines in a form (data-lines): a button adds an empty one from its <template>.
for (const list of document.querySelectorAll("[data-lines]")) {
  const button = list.querySelector("[data-add-line]");
  const total = list.querySelector(`input[name="${list.dataset.lines}-TOTAL_FORMS"]`);
  const most = Number(list.querySelector(`input[name="${list.dataset.lines}-MAX_NUM_FORMS"]`).value);
  const template = list.querySelector("template");
  const enough = () => Number(total.value) >= most;
  button.hidden = enough();
  button.addEventListener("click", () => {
    const holder = document.createElement("div");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
    const line = holder.firstElementChild;
    button.before(line);
    total.value = Number(total.value) + 1;
    button.hidden = enough();
    line.querySelector("input, select").focus();
  });
}
