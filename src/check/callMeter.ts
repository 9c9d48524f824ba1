/** Watches the calls of a check to GP: how many, how long, and that none of them could change anything. */
import { ConnectorError } from "../errors/connectorError.ts";
import type { GpTransport } from "../gp/index.ts";

export interface CallTimes {
  calls: number;
  /** Milliseconds of the first call, which may have to start a GP runtime process. */
  first?: number;
  /** Of the calls after the first. */
  median?: number;
  slowest?: number;
}

export interface CallMeter {
  around(transport: GpTransport): GpTransport;
  times(): CallTimes;
}

/** Enough for a median; a long check need not keep more. */
const kept = 10_000;

export function createCallMeter(now: () => number = performance.now.bind(performance)): CallMeter {
  let calls = 0;
  let first: number | undefined;
  const later: number[] = [];
  return {
    around: (transport) => ({
      async request(request) {
        if (request.method !== "GET") {
          throw new ConnectorError("GP_WRITE_FORBIDDEN", `a check only reads, and was about to send ${request.method}`);
        }
        const start = now();
        calls += 1;
        const response = await transport.request(request);
        const took = now() - start;
        if (first === undefined) first = took;
        else if (later.length < kept) later.push(took);
        return response;
      },
      close: () => transport.close(),
    }),
    times() {
      const sorted = later.toSorted((left, right) => left - right);
      const median = sorted[Math.floor(sorted.length / 2)];
      const slowest = sorted.at(-1);
      return {
        calls,
        ...(first !== undefined && { first: Math.round(first) }),
        ...(median !== undefined && { median: Math.round(median) }),
        ...(slowest !== undefined && { slowest: Math.round(slowest) }),
      };
    },
  };
}
