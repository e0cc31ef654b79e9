// The rich-text editor: the same tags as press/rich_text.py lets pass, nothing more.
// « press-prose:change » tells the page that somebody wrote.

const start = async (area) => {
  const kit = await import(area.dataset.prose);
  const editor = kit.createTextareaEditor(area, [
    kit.Document, kit.Paragraph, kit.Text, kit.HardBreak, kit.Dropcursor, kit.Gapcursor, kit.History,
    kit.Bold, kit.Italic, kit.BulletList, kit.OrderedList, kit.ListItem, kit.Blockquote,
    kit.Heading.configure({ levels: [2, 3] }),
    kit.Link.configure({ enableTarget: false, protocols: ["http", "https", "mailto", "tel"] }),
    kit.Menu.configure({
      groups: [
        { group: "blockType -lists", type: "dropdown", minItems: 2 },
        { group: "lists" }, { group: "nodes -blockType -lists" }, { group: "marks" }, { group: "link" }, { group: "history" },
      ],
    }),
  ]);
  const surface = editor.view.dom;
  const label = document.querySelector(`label[for="${area.id}"]`);
  if (label) {
    label.id ||= `${area.id}_label`;
    surface.setAttribute("aria-labelledby", label.id);
    label.addEventListener("click", () => editor.commands.focus());
  }
  surface.setAttribute("role", "textbox");
  surface.setAttribute("aria-multiline", "true");
  surface.setAttribute("lang", "fr");
  surface.setAttribute("spellcheck", "true");
  editor.on("update", () => area.dispatchEvent(new Event("input", { bubbles: true })));
};

for (const area of document.querySelectorAll("textarea[data-prose]")) start(area);
