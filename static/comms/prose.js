// The rich-text editor over a textarea: the same tags as press/rich_text.py lets pass, nothing more.
// Its toolbar is made of buttons with French names; Ctrl B, Ctrl I and Ctrl Z work as everywhere.

const TOOLS = [
  ["", "Intertitre", (chain) => chain.toggleHeading({ level: 2 }), (editor) => editor.isActive("heading", { level: 2 })],
  ["", "Petit intertitre", (chain) => chain.toggleHeading({ level: 3 }), (editor) => editor.isActive("heading", { level: 3 })],
  ["type-bold", "Gras", (chain) => chain.toggleBold(), (editor) => editor.isActive("bold")],
  ["type-italic", "Italique", (chain) => chain.toggleItalic(), (editor) => editor.isActive("italic")],
  ["list-ul", "Liste", (chain) => chain.toggleBulletList(), (editor) => editor.isActive("bulletList")],
  ["list-ol", "Liste numérotée", (chain) => chain.toggleOrderedList(), (editor) => editor.isActive("orderedList")],
  ["blockquote-left", "Extrait cité", (chain) => chain.toggleBlockquote(), (editor) => editor.isActive("blockquote")],
];

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

const tool = (icon, label, action) => {
  const button = make("button", { type: "button", className: "prose-tool", title: label });
  if (icon) button.append(make("i", { className: `bi bi-${icon}`, ariaHidden: "true" }));
  button.append(make("span", { className: icon ? "visually-hidden" : "", textContent: label }));
  button.addEventListener("click", action);
  return button;
};

// The address of a link, asked in a dialog of the page itself.
const askForLink = (editor) => {
  const id = `link-${Math.random().toString(36).slice(2)}`;
  const input = make("input", { id, type: "text", className: "form-control", value: editor.getAttributes("link").href || "" });
  input.setAttribute("inputmode", "url");
  input.placeholder = "https://";
  const say = (value, words, style) => make("button", { type: "submit", value, className: `btn ${style}`, textContent: words });
  const dialog = make("dialog", { className: "prose-dialog" },
    make("form", { method: "dialog" },
      make("label", { className: "form-label", htmlFor: id, textContent: "Adresse du lien" }), input,
      make("div", { className: "form-actions" }, say("set", "Mettre le lien", "btn-primary"), say("unset", "Enlever le lien", "btn-outline-secondary"), say("", "Annuler", "btn-link"))));
  dialog.addEventListener("close", () => {
    const chain = editor.chain().focus().extendMarkRange("link");
    const address = input.value.trim();
    if (dialog.returnValue === "set" && address) chain.setLink({ href: /^(https?:|mailto:|tel:)/i.test(address) ? address : `https://${address}` }).run();
    else if (dialog.returnValue === "unset" || dialog.returnValue === "set") chain.unsetLink().run();
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
};

const start = async (area) => {
  const kit = await import(area.dataset.prose);
  const frame = make("div", { className: "prose-frame" });
  area.before(frame);
  const editor = new kit.Editor({
    element: frame,
    content: area.value,
    injectCSS: false,
    extensions: [
      kit.Document, kit.Paragraph, kit.Text, kit.HardBreak, kit.Dropcursor, kit.Gapcursor, kit.History,
      kit.Bold, kit.Italic, kit.BulletList, kit.OrderedList, kit.ListItem, kit.Blockquote,
      kit.Heading.configure({ levels: [2, 3] }),
      kit.Link.configure({ openOnClick: false, enableTarget: false, protocols: ["http", "https", "mailto", "tel"] }),
    ],
    onUpdate({ editor }) {
      area.value = editor.isEmpty ? "" : editor.getHTML();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  dress(area, frame, editor);
};

const dress = (area, frame, editor) => {
  const surface = editor.view.dom;
  surface.classList.add("prose");
  for (const [name, value] of [["role", "textbox"], ["aria-multiline", "true"], ["lang", "fr"], ["spellcheck", "true"]]) surface.setAttribute(name, value);
  const label = document.querySelector(`label[for="${area.id}"]`);
  if (label) {
    label.id ||= `${area.id}_label`;
    surface.setAttribute("aria-labelledby", label.id);
    label.addEventListener("click", () => editor.commands.focus());
  }
  const buttons = TOOLS.map(([icon, words, act, isOn]) => [tool(icon, words, () => act(editor.chain().focus()).run()), isOn]);
  buttons.push([tool("link-45deg", "Lien", () => askForLink(editor)), () => editor.isActive("link")]);
  const bar = make("div", { className: "prose-tools", role: "toolbar", ariaLabel: "Mise en forme" }, ...buttons.map(([button]) => button));
  bar.append(tool("arrow-counterclockwise", "Annuler", () => editor.chain().focus().undo().run()), tool("arrow-clockwise", "Rétablir", () => editor.chain().focus().redo().run()));
  const show = () => { for (const [button, isOn] of buttons) button.ariaPressed = String(isOn(editor)); };
  editor.on("transaction", show);
  show();
  frame.prepend(bar);
  area.hidden = true;
};

for (const area of document.querySelectorAll("textarea[data-prose]")) start(area);
