/** Whose job it is to put an error right. */
export type Owner = "gp-admin" | "cleo-admin" | "buyer" | "partner" | "operator" | "ml-connector";

/**
 * What a retry can achieve.
 * - `transient`: the same request may succeed later.
 * - `throttled`: as transient, after the time the other side named.
 * - `credential`: nothing may be tried until a person has changed a credential; repeats can lock the account.
 * - `permanent`: the same request will fail again until data or set-up is changed.
 * - `inDoubt`: the request may have had its effect; repeating it may have it twice.
 */
export type RetryClass = "transient" | "throttled" | "credential" | "permanent" | "inDoubt";

export interface ErrorEntry {
  /** One line for the reference page: what the code means. */
  meaning: string;
  /** Advice that holds for every occurrence; an occurrence may give a more exact one. */
  fix: string;
  owner: Owner;
  retry: RetryClass;
  /** Exit code of a command that ends on this error (1 documents, 2 usage, 3 reach or credentials, 4 internal). */
  exit: 1 | 2 | 3 | 4;
}

/** Checks the shape of an area's entries while keeping their keys as literal types. */
export function defineErrors<const Entries extends Record<string, ErrorEntry>>(entries: Entries): Entries {
  return entries;
}
