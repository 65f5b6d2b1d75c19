// Scrolls to the newest question, and stays there while the page below it is drawn, until the reader does
// something. The window remembers both: Streamlit mounts components anew whenever the layout changes.
const DONE_BY_READERS = ["wheel", "touchmove", "pointerdown", "keydown"];

export default function (component) {
  const { data, parentElement } = component;
  const first = window.pinciteRevealed === undefined;
  if (window.pinciteRevealed !== data.key) window.pinciteLeft = false;
  window.pinciteRevealed = data.key;
  if (window.pinciteLeft) return;

  const place = parentElement.querySelector(".reveal");
  const calm = first || window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const show = (behavior) => place.scrollIntoView({ block: "start", behavior });
  let observed = false; // an observer reports once by itself
  const drawn = new ResizeObserver(() => (observed ? show("auto") : (observed = true)));
  const begun = setTimeout(() => {
    show(calm ? "auto" : "smooth");
    if (!window.pinciteLeft) drawn.observe(document.querySelector('[data-testid="stMainBlockContainer"]'));
  }, 80);
  const leave = () => {
    window.pinciteLeft = true;
    drawn.disconnect();
  };
  DONE_BY_READERS.forEach((kind) => window.addEventListener(kind, leave, true));
  return () => {
    clearTimeout(begun);
    drawn.disconnect();
    DONE_BY_READERS.forEach((kind) => window.removeEventListener(kind, leave, true));
  };
}
