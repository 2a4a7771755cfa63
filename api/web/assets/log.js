// The conversation as it is seen: bubbles, options, errors, and the sign that it is being worked on.
import { citationCards } from "./citation.js";
import { button, make } from "./dom.js";
import { prose } from "./prose.js";
import { say } from "./words.js";

const log = document.getElementById("log");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

function show(element) {
  log.append(element);
  return element;
}

function bubble(who, ...content) {
  const label = say(who === "citizen" ? "you" : "assistant");
  return make("article", { class: `bubble ${who}`, tabindex: "-1", "aria-label": label }, ...content);
}

/** Bring an element to the top of the view, as far as there is room. */
export function bringUp(element) {
  element.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
}

export function showQuestion(text) {
  return show(bubble("citizen", prose(text)));
}

export function showGreeting(text) {
  return show(bubble("assistant", prose(text)));
}

export function showNotice(text) {
  return show(make("p", { class: "notice" }, text));
}

/** A reply with its citations and options; `choose(option)` is called when one is clicked. */
export function showTurn(turn, choose) {
  const cards = citationCards(turn.answers.flatMap((answer) => answer.citations));
  const text = cards.length > 0 ? withoutSources(turn.text) : turn.text;
  const article = bubble("assistant", text === "" ? null : prose(text));
  article.dataset.status = turn.status;
  article.append(...cards);
  if (turn.options.length > 0) article.append(options(turn.options, choose));
  if (turn.suggestions.length > 0) article.append(suggestions(turn.suggestions, choose));
  if (turn.machine_made) {
    const made = say(cards.length > 0 ? "made" : "madeWithoutSource");
    article.append(make("p", { class: "made" }, made));
  }
  return show(article);
}

/** A reply less the lines of where it stands: the cards below it say that. */
function withoutSources(text) {
  const isSource = (line) => line.startsWith(say("sourceLine"));
  return text.split("\n\n").filter((each) => !each.split("\n").every(isSource)).join("\n\n");
}

function options(offered, choose) {
  const group = make("div", { class: "options", role: "group", "aria-label": say("choose") });
  for (const option of offered) {
    const each = button(option.label, () => {
      if (choose(option)) each.classList.add("chosen");
    }, "choice");
    group.append(each);
  }
  return group;
}

/** What people ask next: sent as it stands, without an option's id. */
function suggestions(texts, choose) {
  const group = options(texts.map((label) => ({ label })), choose);
  group.setAttribute("aria-label", say("suggestions"));
  group.classList.add("suggestions");
  return group;
}

/** What was offered before counts no more once something else is said. */
export function closeOptions() {
  for (const each of log.querySelectorAll(".options button, .failure button")) each.disabled = true;
}

/** Say what failed; with `again` there is a button for it. */
export function showFailure(message, again, label = say("retry")) {
  const element = make("div", { class: "failure", role: "alert" }, make("p", {}, message));
  if (again) {
    element.append(
      button(label, () => {
        element.remove();
        again();
      }, "choice"),
    );
  }
  return show(element);
}

/** Three dots until the returned function is called. */
export function showWorking() {
  const dots = make("span", { class: "dots", "aria-hidden": "true" }, make("i"), make("i"), make("i"));
  const element = show(make("p", { class: "working", role: "status" }, dots, say("searching")));
  return () => element.remove();
}

export function clearLog() {
  log.replaceChildren();
}
