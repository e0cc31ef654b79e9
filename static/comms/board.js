// Dragging a card sends the same form as its button; the server decides, the page says what became of it.
const form = document.querySelector("[data-board-form]");
for (const column of document.querySelectorAll("[data-board-column]")) {
  Sortable.create(column, {
    group: "board",
    draggable: "[data-card]",
    filter: "select, button, a",
    preventOnFilter: false,
    delay: 150,
    delayOnTouchOnly: true,
    onEnd: ({ item, from, to }) => {
      if (from === to) return;
      form.action = item.querySelector("[data-move-url]").action;
      form.elements.to.value = to.dataset.boardColumn;
      form.requestSubmit();
    },
  });
}
