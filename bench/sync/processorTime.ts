import { readdirSync, readFileSync } from "node:fs";

/** Processor time that a process and its children have taken so far, in milliseconds, as Linux counts it. */
export function processorTime(pid: number): number {
  let total = 0;
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = statOf(entry);
    if (stat !== undefined && (Number(entry) === pid || stat.parent === pid)) total += stat.took;
  }
  return total;
}

/** The parent of a process, such as the server of a database connection. */
export function parentOf(pid: number): number | undefined {
  return statOf(String(pid))?.parent;
}

/** proc(5): after the name in parentheses come the state, the parent, and as 12th and 13th user and system time in hundredths. */
function statOf(pid: string): { parent: number; took: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { parent: Number(fields[1]), took: (Number(fields[11]) + Number(fields[12])) * 10 };
  } catch {
    // It has ended meanwhile, or this is no Linux.
    return undefined;
  }
}
