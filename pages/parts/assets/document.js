// A document's text with the cited words marked. All of it is set as textContent.
function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function build(block) {
  const heading = block.level > 0;
  const made = element(heading ? `h${Math.min(block.level + 2, 6)}` : "p", heading ? "" : "paragraph");
  for (const [text, marked] of block.pieces) {
    made.append(marked ? element("mark", "", text) : text);
  }
  return made;
}

export default function (component) {
  const { data, parentElement } = component;
  const root = parentElement.querySelector(".document");
  if (root.dataset.shown === data.key) return;
  root.dataset.shown = data.key;
  root.setAttribute("aria-label", data.label);
  root.replaceChildren(...data.blocks.map(build));
  const mark = root.querySelector("mark");
  if (!mark) {
    root.scrollTop = 0;
    return;
  }
  mark.tabIndex = -1;
  requestAnimationFrame(() => {
    const into = mark.getBoundingClientRect().top - root.getBoundingClientRect().top;
    root.scrollTop += into - root.clientHeight / 3;
    const stacked = window.matchMedia("(max-width: 640px)").matches; // the panel stands below the chat
    if (stacked) mark.scrollIntoView({ block: "center" });
  });
}
