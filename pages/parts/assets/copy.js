// One click copies a text. Clipboards need https or localhost; elsewhere a hidden text area does it.
async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("copying is not allowed");
}

export default function (component) {
  const { data, parentElement } = component;
  const button = parentElement.querySelector("button");
  const said = parentElement.querySelector("[role=status]");
  button.textContent = data.label;
  button.onclick = async () => {
    const text = data.link ? new URL(data.text, window.location.origin + window.location.pathname).href : data.text;
    let outcome = "Copied";
    try {
      await copy(text);
    } catch {
      outcome = "Could not copy";
    }
    said.textContent = outcome;
    button.textContent = outcome;
    setTimeout(() => {
      button.textContent = data.label;
      said.textContent = "";
    }, 1800);
  };
}
