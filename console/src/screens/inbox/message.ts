import type { components } from "../../api/schema.d.ts";

export type Message = components["schemas"]["InboundMessage"];

/** Waits for a person and has no draft that one decides on instead. */
export function waitsForWord({ state, drafts }: Message["documents"][number]): boolean {
  return (state === "review" || state === "quarantined") && !drafts.some(({ open }) => open);
}
