// The page's sentences, out of words.json; `start` in main.js loads them before anything else.
let words = {};

export async function loadWords() {
  const response = await fetch("/assets/words.json");
  words = await response.json();
}

/** A sentence by its key, with {name} filled in. */
export function say(key, values = {}) {
  return Object.entries(values).reduce(
    (text, [name, value]) => text.replaceAll(`{${name}}`, String(value)),
    words[key],
  );
}

/** The Chinese name of an element, or null where there is none. */
export function elementName(element) {
  return words.elements[element] ?? null;
}
