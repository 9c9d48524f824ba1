import type { Connection } from "./connection.ts";
import { WindowsAuthError } from "./error.ts";

/** A place for one connection. Whoever holds the slot is the only one to use the connection in it. */
export interface Slot {
  connection: Connection | undefined;
}

export interface ConnectionPool {
  /** Waits, first come first served, until a slot is free; one with a live, authenticated connection if there is one. */
  acquire(signal?: AbortSignal): Promise<Slot>;
  release(slot: Slot): void;
  /** Closes the unused connections now and those in use when they are released; the waiting are turned away. */
  close(): Promise<void>;
  readonly open: number;
  readonly waiting: number;
}

/** @param idle milliseconds after which an unused connection is closed */
export function createConnectionPool(size: number, idle: number): ConnectionPool {
  const free: Slot[] = Array.from({ length: size }, () => ({ connection: undefined }));
  const all = [...free];
  const timers = new Map<Slot, NodeJS.Timeout>();
  const waiters: Waiter[] = [];
  let closed: { readonly drained: () => void; readonly promise: Promise<void> } | undefined;

  const takeFree = (): Slot | undefined => {
    const ready = free.findLastIndex(({ connection }) => connection?.usable && connection.authenticated !== undefined);
    const slot = ready >= 0 ? free.splice(ready, 1)[0] : free.pop();
    if (slot !== undefined) clearTimeout(timers.get(slot));
    return slot;
  };

  return {
    acquire(signal) {
      if (closed !== undefined) return Promise.reject(closedError());
      if (signal?.aborted) return Promise.reject(abortedError(signal));
      const slot = takeFree();
      if (slot !== undefined) return Promise.resolve(slot);
      return new Promise((resolve, reject) => {
        const abort = () => {
          waiters.splice(waiters.indexOf(waiter), 1);
          reject(abortedError(signal));
        };
        const waiter: Waiter = {
          give(slot) {
            signal?.removeEventListener("abort", abort);
            resolve(slot);
          },
          turnAway() {
            signal?.removeEventListener("abort", abort);
            reject(closedError());
          },
        };
        signal?.addEventListener("abort", abort, { once: true });
        waiters.push(waiter);
      });
    },

    release(slot) {
      if (slot.connection !== undefined && (closed !== undefined || !slot.connection.usable)) {
        slot.connection.close();
        slot.connection = undefined;
      }
      const next = waiters.shift();
      if (next !== undefined) return next.give(slot);
      free.push(slot);
      if (closed !== undefined) {
        if (free.length === size) closed.drained();
      } else if (slot.connection !== undefined) {
        const { connection } = slot;
        const timer = setTimeout(() => {
          connection.close();
          if (slot.connection === connection) slot.connection = undefined;
        }, idle);
        timers.set(slot, timer.unref());
      }
    },

    close() {
      if (closed === undefined) {
        const { promise, resolve } = Promise.withResolvers<void>();
        closed = { drained: resolve, promise };
        for (const waiter of waiters.splice(0)) waiter.turnAway();
        for (const slot of free) {
          clearTimeout(timers.get(slot));
          slot.connection?.close();
          slot.connection = undefined;
        }
        if (free.length === size) resolve();
      }
      return closed.promise;
    },

    get open() {
      return all.filter(({ connection }) => connection?.usable).length;
    },
    get waiting() {
      return waiters.length;
    },
  };
}

interface Waiter {
  give(slot: Slot): void;
  turnAway(): void;
}

const closedError = () => new WindowsAuthError("CLOSED", "the client is closed");
const abortedError = (signal: AbortSignal | undefined) =>
  new WindowsAuthError("ABORTED", "the request was called off", { cause: signal?.reason });
