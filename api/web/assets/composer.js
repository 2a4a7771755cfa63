// The box to write in: Enter sends, Shift+Enter breaks the line, input methods are left alone.
import { say } from "./words.js";

const LIMIT = 2000;
const form = document.getElementById("composer");
const box = document.getElementById("words");
const send = document.getElementById("send");
const count = document.getElementById("count");
let busy = false;

const length = () => [...box.value].length; // code points, as the server counts

function refresh() {
  const over = length() - LIMIT;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
  box.setAttribute("aria-invalid", String(over > 0));
  count.classList.toggle("over", over > 0);
  const shown = over > 0 ? say("tooLong", { n: over, max: LIMIT }) : "";
  const close = length() >= LIMIT * 0.75 ? say("count", { n: length(), max: LIMIT }) : "";
  count.textContent = shown || close;
  send.disabled = busy || over > 0 || box.value.trim() === "";
}

/** `submit(text)` gets what is sent. */
export function startComposer(submit) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (send.disabled) return;
    const text = box.value.trim();
    box.value = "";
    refresh();
    submit(text);
  });
  box.addEventListener("keydown", (event) => {
    // While an input method is composing, Enter chooses its candidate. Safari ends the
    // composition before it reports the key, and then only keyCode 229 tells.
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  box.addEventListener("input", refresh);
  refresh();
}

export function setBusy(value) {
  busy = value;
  refresh();
}

/** Put text back that could not be sent as it is, unless something new stands there. */
export function giveBack(text) {
  if (box.value === "") box.value = text;
  refresh();
  box.focus();
}

export const focusComposer = () => box.focus();
