// Leads to the question field: with Ctrl+K (⌘K on a Mac), by a button that shows when Tab reaches it,
// and after "New question". Not from a dialog, which is to be answered first.
const FIELD = '[data-testid="stChatInputTextArea"]';
const MAC = /^(mac|iphone|ipad)/i.test(navigator.platform);

export default function (component) {
  const { data, parentElement } = component;
  const button = parentElement.querySelector("button");
  const go = () => document.querySelector(FIELD)?.focus();
  const onKey = (event) => {
    const held = MAC ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
    if (!held || event.shiftKey || event.altKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault(); // the browser would go to its own search
    if (!document.querySelector('[data-testid="stDialog"]')) go();
  };
  button.textContent = `To the question field  ${MAC ? "⌘" : "Ctrl"} + K`;
  button.addEventListener("click", go);
  document.addEventListener("keydown", onKey);
  const touched = window.matchMedia("(hover: none)").matches; // its keyboard would cover the page
  if (data.wanted > (window.pinciteWanted ?? 0) && !touched) go();
  window.pinciteWanted = data.wanted;
  return () => {
    button.removeEventListener("click", go);
    document.removeEventListener("keydown", onKey);
  };
}
