/** A connection as it is used, from one as it is written. */
import { resolveTransport } from "../cleo/transport.ts";
import type { CleoConnection, GpConnection, Tls } from "./configuration.ts";
import type { FileOutput } from "./fileSchema.ts";
import type { SecretReference } from "./secretReference.ts";

export function completeGp(
  entry: FileOutput["gp"][number],
  { password, tls }: { password: SecretReference; tls: Tls },
): GpConnection {
  return {
    ...entry,
    url: entry.url.replace(/\/+$/, ""),
    company: { ...entry.company, urlValue: entry.company.urlValue ?? entry.company.database },
    auth: { ...entry.auth, password },
    tls,
  };
}

export function completeCleo(
  entry: FileOutput["cleo"][number],
  { password, otpSecret, tls }: { password: SecretReference; otpSecret?: SecretReference | undefined; tls: Tls },
): CleoConnection {
  const { username, otp } = entry.auth;
  return {
    ...entry,
    url: entry.url.replace(/\/+$/, ""),
    auth: { username, password, ...(otp && otpSecret && { otp: { header: otp.header, secret: otpSecret } }) },
    tls,
    transport: resolveTransport(entry.transport),
    transportChoice: entry.transport,
    token: {
      policy: entry.token.policy ?? "refreshBeforeEachWrite",
      skewSeconds: entry.token.skewSeconds ?? 60,
      assumedSeconds: entry.token.assumedSeconds ?? 300,
      cooldownMinutes: entry.token.cooldownMinutes ?? 15,
    },
  };
}
