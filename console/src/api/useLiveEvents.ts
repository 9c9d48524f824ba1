import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

/** Least time between two looks at what an event says has changed. */
const patience = 1_000;

/**
 * Listens to the server while somebody is signed in. What an event is about is asked anew, so that every list on the
 * screen is as it would be after a reload; the browser comes back by itself where the line breaks.
 */
export function useLiveEvents(): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    const source = new EventSource("/api/events");
    let waiting: ReturnType<typeof setTimeout> | undefined;
    // The present state comes first, and is on the screen already.
    let isFirst = true;
    const refresh = (): void => {
      if (isFirst) {
        isFirst = false;
        return;
      }
      waiting ??= setTimeout(() => {
        waiting = undefined;
        for (const queryKey of [["jobs"], ["home"], ["documents"], ["links"]]) {
          void queryClient.invalidateQueries({ queryKey });
        }
      }, patience);
    };
    source.addEventListener("jobs", refresh);
    source.addEventListener("counters", refresh);
    return () => {
      clearTimeout(waiting);
      source.close();
    };
  }, [queryClient]);
}
