/** Clients of the two systems for a check: watched, alone with their own pace, and closed after it. */

import { createCallMeter } from "../check/callMeter.ts";
import type { CleoUnderCheck } from "../check/checkCleo.ts";
import type { GpUnderCheck } from "../check/checkGp.ts";
import type { CleoConnection, GpConnection } from "../configuration/configuration.ts";
import type { GpTransport } from "../gp/index.ts";
import type { SecretValue } from "../secrets/secretValue.ts";
import type { LogonGuard, WindowsHttpClient } from "../windows-auth/index.ts";
import { openCleo, openGp, openGpTransport } from "./openSystems.ts";

export interface WatchOptions {
  clock: () => Date;
  logonGuard: LogonGuard;
  /**
   * Somebody asked for it: a password that was refused before gets one more try, because they may have put the account right. If it
   * is accepted now, the other clients of this process may use it again; if not, it stays refused for all of them.
   */
  askedFor: boolean;
  /** Told once, when the account was let in. */
  accepted?: () => Promise<void>;
}

export function gpUnderCheck(
  connection: GpConnection,
  password: SecretValue,
  { clock, logonGuard, askedFor, accepted }: WatchOptions,
): GpUnderCheck {
  const meter = createCallMeter();
  const transport = openGpTransport(connection, password, logonGuard);
  if (askedFor) transport.forgetRefusal();
  const watched = accepted && askedFor ? tellingOnce(transport, accepted) : transport;
  const client = openGp(connection, meter.around(watched), clock);
  return {
    connection,
    client,
    meter,
    logon() {
      const { scheme, persistence } = transport.statistics();
      return { scheme, perRequest: scheme === "ntlm" && persistence === "request" };
    },
    close: () => client.close(),
  };
}

/** An answer of whatever status means that the account was let in: a refused logon is an error of the transport. */
function tellingOnce(transport: WindowsHttpClient, accepted: () => Promise<void>): GpTransport {
  let told: Promise<void> | undefined;
  return {
    async request(request) {
      const response = await transport.request(request);
      told ??= accepted();
      await told;
      return response;
    },
    close: () => transport.close(),
  };
}

export function cleoUnderCheck(
  connection: CleoConnection,
  secrets: { password: SecretValue; otpSecret?: SecretValue | undefined },
  { clock, accepted }: Pick<WatchOptions, "clock" | "accepted">,
): CleoUnderCheck {
  let calls = 0;
  const client = openCleo(connection, secrets, clock, () => {
    calls += 1;
  });
  return { connection, client, calls: () => calls, ...(accepted && { accepted }), close: () => client.close() };
}
