// Text as it was written: its lines kept, those of a list indented, no word changed.
import { make } from "./dom.js";

const MARKER =
  /^\s*(?:\d{1,2}\s*[.、．)）](?!\d)\s*|[（(]\s*[\d一二三四五六七八九十]{1,3}\s*[)）]\s*|[一二三四五六七八九十]{1,3}、|[①-⑳]\s*|[•·●▪-]\s*)/;

/** Width of a marker in em: a Chinese character is one wide, a Latin one about half. */
function width(marker) {
  return [...marker].reduce((sum, each) => {
    if (each === " " || each === ".") return sum + 0.26;
    return sum + (each.codePointAt(0) < 0x2000 ? 0.55 : 1);
  }, 0);
}

/** The nodes of a line: the name of an element is bold, where a line says of what kind it is. */
function line(text) {
  const named = /^【[^】]+】/.exec(text);
  if (named !== null) return [make("strong", {}, named[0]), text.slice(named[0].length)];
  const marker = MARKER.exec(text);
  if (marker === null) return [text];
  const item = make("span", { class: "item" }, text);
  item.style.setProperty("--indent", `${width(marker[0])}em`);
  return [item];
}

/** The element's own text content is the text, to the letter: so it is copied and read out. */
export function prose(text, className = "prose") {
  const lines = text.split(/\r?\n/).flatMap((each) => ["\n", ...line(each)]);
  return make("div", { class: className }, ...lines.slice(1));
}
