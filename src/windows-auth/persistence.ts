/**
 * How long a logon lasts. Windows servers keep it for the connection (IIS, `UnsafeConnectionNtlmAuthentication`) or want one
 * for every request (HttpListener and WCF by default, and IIS behind a proxy), and do not say so in advance.
 */
export type PersistenceOption = "detect" | "connection" | "request";

/** What is known about one server and one mechanism. */
export type Persistence = "unknown" | "connection" | "request";

/** Answers to requests that were sent without credentials on a connection believed authenticated. */
export interface PersistenceMemory {
  /** May the next request on an authenticated connection go without credentials? */
  trusts(method: string): boolean;
  /** The server said `Persistent-Auth: true` or `false` with a successful logon. */
  announced(value: string | undefined): void;
  /** A request without credentials was answered: the logon lasts. */
  lasted(): void;
  /** A request without credentials got a 401. */
  ended(): void;
  readonly state: Persistence;
}

const reads: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * @param probes whether to find out by a read that goes without credentials; Kerberos does not, because its logon costs no
 *   round trip of its own: there only the server's announcement counts
 */
export function createPersistenceMemory(option: PersistenceOption, probes: boolean): PersistenceMemory {
  let state: Persistence = option === "detect" ? "unknown" : option;
  let endings = 0;
  const settle = (next: Persistence) => {
    if (option === "detect") state = next;
  };
  return {
    get state() {
      return state;
    },
    trusts: (method) => state === "connection" || (state === "unknown" && probes && reads.has(method)),
    announced(value) {
      if (value?.toLowerCase() === "true") settle("connection");
      if (value?.toLowerCase() === "false") settle("request");
    },
    lasted() {
      endings = 0;
      settle("connection");
    },
    ended() {
      endings++;
      // A server known to keep logons may drop one; only a second in a row means that it has changed its ways.
      if (state === "unknown" || endings > 1) settle("request");
    },
  };
}
