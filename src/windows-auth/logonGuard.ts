/**
 * Keeps a wrong password from locking the account. Each refused logon counts towards the domain's lockout threshold, often
 * five or ten, and a connector that polls would reach it within a minute. Therefore:
 *
 * 1. Until a password has been accepted once, logons with it go one at a time; the others wait for the outcome.
 * 2. After one refusal nothing is sent for that identity until the password changes or somebody calls `forget`.
 *
 * A guard knows secrets by a fingerprint, never themselves.
 */
import { isWindowsAuthError, WindowsAuthError } from "./error.ts";

export interface LogonOutcome<T> {
  /** The server accepted the password, as opposed to not having asked for it. */
  readonly proven: boolean;
  readonly value: T;
}

export interface LogonGuard {
  /**
   * Runs `attempt` when it may, and learns from its outcome: a `LOGON_REFUSED` closes the guard for these secrets.
   *
   * @throws WindowsAuthError `LOGON_REFUSED` without running `attempt`, if these secrets were refused before
   */
  admit<T>(
    identity: string,
    fingerprint: string,
    attempt: () => Promise<LogonOutcome<T>>,
    signal?: AbortSignal,
  ): Promise<T>;
  /** To be called when the account was put right (unlocked, enabled) while the password stayed the same. */
  forget(identity: string): void;
}

interface Entry {
  accepted: string | undefined;
  refused: { readonly fingerprint: string; readonly error: WindowsAuthError } | undefined;
  /** Settles when the logon under way is decided. */
  turn: Promise<void>;
}

export function createLogonGuard(): LogonGuard {
  const entries = new Map<string, Entry>();

  const entryOf = (identity: string): Entry => {
    const known = entries.get(identity);
    if (known !== undefined) return known;
    const created: Entry = { accepted: undefined, refused: undefined, turn: Promise.resolve() };
    entries.set(identity, created);
    return created;
  };

  const learn = async <T>(entry: Entry, fingerprint: string, attempt: () => Promise<LogonOutcome<T>>) => {
    if (entry.refused?.fingerprint === fingerprint) throw notAgain(entry.refused.error);
    try {
      const { proven, value } = await attempt();
      if (proven) {
        entry.accepted = fingerprint;
        entry.refused = undefined;
      }
      return value;
    } catch (error) {
      if (isWindowsAuthError(error) && error.code === "LOGON_REFUSED" && entry.refused?.fingerprint !== fingerprint) {
        entry.refused = { fingerprint, error };
        entry.accepted = undefined;
      }
      throw error;
    }
  };

  return {
    async admit(identity, fingerprint, attempt, signal) {
      const entry = entryOf(identity);
      if (entry.accepted === fingerprint && entry.refused === undefined) return learn(entry, fingerprint, attempt);

      const before = entry.turn;
      let done = () => {};
      entry.turn = new Promise((resolve) => {
        done = resolve;
      });
      try {
        await waitFor(before, signal);
      } catch (error) {
        before.then(done);
        throw error;
      }
      // Proven while this one waited: let the next go on, and run beside it.
      if (entry.accepted === fingerprint) done();
      try {
        return await learn(entry, fingerprint, attempt);
      } finally {
        done();
      }
    },
    forget(identity) {
      const entry = entries.get(identity);
      if (entry !== undefined) entry.refused = undefined;
    },
  };
}

/** @throws WindowsAuthError `ABORTED` */
function waitFor(turn: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return turn;
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(new WindowsAuthError("ABORTED", "the request was called off", { cause: signal.reason }));
    };
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    turn.then(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    });
  });
}

function notAgain(error: WindowsAuthError): WindowsAuthError {
  return new WindowsAuthError(
    "LOGON_REFUSED",
    `${error.message}; not tried again with the same password, so as not to lock the account`,
    { cause: error, reason: error.reason, scheme: error.scheme, leg: error.leg, status: error.status, sent: false },
  );
}

/** Shared by all clients of this process that bring no guard of their own. */
export const processLogonGuard = createLogonGuard();
