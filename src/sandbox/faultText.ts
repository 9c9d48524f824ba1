import { type Fault, fault } from "./faults.ts";

/** Names that can be armed with one word; the target is where it usually hurts. */
const shortcuts: Readonly<Record<string, { target: string; effect: Fault["effect"] }>> = {
  lostAnswer: { target: "cleo.upload", effect: { kind: "lostAnswer" } },
  expireToken: { target: "cleo.upload", effect: { kind: "expireToken" } },
  resetBeforeBody: { target: "cleo.upload", effect: { kind: "resetBeforeBody" } },
  resetMidBody: { target: "cleo.upload", effect: { kind: "resetMidBody" } },
  truncate: { target: "gp", effect: { kind: "truncate" } },
  hang: { target: "gp", effect: { kind: "hang" } },
  html502: { target: "cleo", effect: { kind: "status", status: 502 } },
  throttle: { target: "cleo.upload", effect: { kind: "status", status: 429, headers: { "retry-after": "1" } } },
  recordLocked: {
    target: "gp.draft",
    effect: {
      kind: "status",
      status: 409,
      contentType: "application/json",
      body: '{"Errors":[{"Code":"RecordLocked","Message":"The record is locked by another user."}]}',
    },
  },
  serviceStopped: { target: "gp", effect: { kind: "status", status: 503 } },
};

const grammar = /^([A-Za-z]+\d*)(?:=(\d+))?(?::(?:x(\d+)|([01]?\.?\d+)))?(?:@([A-Za-z.]+))?$/;

/**
 * A fault in one word, for the command line: `name[=number][:xTIMES | :PROBABILITY][@target]`, such as `lostAnswer:x2`,
 * `html502:0.1@cleo.upload`, `status=500@gp.vendors` or `delay=2000:x1@gp`.
 *
 * @throws RangeError where the text cannot be read, ZodError where its values are out of range
 */
export function parseFault(text: string): Fault {
  const [, name = "", number, times, probability, target] = grammar.exec(text) ?? [];
  const known = shortcuts[name];
  const effect =
    name === "status" && number !== undefined
      ? { kind: "status", status: Number(number) }
      : name === "delay" && number !== undefined
        ? { kind: "delay", ms: Number(number) }
        : name === "slowAnswer" && number !== undefined
          ? { kind: "slowAnswer", ms: Number(number) }
          : number === undefined
            ? known?.effect
            : undefined;
  if (effect === undefined) {
    const names = [...Object.keys(shortcuts), "status=CODE", "delay=MS", "slowAnswer=MS"].join(", ");
    throw new RangeError(`not a fault: ${text.slice(0, 60)} (known: ${names})`);
  }
  return fault.parse({
    target: target ?? known?.target ?? "gp",
    effect,
    ...(times === undefined ? {} : { times: Number(times) }),
    ...(probability === undefined ? {} : { probability: Number(probability) }),
  });
}
