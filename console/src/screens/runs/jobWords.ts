import type { components } from "../../api/schema.d.ts";

export type Job = components["schemas"]["Job"];

const kinds: Readonly<Record<string, string>> = {
  poll: "poll",
  replay: "replay",
  receive: "receipt",
  check: "fit check",
  collect: "reading of folders",
};

/** `sweep`, `full poll`, `poll of vendors`. */
export function jobKindWord({ kind, parameters }: Pick<Job, "kind" | "parameters">): string {
  if (kind === "poll" && parameters.sweep === true) return "sweep";
  if (kind === "poll" && parameters.full === true) return "full poll";
  return kinds[kind] ?? kind;
}

/** A job that waits for its time while it runs is told apart. */
export function jobState({ state, notBefore }: Pick<Job, "state" | "notBefore">): string {
  return state === "running" && notBefore !== null ? "resting" : state;
}

/** Milliseconds since it began, up to its end or now. */
export function jobSpan(
  { startedAt, finishedAt }: Pick<Job, "startedAt" | "finishedAt">,
  now: number,
): number | undefined {
  if (startedAt === null) return undefined;
  return (finishedAt === null ? now : Date.parse(finishedAt)) - Date.parse(startedAt);
}

export function readCount({ progress }: Pick<Job, "progress">): number {
  return progress.read.vendors + progress.read.purchaseOrders;
}
