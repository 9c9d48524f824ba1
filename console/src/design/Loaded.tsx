import type { UseQueryResult } from "@tanstack/react-query";
import type { JSX, ReactNode } from "react";
import { LoadError } from "./LoadError.tsx";
import { Skeleton } from "./Skeleton.tsx";

interface LoadedProps<Data> {
  query: UseQueryResult<Data>;
  /** Rows that are held free while it loads. */
  rows?: number;
  children: (data: Data) => ReactNode;
}

/** The three states of something that is loaded. What was there before stays while it is asked anew. */
export function Loaded<Data>({ query, rows, children }: LoadedProps<Data>): JSX.Element {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError) return <LoadError error={query.error} retry={() => void query.refetch()} />;
  return <Skeleton {...(rows === undefined ? {} : { rows })} />;
}
