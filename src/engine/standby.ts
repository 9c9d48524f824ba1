/**
 * A role that one process at a time may have, and that another one takes over when it is free: because its owner ended,
 * was killed, or lost its connection to the database. Every process that could do the work stands by.
 *
 * The lock lives as long as its database session (see database/roleLock.ts), so a killed owner frees it at once. An owner
 * that lost its session stops the work before it asks for the role again; what it did in between must do no harm when
 * the next owner does it too.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { RoleLock } from "../database/roleLock.ts";
import { isConnectorError } from "../errors/connectorError.ts";

export interface StandbyOptions {
  /** Takes the role, or throws DATABASE_ROLE_TAKEN. */
  lock: () => Promise<RoleLock>;
  /**
   * Begins the role's work. @returns what ends it
   *
   * @param anew ends the work and the role, and asks for it again
   */
  begin: (anew: () => void) => Promise<() => Promise<void>>;
  onError: (error: unknown) => void;
  /** Milliseconds between two looks whether the role is free. */
  lookAgain?: number;
}

export interface Standby {
  /** Whether this process does the role's work now. */
  held(): boolean;
  /** Ends the work, if any, and frees the role. */
  stop(): Promise<void>;
}

export async function standBy({ lock, begin, onError, lookAgain = 5_000 }: StandbyOptions): Promise<Standby> {
  const stopping = new AbortController();
  let held = false;

  /** Does the work until the role is lost or we stop. @returns whether the role was free */
  async function serve(begun: () => void): Promise<void> {
    const role = await lock();
    try {
      const ending = new AbortController();
      const end = await begin(() => ending.abort());
      held = true;
      begun();
      await aborted(role.lost, stopping.signal, ending.signal);
      held = false;
      await end();
    } finally {
      held = false;
      await role.release();
    }
  }

  async function live(begun: () => void): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await serve(begun);
      } catch (error) {
        if (!(isConnectorError(error) && error.code === "DATABASE_ROLE_TAKEN")) onError(error);
      }
      begun();
      await pause(lookAgain, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  let living: Promise<void> = Promise.resolve();
  // Whoever starts a process wants to know at once which roles it has.
  await new Promise<void>((firstLook) => {
    living = live(firstLook);
  });
  return {
    held: () => held,
    async stop() {
      stopping.abort();
      await living;
    },
  };
}

function aborted(...signals: AbortSignal[]): Promise<void> {
  const any = AbortSignal.any(signals);
  return new Promise((resolve) => {
    if (any.aborted) resolve();
    else any.addEventListener("abort", () => resolve(), { once: true });
  });
}
