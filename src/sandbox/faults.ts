/**
 * Faults that can be armed: which requests they meet (`target`, `method`, `path`), how often (`skip`, `times`, `probability`)
 * and what happens then (`effect`).
 */
import { z } from "zod";

/** Requests are named by what they do; a target meets every operation that starts with it (`cleo` meets all of Cleo's). */
export const operations = [
  /** Any request to GP that carries credentials, before they are looked at; the other GP targets mean requests that are logged on. */
  "logon",
  "gp.help",
  "gp.companies",
  "gp.vendors",
  "gp.vendor",
  "gp.purchaseOrders",
  "gp.purchaseOrder",
  "gp.draft",
  "gp.other",
  "cleo.token",
  "cleo.upload",
  "cleo.list",
  "cleo.download",
  "cleo.delete",
  "cleo.other",
] as const;
export type Operation = (typeof operations)[number];

const effect = z.discriminatedUnion("kind", [
  /** An answer instead of the real one. Nothing is stored or changed. */
  z.strictObject({
    kind: z.literal("status"),
    status: z.int().min(200).max(599),
    body: z.string().optional(),
    contentType: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  /** The request is served after a wait. */
  z.strictObject({ kind: z.literal("delay"), ms: z.int().min(0).max(3_600_000) }),
  /** The request is carried out at once and answered after a wait: a client that gives up earlier does not know that it was. */
  z.strictObject({ kind: z.literal("slowAnswer"), ms: z.int().min(0).max(3_600_000) }),
  /** No answer at all; the connection stays open. */
  z.strictObject({ kind: z.literal("hang") }),
  /** The connection is reset before the body was read: certainly not stored. */
  z.strictObject({ kind: z.literal("resetBeforeBody") }),
  /** The connection is reset when part of the body has arrived: not stored. */
  z.strictObject({ kind: z.literal("resetMidBody") }),
  /** The request is carried out and recorded, then the connection is reset instead of an answer. */
  z.strictObject({ kind: z.literal("lostAnswer") }),
  /** The request is carried out, and then answered with this status. */
  z.strictObject({ kind: z.literal("doneButStatus"), status: z.int().min(400).max(599) }),
  /** The answer breaks off in the middle. */
  z.strictObject({ kind: z.literal("truncate") }),
  /** The token that came with the request dies before it is looked at (Cleo only). */
  z.strictObject({ kind: z.literal("expireToken") }),
]);

export type Effect = z.output<typeof effect>;

export const fault = z.strictObject({
  target: z.string().refine((target) => operations.some((name) => meets(target, name)), {
    message: `no request has this name; known: gp, cleo, ${operations.join(", ")}`,
  }),
  method: z.string().optional(),
  /** Part of the request path (as sent, percent-encoded) that has to be there. */
  path: z.string().optional(),
  /** Requests that are let through first. */
  skip: z.int().min(0).default(0),
  /** Requests that are met, then the fault is spent; without it, all of them. */
  times: z.int().min(1).optional(),
  probability: z.number().min(0).max(1).optional(),
  effect,
});

export type Fault = z.output<typeof fault>;
export type FaultInput = z.input<typeof fault>;

export interface ArmedFault extends Fault {
  id: number;
  /** Requests that it has met so far. */
  hits: number;
}

export interface FaultBoard {
  arm(fault: Fault): ArmedFault;
  list(): ArmedFault[];
  clear(id?: number): void;
  /** The effect that this request has to suffer, if any. The first armed fault that fits wins. */
  strike(request: { operation: Operation; method: string; path: string }): Effect | undefined;
}

/** @param random numbers in [0, 1), from a seeded generator, so that a run can be repeated */
export function createFaultBoard(random: () => number, initial: readonly Fault[] = []): FaultBoard {
  let armed: ArmedFault[] = [];
  let lastId = 0;
  const arm = (given: Fault): ArmedFault => {
    lastId += 1;
    const fault = { ...given, id: lastId, hits: 0 };
    armed.push(fault);
    return fault;
  };
  for (const given of initial) arm(given);
  return {
    arm,
    list: () => armed.map((fault) => ({ ...fault })),
    clear(id) {
      armed = id === undefined ? [] : armed.filter((fault) => fault.id !== id);
    },
    strike({ operation, method, path }) {
      for (const fault of armed) {
        if (!meets(fault.target, operation)) continue;
        if (fault.method !== undefined && fault.method.toUpperCase() !== method) continue;
        if (fault.path !== undefined && !path.includes(fault.path)) continue;
        if (fault.skip > 0) {
          fault.skip -= 1;
          continue;
        }
        if (fault.probability !== undefined && random() >= fault.probability) continue;
        fault.hits += 1;
        if (fault.times !== undefined && fault.hits >= fault.times) armed = armed.filter((other) => other !== fault);
        return fault.effect;
      }
      return undefined;
    },
  };
}

function meets(target: string, operation: string): boolean {
  return target === operation || operation.startsWith(`${target}.`);
}

/** Numbers in [0, 1) that depend on the seed alone (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
