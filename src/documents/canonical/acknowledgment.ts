import type { FunctionalAcknowledgment997 } from "../../x12/index.ts";

/** Our 997: that a group which a partner sent could be read, or why not. It says nothing about what the group asks for. */
export interface OutgoingAcknowledgment {
  /** Name of the partner's settings: a GP vendor id, or `default`. */
  partner: string;
  /** What it answers. */
  answers: { message: string; interchangeNumber: string; functionalId: string; groupNumber: string };
  /** GS08 of the group, in whose version family it is answered. */
  version: string;
  acknowledgment: FunctionalAcknowledgment997;
}
