// « @ » in a message offers the people whom it may name; without this, one types « @prénom.nom » oneself.
for (const box of document.querySelectorAll("[data-mentions]")) {
  const people = [...document.querySelectorAll("[data-people] option")];
  const list = document.createElement("div");
  list.className = "mention-choices";
  list.hidden = true;
  box.after(list);
  const begun = () => /(?:^|\s)@([\p{L}.'’-]*)$/u.exec(box.value.slice(0, box.selectionStart));
  const choose = (handle) => {
    const start = box.selectionStart - begun()[1].length;
    box.setRangeText(`${handle} `, start, box.selectionStart, "end");
    list.hidden = true;
    box.focus();
  };
  box.addEventListener("input", () => {
    const typed = begun()?.[1].normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const found =
      typed === undefined
        ? []
        : people.filter((person) => person.value.split(".").some((part) => part.startsWith(typed)) || person.value.startsWith(typed));
    list.replaceChildren(
      ...found.slice(0, 6).map((person) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn btn-secondary btn-sm";
        button.textContent = person.label;
        button.addEventListener("click", () => choose(person.value));
        return button;
      }),
    );
    list.hidden = !found.length;
  });
}
