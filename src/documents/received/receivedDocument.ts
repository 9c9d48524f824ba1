import type { ErrorReport } from "../../errors/connectorError.ts";

/** One document of a message: an X12 transaction set, a TA1, or a JSON business document. */
export interface ReceivedDocument {
  format: "x12" | "json";
  /** ST01, `TA1`, or of a JSON document the number of the transaction set that it stands for. */
  type: string;
  /**
   * What makes a repeat of it a repeat. X12: the sender's and receiver's ids and the three control numbers; JSON: the
   * event id if there is one, else the digest.
   */
  key: string;
  /** SHA-256 of what it says: of X12 the elements without separators and line breaks. */
  digest: string;
  envelope?: ReceivedEnvelope;
  /** Why it must not be used; absent where it may. */
  fault?: ErrorReport;
  /** Reads it in full: made to be called once, by whoever stores it. */
  read(): ReadReceived;
}

export interface ReceivedEnvelope {
  senderQualifier: string;
  /** ISA06 without blanks. */
  sender: string;
  receiverQualifier: string;
  receiver: string;
  /** GS02; none of a TA1. */
  groupSender?: string;
  /** ISA15. */
  usage: string;
  interchangeNumber: string;
  groupNumber?: string;
  setNumber?: string;
}

export interface ReadReceived {
  /** The typed document of src/x12, or `{ segments }` of a set it has no type for, or the JSON document. */
  document: object;
  /** What reading and validation noticed. */
  notes: object[];
  /** The purchase orders that it names. */
  orders: string[];
}
