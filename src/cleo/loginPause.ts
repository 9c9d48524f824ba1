import { ConnectorError, type ErrorLocation } from "../errors/connectorError.ts";

/** The time after a refused login in which no other is tried, so that a wrong password never locks the account. */
export interface LoginPause {
  begin(milliseconds: number): void;
  end(): void;
  /** When it is over; `undefined` where it is. */
  until(): Date | undefined;
  /** @throws {ConnectorError} CLEO_LOGIN_PAUSED while it lasts */
  refuse(at?: ErrorLocation): void;
}

/** Differences up to this are the ordinary setting of a clock by a time server. Milliseconds. */
const clockTolerance = 10_000;

export function createLoginPause(now: () => Date): LoginPause {
  let end = 0;
  let length = 0;
  const left = (): number => {
    const rest = end - now().getTime();
    // More than it was begun with: the clock was set back. Whoever asks again has waited by one that nobody sets.
    return rest > length + clockTolerance ? 0 : Math.max(0, rest);
  };
  return {
    begin(milliseconds) {
      length = milliseconds;
      end = now().getTime() + milliseconds;
    },
    end() {
      end = 0;
    },
    until: () => (left() > 0 ? new Date(end) : undefined),
    refuse(at = {}) {
      const retryAfter = left();
      if (retryAfter === 0) return;
      const message = `Cleo refused this account; the next login is at ${new Date(end).toISOString()}`;
      throw new ConnectorError("CLEO_LOGIN_PAUSED", message, { at, retryAfter });
    },
  };
}
