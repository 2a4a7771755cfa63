// The letter size switch.
import { keepSize, keptSize } from "./kept.js";

export function startSizes() {
  const buttons = [...document.querySelectorAll("button[data-size]")];

  function use(size) {
    document.documentElement.dataset.size = size;
    for (const each of buttons) each.setAttribute("aria-pressed", String(each.dataset.size === size));
  }

  for (const each of buttons) {
    each.addEventListener("click", () => {
      use(each.dataset.size);
      keepSize(each.dataset.size);
    });
  }
  const kept = keptSize();
  if (buttons.some((each) => each.dataset.size === kept)) use(kept);
}
