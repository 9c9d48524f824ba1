/**
 * Keeps the memory of a long run at that of a short one.
 *
 * V8 by itself lets the old generation grow for as long as its heuristics like, a hundred megabytes of garbage in a
 * backfill, before it collects all of it. A full collection whenever a third has been added costs a few percent of the time
 * and makes the peak a matter of what is in use, however many records there are.
 */
import { setFlagsFromString } from "node:v8";

/** Percent that the old generation may grow by between two full collections. */
const growth = 30;

/** For the whole process; to be called before its work begins. */
export function limitHeapGrowth(): void {
  setFlagsFromString(`--heap-growing-percent=${growth}`);
}
