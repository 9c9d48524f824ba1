/** A rest that a GP server is given because it does not answer. */
export interface GpRestTable {
  connection: string;
  until: Date;
  /** Rests in a row. */
  pauses: number;
}

/** Calls to a GP server by the minute in which leave for them was taken. */
export interface GpCallsTable {
  connection: string;
  minute: Date;
  calls: number;
}

/** The last logon that a person's check of a connection brought about. */
export interface AcceptedLogonTable {
  system: "gp" | "cleo";
  connection: string;
  account: string;
  acceptedAt: Date;
  acceptedBy: string;
  /** Counts up with each. */
  serial: number;
}

export interface GpLoadSchema {
  gpRest: GpRestTable;
  gpCalls: GpCallsTable;
  acceptedLogon: AcceptedLogonTable;
}
