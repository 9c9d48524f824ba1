import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Skeleton } from "./Skeleton.tsx";

/** Holds back several pieces until the last of them is there, so that none of them moves the others. */
export function AllLoaded({
  queries,
  children,
}: {
  queries: readonly Pick<UseQueryResult, "isPending">[];
  children: ReactNode;
}): ReactNode {
  return queries.some(({ isPending }) => isPending) ? <Skeleton rows={12} /> : children;
}
