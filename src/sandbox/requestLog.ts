/** One HTTP exchange as the sandbox saw it. Holds no credential. */
export interface LoggedRequest {
  seq: number;
  at: string;
  operation: string;
  method: string;
  /** Path and query as sent; for Cleo's token URL there is nothing secret in it. */
  path: string;
  /** Who was logged on when it was answered. */
  user?: string;
  /** Number of the TCP connection, counted from 1. */
  connection: number;
  /** Logons that this connection has completed so far (GP). */
  handshakes?: number;
  /** `NTLM type 1`, `Basic`, `session` (an earlier logon of the connection), `none`, `Bearer`. */
  credentials?: string;
  status: number;
  requestBytes: number;
  requestId?: string;
  /** Kind of the armed fault that it met. */
  fault?: string;
  note?: string;
}

export interface RequestLog {
  add(entry: Omit<LoggedRequest, "seq">): void;
  /** Entries with a number above `since`, oldest first. */
  since(seq: number): LoggedRequest[];
  readonly total: number;
  clear(): void;
}

/** Keeps the newest `length` entries; older ones count in `total` only. */
export function createRequestLog(length: number): RequestLog {
  let entries: LoggedRequest[] = [];
  let total = 0;
  return {
    add(entry) {
      total += 1;
      entries.push({ seq: total, ...entry });
      if (entries.length > length * 2) entries = entries.slice(-length);
    },
    since: (seq) => entries.slice(length === 0 ? entries.length : -length).filter((entry) => entry.seq > seq),
    get total() {
      return total;
    },
    clear() {
      entries = [];
      total = 0;
    },
  };
}
