import { ConnectorError } from "../errors/connectorError.ts";

/** What a process may do: answer HTTP, turn schedules into jobs, carry jobs out. */
export const roles = ["api", "scheduler", "worker"] as const;
export type Role = (typeof roles)[number];

/** @throws {ConnectorError} USAGE */
export function readRoles(text: string): Set<Role> {
  const named = text.split(",").map((word) => word.trim());
  const unknown = named.filter((word) => !(roles as readonly string[]).includes(word));
  if (unknown.length > 0) {
    throw new ConnectorError("USAGE", `--roles takes some of ${roles.join(", ")}, not ${JSON.stringify(unknown[0])}`);
  }
  return new Set(named as Role[]);
}
