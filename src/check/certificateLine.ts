import { readCertificate } from "./certificate.ts";
import { found } from "./line.ts";
import type { CheckLine } from "./report.ts";

const day = 86_400_000;
/** Long enough to order a new one. */
const soon = 30;

/** A line on the certificate of a server that a client has reached. */
export async function certificateLine(
  system: "gp" | "cleo",
  url: string,
  { ca, serverName, now }: { ca?: string | undefined; serverName?: string | undefined; now: Date },
): Promise<CheckLine> {
  const codes = codesOf[system];
  if (new URL(url).protocol !== "https:") return found(codes.plain, `${new URL(url).origin} is an http address`);
  const certificate = await readCertificate(url, { ca, serverName });
  if (certificate === undefined) return found(codes.ends, "it could not be looked at a second time");
  const days = Math.floor((certificate.endsAt.getTime() - now.getTime()) / day);
  const seen = `${certificate.protocol}, ends ${certificate.endsAt.toISOString().slice(0, 10)} (${days} days), from ${certificate.issuer}`;
  return found(days < soon ? codes.ends : codes.good, seen);
}

const codesOf = {
  gp: { plain: "CHECK_GP_PLAIN_HTTP", ends: "CHECK_GP_CERTIFICATE_ENDS", good: "CHECK_GP_CERTIFICATE" },
  cleo: { plain: "CHECK_CLEO_PLAIN_HTTP", ends: "CHECK_CLEO_CERTIFICATE_ENDS", good: "CHECK_CLEO_CERTIFICATE" },
} as const;
