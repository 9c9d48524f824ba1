import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client, dataOf } from "../../api/client.ts";
import { useToast } from "../../design/useToast.tsx";
import type { Notifications } from "./channels.ts";

/** Puts the section `notifications` in force as a whole; secrets that are left out or empty stay. */
export function useNotificationSettings(version: number, onDone: () => void) {
  const queryClient = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: (settings: Notifications) =>
      dataOf(
        client.PUT("/api/configuration/notifications", {
          params: { query: { expectedVersion: version } },
          body: { ...settings },
        }),
      ),
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      toast({ title: "It is in force" });
      onDone();
    },
  });
}
