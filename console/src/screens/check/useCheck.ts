import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, faultOf } from "../../api/apiError.ts";
import { streamLines } from "../../api/streamLines.ts";
import type { FaultShown } from "../../design/Fault.tsx";
import type { CheckLine, CheckReport } from "./checkReport.ts";

export interface RunningCheck {
  state: "idle" | "running" | "done" | "failed";
  lines: readonly CheckLine[];
  report?: CheckReport;
  fault?: FaultShown;
}

interface CheckRequest {
  link?: string;
  /** Writes one test file and removes it. */
  probeUpload?: boolean;
  /** Looks at every order and vendor, not at the newest alone. */
  all?: boolean;
}

interface Message {
  line?: CheckLine;
  report?: CheckReport;
  error?: FaultShown;
}

/** Runs a fit check and shows its lines as they come. Leaving the page ends it. */
export function useCheck(): [RunningCheck, (request: CheckRequest) => void] {
  const [check, setCheck] = useState<RunningCheck>({ state: "idle", lines: [] });
  const running = useRef<AbortController>(null);
  const queryClient = useQueryClient();
  useEffect(() => () => running.current?.abort(), []);
  const start = useCallback(
    async (request: CheckRequest): Promise<void> => {
      running.current?.abort();
      const abort = new AbortController();
      running.current = abort;
      setCheck({ state: "running", lines: [] });
      try {
        for await (const message of streamLines("/api/checks", request, abort.signal)) {
          const { line, report, error } = message as Message;
          if (line !== undefined) setCheck((present) => ({ ...present, lines: [...present.lines, line] }));
          if (report !== undefined) setCheck({ state: "done", lines: report.lines, report });
          if (error !== undefined) throw new ApiError(500, error);
        }
        await queryClient.invalidateQueries({ queryKey: ["checks"] });
      } catch (error) {
        if (!abort.signal.aborted) {
          setCheck((present) => ({ state: "failed", lines: present.lines, fault: faultOf(error) }));
        }
      }
    },
    [queryClient],
  );
  return [check, (request) => void start(request)];
}
