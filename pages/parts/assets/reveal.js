// Scrolls to the newest question, once. The window remembers which one that was: Streamlit mounts
// components anew whenever the layout around them changes.
export default function (component) {
  const { data, parentElement } = component;
  if (window.pinciteRevealed === data.key) return;
  const first = window.pinciteRevealed === undefined;
  window.pinciteRevealed = data.key;
  const place = parentElement.querySelector(".reveal");
  const calm = first || window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  setTimeout(() => place.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" }), 80);
}
