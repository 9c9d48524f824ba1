import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { ApiError } from "./apiError.ts";
import { client, dataOf } from "./client.ts";
import type { components } from "./schema.d.ts";

export type Me = components["schemas"]["Me"];
export type Right = Me["rights"][number];

export const setupQuery = queryOptions({
  queryKey: ["setup"],
  queryFn: () => dataOf(client.GET("/api/setup")),
  staleTime: 0,
});

/** Who is signed in; `null` where nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async ({ client: queryClient }): Promise<Me | null> => {
    try {
      // A browser tells every refused request in its console, so a session that cannot be there is not asked for.
      if (!(await queryClient.fetchQuery(setupQuery)).session) return null;
      return await dataOf(client.GET("/api/session"));
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

/** Whether the person may do something; what they may not is not offered. */
export function useRight(right: Right): boolean {
  const { data } = useQuery(sessionQuery);
  return data?.rights.includes(right) === true;
}

/** For what follows a sign-in or a sign-out: nothing of the former person stays. */
export function useNewSession(): (me: Me | null) => void {
  const queryClient = useQueryClient();
  return (me) => {
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
    queryClient.setQueryData(setupQuery.queryKey, { needed: false, codeNeeded: false, session: me !== null });
    queryClient.setQueryData(sessionQuery.queryKey, me);
  };
}
