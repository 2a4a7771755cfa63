// The region picker: a native list, which every phone and screen reader knows.
import { getRegions } from "./calls.js";
import { make } from "./dom.js";

const names = new Map();
const chip = document.getElementById("region-chip");
const list = document.getElementById("region");
let known = null; // what the server knows; a different choice goes with the next turn

/** Fill the picker; without regions it stays hidden. */
export async function startRegions() {
  list.addEventListener("change", mark);
  try {
    const { regions } = await getRegions();
    const add = (node, depth) => {
      names.set(node.code, node.name);
      list.append(make("option", { value: node.code }, "\u3000".repeat(depth) + node.name));
      for (const child of node.children) add(child, depth + 1);
    };
    for (const root of regions) add(root, 0);
  } catch {
    // Asking works without it; the assistant asks back where it matters.
  }
  chip.hidden = names.size === 0;
}

/** A region's name by its code. */
export const regionName = (code) => names.get(code) ?? code;

/** The chosen code, or null. */
export const chosenRegion = () => list.value || null;

/** The change to send along, or nothing. */
export function regionChange() {
  return chosenRegion() === known ? {} : { slots: { region: chosenRegion() } };
}

/** Show what the server now knows. */
export function setRegion(code) {
  known = code ?? null;
  list.value = names.has(code) ? code : "";
  mark();
}

function mark() {
  chip.classList.toggle("chosen", list.value !== "");
}
