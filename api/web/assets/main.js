// The citizen's page: one conversation, kept for as long as the tab is open.
import { CallFailed, getTurns, openSession, postTurn } from "./calls.js";
import { focusComposer, giveBack, setBusy, startComposer } from "./composer.js";
import { keepSession, keptSession } from "./kept.js";
import * as log from "./log.js";
import { chosenRegion, regionChange, setRegion, startRegions } from "./regions.js";
import { startSizes } from "./sizes.js";
import { loadWords, say } from "./words.js";

const examples = document.getElementById("examples");
const logElement = document.getElementById("log");
let session = null; // {id, token, greeting}
let busy = false;

function working(value) {
  busy = value;
  setBusy(value);
}

/** Only the page needs this id, so it is made where crypto.randomUUID (https only) is missing. */
function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

async function open() {
  const region = chosenRegion();
  session = await openSession(region);
  keepSession(session);
  setRegion(region);
}

async function restore() {
  session = keptSession();
  if (session === null) return false;
  try {
    const { turns } = await getTurns(session);
    log.showGreeting(session.greeting);
    for (const { question, turn } of turns) {
      log.closeOptions();
      log.showQuestion(question);
      log.showTurn(turn, choose);
    }
    const last = turns.at(-1)?.turn;
    setRegion(last?.slots.region);
    examples.hidden = turns.length > 0;
    if (last) document.querySelector(".bubble.citizen:nth-last-child(2)")?.scrollIntoView();
    return true;
  } catch (error) {
    if (error instanceof CallFailed && error.sessionLost) return false;
    throw error;
  }
}

async function begin() {
  working(true);
  logElement.setAttribute("aria-busy", "true"); // a restored conversation is not read out whole
  try {
    if (!(await restore())) {
      await open();
      log.showGreeting(session.greeting);
      examples.hidden = false;
    }
    working(false);
  } catch (error) {
    log.showFailure(error instanceof CallFailed ? error.message : say("cannotOpen"), begin, say("reopen"));
  }
  logElement.removeAttribute("aria-busy");
}

/** An option was clicked; false where another turn is under way. */
function choose(option) {
  if (busy) return false;
  ask({ text: option.label, option_id: option.id }, { moveFocus: true });
  return true;
}

function ask(turn, { moveFocus = false } = {}) {
  log.closeOptions();
  examples.hidden = true;
  const question = log.showQuestion(turn.text);
  send({ ...turn, client_turn_id: newId(), ...regionChange() }, question, moveFocus);
}

async function send(turn, question, moveFocus, renewed = false) {
  working(true);
  const done = log.showWorking();
  log.bringUp(question);
  try {
    const reply = await postTurn(session, turn);
    done();
    const shown = log.showTurn(reply, choose);
    setRegion(reply.slots.region);
    log.bringUp(question);
    if (moveFocus) shown.focus({ preventScroll: true });
  } catch (error) {
    done();
    if (!(error instanceof CallFailed)) throw error;
    if (error.sessionLost && !renewed) {
      await renew(turn, question, moveFocus);
      return;
    }
    refuse(error, turn, question, moveFocus);
  } finally {
    working(false);
  }
}

/** The server has forgotten the session: open another and ask there, without the old option. */
async function renew({ option_id: _gone, ...turn }, question, moveFocus) {
  try {
    await open();
  } catch (error) {
    refuse(error, turn, question, moveFocus);
    return;
  }
  log.showNotice(say("renewed"));
  await send(turn, question, moveFocus, true);
}

function refuse(error, turn, question, moveFocus) {
  if (error.mayRetry) {
    const failure = log.showFailure(error.message, () => send(turn, question, moveFocus));
    failure.scrollIntoView({ block: "nearest" });
  } else {
    question.remove();
    log.showFailure(error.message, null).scrollIntoView({ block: "nearest" });
    giveBack(turn.text);
  }
}

async function restart() {
  if (busy) return;
  keepSession(null);
  session = null;
  log.clearLog();
  await begin();
  focusComposer();
}

async function start() {
  startSizes();
  await loadWords();
  startComposer((text) => ask({ text }));
  document.getElementById("restart").addEventListener("click", restart);
  examples.addEventListener("click", (event) => {
    const chosen = event.target.closest("button");
    if (chosen && !busy) ask({ text: chosen.textContent }, { moveFocus: true });
  });
  await startRegions();
  await begin();
}

start();
