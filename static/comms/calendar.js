// The calendar: a task is dragged to another day (the « Changer la date » link does the same).

const said = document.querySelector("[data-agenda-said]");

for (const list of document.querySelectorAll("[data-agenda-items]")) {
  Sortable.create(list, {
    group: "agenda",
    draggable: "[data-task]",
    filter: ".agenda-move",
    preventOnFilter: false,
    delay: 200,
    delayOnTouchOnly: true,
    animation: 120,
    ghostClass: "is-dragged",
    onEnd(event) {
      const from = event.from.closest("[data-day]");
      const to = event.to.closest("[data-day]");
      if (from === to) return;
      said.textContent = "La tâche change de date…";
      const address = event.item.querySelector(".agenda-move").getAttribute("href");
      const values = { due_on: to.dataset.day, back: location.pathname + location.search };
      const form = document.createElement("form");
      form.method = "post";
      form.action = address;
      const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
      for (const [name, value] of Object.entries({ ...values, csrfmiddlewaretoken: token })) {
        const input = document.createElement("input");
        Object.assign(input, { type: "hidden", name, value });
        form.append(input);
      }
      document.body.append(form);
      form.submit();
    },
  });
}
