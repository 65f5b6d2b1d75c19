// A checked answer: statements with numbered citations. Everything that comes from documents or
// models is set as textContent, so that it can never become markup.
const HIDE_AFTER = 160; // ms: long enough to move the pointer from the number onto the card

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined && text !== null) made.textContent = text;
  return made;
}

function cardFor(citation) {
  const card = element("div", "card");
  card.id = `card-${citation.number}`;
  card.setAttribute("role", "tooltip");
  card.setAttribute("popover", "manual"); // top layer: no container clips it
  card.append(
    element("div", "card-title", citation.title),
    element("div", "card-place", citation.place),
    element("blockquote", "card-quote", citation.quote),
    element("div", "card-hint", "Click to read it in the source"),
  );
  return card;
}

function place(card, button) {
  const anchor = button.getBoundingClientRect();
  const width = Math.min(440, window.innerWidth - 24);
  card.style.width = `${width}px`;
  const left = Math.min(Math.max(12, anchor.left - 24), window.innerWidth - width - 12);
  card.style.left = `${left}px`;
  const height = card.offsetHeight;
  const below = anchor.bottom + 6;
  const fits = below + height < window.innerHeight - 8 || anchor.top < height + 12;
  card.style.top = `${fits ? below : anchor.top - height - 6}px`;
}

// The number that has the focus keeps it while the answer is built anew. Where its source was closed from
// within the panel, which takes the focus away with it, the focus comes back to the number.
function numberToFocus(root, active) {
  const closed = active === null ? root.dataset.active : undefined;
  root.dataset.active = active ?? "";
  const within = root.getRootNode().activeElement;
  if (within?.dataset.number) return within.dataset.number;
  const at = document.activeElement;
  const lost = !at || at === document.body || at.closest(".st-key-source-panel");
  return lost ? closed : undefined;
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".answer");
  const focused = numberToFocus(root, data.active);
  root.replaceChildren();
  let shown = null;
  let timer = null;
  let quiet = false; // while a number gets the focus back, its card stays away

  const hide = () => {
    clearTimeout(timer);
    if (shown) {
      if (shown.hidePopover && shown.matches(":popover-open")) shown.hidePopover();
      shown.classList.remove("shown");
      shown = null;
    }
  };
  const hideSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(hide, HIDE_AFTER);
  };
  const show = (card, button) => {
    clearTimeout(timer);
    if (shown === card) return;
    hide();
    shown = card;
    if (card.showPopover) card.showPopover();
    card.classList.add("shown");
    place(card, button);
  };

  const cards = new Map(data.citations.map((citation) => [citation.number, cardFor(citation)]));
  const titles = new Map(data.citations.map((citation) => [citation.number, citation]));

  const addPart = (part) => {
    const heading = element("div", "part", part.question);
    heading.setAttribute("role", "heading");
    heading.setAttribute("aria-level", "3");
    root.append(heading);
    if (part.note) root.append(element("p", "note", part.note));
  };
  const addStatement = (statement) => {
    const block = element("div", "statement");
    if (statement.lead) block.append(element("div", "lead", statement.lead));
    const paragraph = element("p");
    const text = statement.quoted ? `“${statement.text}”` : statement.text;
    const cut = text.trimEnd().lastIndexOf(" ") + 1;
    const end = element("span", "end", text.slice(cut)); // keeps the first number on its line
    paragraph.append(text.slice(0, cut), end);
    for (const number of statement.citations) {
      const citation = titles.get(number);
      const card = cards.get(number);
      const button = element("button", "mark", String(number));
      button.type = "button";
      button.dataset.number = String(number);
      button.setAttribute("aria-label", `Source ${number}: ${citation.title}, ${citation.place}. Open it.`);
      button.setAttribute("aria-describedby", card.id);
      if (number === data.active) button.setAttribute("aria-current", "true");
      button.addEventListener("mouseenter", () => show(card, button));
      button.addEventListener("mouseleave", hideSoon);
      button.addEventListener("focus", () => !quiet && button.matches(":focus-visible") && show(card, button));
      button.addEventListener("blur", hideSoon);
      button.addEventListener("click", () => {
        hide();
        setTriggerValue("open", number);
      });
      (number === statement.citations[0] ? end : paragraph).append(button);
    }
    block.append(paragraph);
    if (statement.caution) {
      const caution = element("div", "caution");
      const sign = element("span", "sign", "⚠");
      sign.setAttribute("aria-hidden", "true"); // the words say it
      caution.append(sign, statement.caution);
      block.append(caution);
    }
    root.append(block);
  };

  data.parts.forEach((part, number) => {
    addPart(part);
    data.statements.filter((statement) => statement.part === number).forEach(addStatement);
  });
  if (!data.parts.length) data.statements.forEach(addStatement);
  for (const card of cards.values()) {
    card.addEventListener("mouseenter", () => clearTimeout(timer));
    card.addEventListener("mouseleave", hideSoon);
    root.append(card);
  }

  if (focused) {
    quiet = true;
    root.querySelector(`button[data-number="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    quiet = false;
  }

  const onKey = (event) => {
    if (event.key !== "Escape" || !shown) return;
    hide();
    event.stopPropagation(); // one press closes one thing: the card, and only the next one the source
  };
  document.addEventListener("keydown", onKey, true);
  window.addEventListener("scroll", hide, true);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("keydown", onKey, true);
    window.removeEventListener("scroll", hide, true);
  };
}
