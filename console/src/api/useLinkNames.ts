import { queryOptions, useQuery } from "@tanstack/react-query";
import { client, dataOf } from "./client.ts";

export const linksQuery = queryOptions({
  queryKey: ["links"],
  queryFn: () => dataOf(client.GET("/api/links")),
  staleTime: 30_000,
});

/** Names of the links, for filters. */
export function useLinkNames(): readonly string[] {
  const { data } = useQuery(linksQuery);
  return data?.links.map((link) => link.name) ?? [];
}
