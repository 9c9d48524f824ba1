import type { Role } from "../../ledger/accessSchema.ts";

/**
 * What an operation needs. `content` is the right to read documents themselves - orders, vendors, files as they were sent,
 * messages as they came - beside what became of them. Roles do not include it: it is given to each user and token apart.
 */
export type Right = "view" | "operate" | "administer" | "content";

const rightsOfRole: Readonly<Record<Role, readonly Right[]>> = {
  viewer: ["view"],
  operator: ["view", "operate"],
  administrator: ["view", "operate", "administer"],
};

export function rightsOf({ role, readsContent }: { role: Role; readsContent: boolean }): Right[] {
  return [...rightsOfRole[role], ...(readsContent ? (["content"] as const) : [])];
}

export const roles = Object.keys(rightsOfRole) as [Role, ...Role[]];
