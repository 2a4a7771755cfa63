// Calls to the server. A failed call throws `CallFailed` with what the citizen may read.
import { say } from "./words.js";

const PATIENCE_MS = 60_000;

export class CallFailed extends Error {
  /** status 0: nothing came back at all. */
  constructor(status, message) {
    super(message);
    this.status = status;
  }

  /** The session is gone; a new one helps. */
  get sessionLost() {
    return this.status === 401 || this.status === 404;
  }

  /** The same again may work. */
  get mayRetry() {
    return this.status === 0 || this.status === 409 || this.status === 429 || this.status >= 500;
  }
}

async function call(method, path, { token, body } = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    const response = await fetch(path, {
      method,
      signal: stop.signal,
      headers: {
        Accept: "application/json",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const data = await response.json().catch(() => null);
    if (!response.ok) throw new CallFailed(response.status, data?.detail ?? say("fault"));
    if (data === null) throw new CallFailed(502, say("fault"));
    return data;
  } catch (error) {
    if (error instanceof CallFailed) throw error;
    throw new CallFailed(0, say(stop.signal.aborted ? "slow" : "offline"));
  } finally {
    clearTimeout(timer);
  }
}

export const openSession = (region) =>
  call("POST", "/v1/sessions", { body: { channel: "web", ...(region ? { region } : {}) } });

const turnsOf = (session) => `/v1/sessions/${encodeURIComponent(session.id)}/turns`;

export const postTurn = (session, turn) =>
  call("POST", turnsOf(session), { token: session.token, body: turn });

export const getTurns = (session) => call("GET", turnsOf(session), { token: session.token });

export const getRegions = () => call("GET", "/v1/regions");
