// Builds and updates the page. Text is set as text, never as markup.

/** An element. Of the properties, `class`, `on` (listeners) and what stands in attributes are known. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'on') {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value !== undefined && value !== null && value !== '') {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ''));
  return element;
}

// What can't be seen and yet changes what is: controls, directions, zero-width spaces, tags.
const UNSEEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** Text from elsewhere: its direction kept to itself, unseen characters shown by their numbers. */
export function foreign(text) {
  const shown = h('bdi');
  let from = 0;
  for (const match of text.matchAll(UNSEEN)) {
    const number = match[0].codePointAt(0).toString(16).toUpperCase().padStart(4, '0');
    shown.append(text.slice(from, match.index), h('span', { class: 'unseen' }, `U+${number}`));
    from = match.index + match[0].length;
  }
  shown.append(text.slice(from));
  return shown;
}

/** Makes the parent's children those given, leaving alone what is in its place already. */
export function sync(parent, children) {
  const keep = new Set(children);
  for (const child of [...parent.childNodes]) if (!keep.has(child)) child.remove();
  let next = parent.firstChild;
  for (const child of children) {
    if (child === next) next = next.nextSibling;
    else parent.insertBefore(child, next);
  }
}

/** Sets text only where it changes, so that nothing is announced twice. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Changes the page and keeps the focus where it was, even if its element was moved or built anew.
 * Elements that may have it carry `data-focus`, a name that stays the same; if there is no such any
 * more, `fallback` is asked, with the id of the section that it was in.
 */
export function keepingFocus(change, fallback) {
  const before = document.activeElement;
  const name = before?.dataset?.focus;
  const section = before?.closest('section[id]')?.id;
  change();
  if (!before || before === document.body || before === document.activeElement) return;
  const after = before.isConnected ? before : name && find(name);
  (after || fallback(section))?.focus({ preventScroll: true });
}

function find(name) {
  return document.querySelector(`[data-focus="${CSS.escape(name)}"]`);
}

/** Opens in an element what the reader had opened in the one whose place it takes. */
export function carryOver(former, element) {
  const name = (details) => `${details.closest('[data-uid]')?.dataset.uid} ${details.firstChild.textContent}`;
  const known = new Map([...(former?.querySelectorAll('details') ?? [])].map((details) => [name(details), details.open]));
  for (const details of element.querySelectorAll('details')) {
    details.open = known.get(name(details)) ?? details.open;
  }
  return element;
}

/** Elements by key, made anew only when what they are made of has changed. */
export class Cache {
  #made = new Map();
  #used = new Set();

  /** The element for a key; `make` gets the former one, to carry over what the reader has opened. */
  get(key, version, make) {
    this.#used.add(key);
    const made = this.#made.get(key);
    if (made && made.version === version) return made.element;
    const element = make(made?.element);
    this.#made.set(key, { version, element });
    return element;
  }

  /** Forgets what was not asked for since the last time. */
  sweep() {
    for (const key of this.#made.keys()) if (!this.#used.has(key)) this.#made.delete(key);
    this.#used.clear();
  }
}
