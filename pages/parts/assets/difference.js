// What became of words: all of it is set as textContent.
const TAGS = { "taken out": "del", "put in": "ins" };

function build([change, text]) {
  const made = document.createElement(TAGS[change] ?? "span");
  made.textContent = text.trimEnd();
  return [made, text.slice(text.trimEnd().length)]; // no line below or through the space behind the words
}

export default function (component) {
  const { data, parentElement } = component;
  const root = parentElement.querySelector(".difference");
  root.replaceChildren(...data.stretches.flatMap(build));
}
