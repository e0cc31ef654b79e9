// The page of a text being written: whether the person touched it since it was opened, so that the
// heartbeat keeps the words that aren't saved yet.
for (const form of document.querySelectorAll("form[data-writing]")) {
  form.addEventListener("input", (event) => {
    if (event.target.name !== "touched") form.elements.touched.value = "1";
  });
}
