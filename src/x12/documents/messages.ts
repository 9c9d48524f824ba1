/** The messages of an input: its transaction sets and TA1s, each with the envelope it came in. */
import type { ReadSegment, Token } from "../reader/segment.ts";
import { type TokenizeOptions, tokenize } from "../reader/tokenize.ts";
import type { ParsedSet } from "./parsedSet.ts";

/** ISA. Ids without the blanks that fill them. */
export interface InterchangeHeader {
  senderQualifier: string;
  sender: string;
  receiverQualifier: string;
  receiver: string;
  /** ISA09 and ISA10 as sent. */
  date: string;
  time: string;
  /** ISA12. */
  version: string;
  /** ISA13, nine digits. */
  controlNumber: string;
  acknowledgmentRequested: boolean;
  /** ISA15. */
  usage: string;
}

/** GS. */
export interface GroupHeader {
  /** GS01. */
  functionalId: string;
  sender: string;
  receiver: string;
  /** GS04 and GS05 as sent. */
  date: string;
  time: string;
  /** GS06, as sent. */
  controlNumber: string;
  /** GS08, such as `004010VICS`. */
  version: string;
}

/** A transaction set, from ST to SE. */
export interface SetMessage extends ParsedSet {
  kind: "set";
  readonly segments: readonly ReadSegment[];
  /** ST02. */
  controlNumber: string;
  /** ST03. */
  implementation?: string;
  group: GroupHeader | undefined;
  interchange: InterchangeHeader | undefined;
  /** False where the set has no SE: it must not be applied. */
  complete: boolean;
}

/** A TA1, which stands in an interchange outside every group. */
export interface AcknowledgmentMessage {
  kind: "TA1";
  segment: ReadSegment;
  interchange: InterchangeHeader | undefined;
}

export type Message = SetMessage | AcknowledgmentMessage;

/** Reads messages one at a time; of a long input only the current set is held. Nothing is judged: see `validate`. */
export function* messagesOf(input: Uint8Array, options?: TokenizeOptions): Generator<Message, void, undefined> {
  const reading = new MessageReading();
  for (const token of tokenize(input, options)) {
    const message = reading.take(token);
    if (message !== undefined) yield message;
  }
  const last = reading.finish();
  if (last !== undefined) yield last;
}

class MessageReading {
  #interchange: InterchangeHeader | undefined;
  #group: GroupHeader | undefined;
  #set: ReadSegment[] | undefined;

  /** @returns the message that ended with this token */
  take(token: Token): Message | undefined {
    if (token.kind !== "segment") return undefined;
    switch (token.id) {
      case "ISA": {
        const cut = this.finish();
        this.#interchange = interchangeHeader(token);
        this.#group = undefined;
        return cut;
      }
      case "GS": {
        const cut = this.finish();
        this.#group = groupHeader(token);
        return cut;
      }
      case "ST": {
        const cut = this.finish();
        this.#set = [token];
        return cut;
      }
      case "GE": {
        const cut = this.finish();
        this.#group = undefined;
        return cut;
      }
      case "IEA": {
        const cut = this.finish();
        this.#interchange = undefined;
        return cut;
      }
      case "SE":
        this.#set?.push(token);
        return this.#ended(true);
      case "TA1":
        if (this.#set === undefined) return { kind: "TA1", segment: token, interchange: this.#interchange };
    }
    this.#set?.push(token);
    return undefined;
  }

  /** The set that was cut off, if one was open. */
  finish(): SetMessage | undefined {
    return this.#ended(false);
  }

  #ended(complete: boolean): SetMessage | undefined {
    const segments = this.#set;
    const header = segments?.[0];
    this.#set = undefined;
    if (segments === undefined || header === undefined) return undefined;
    const implementation = header.element(3);
    return {
      kind: "set",
      set: header.element(1),
      controlNumber: header.element(2),
      ...(implementation === "" ? {} : { implementation }),
      release: (this.#group?.version ?? "").slice(0, 6),
      segments,
      group: this.#group,
      interchange: this.#interchange,
      complete,
    };
  }
}

function interchangeHeader(isa: ReadSegment): InterchangeHeader {
  return {
    senderQualifier: isa.element(5),
    sender: isa.element(6),
    receiverQualifier: isa.element(7),
    receiver: isa.element(8),
    date: isa.element(9),
    time: isa.element(10),
    version: isa.element(12),
    controlNumber: isa.element(13),
    acknowledgmentRequested: isa.element(14) === "1",
    usage: isa.element(15),
  };
}

function groupHeader(gs: ReadSegment): GroupHeader {
  return {
    functionalId: gs.element(1),
    sender: gs.element(2),
    receiver: gs.element(3),
    date: gs.element(4),
    time: gs.element(5),
    controlNumber: gs.element(6),
    version: gs.element(8),
  };
}
