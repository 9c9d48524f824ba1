import { z } from "zod";
import { folderFault } from "../cleo/path.ts";
import { parseBusinessDate } from "../gp/businessDate.ts";
import { parseSchedule } from "./schedule.ts";

/** Kinds of values that several sections use. Each message completes the sentence "`key` ...". */

export const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/, "must be a name of letters, digits, `.`, `_` and `-`, at most 60");

export const secret = z.string().min(1, "must not be empty").max(4000).meta({
  secret: true,
  description: "The text itself, or a dollar sign and {NAME} to take it from the environment variable NAME.",
});

export const address = z
  .string()
  .max(500)
  .refine((text) => addressFault(text) === undefined, { error: (issue) => addressFault(String(issue.input)) ?? "" })
  .meta({ format: "uri" });

function addressFault(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    return "must be an address such as https://host:port/path";
  }
  if (url.username !== "" || url.password !== "")
    return "must not hold a user name or password: they belong under `auth`";
  if (url.search !== "" || url.hash !== "") return "must end before `?` and `#`";
  return undefined;
}

export const folder = z
  .string()
  .min(1, "must not be empty")
  .refine((text) => folderFault(text) === undefined, { error: (issue) => folderFault(String(issue.input)) ?? "" });

export const schedule = z.string().superRefine((text, context) => {
  const read = parseSchedule(text);
  if ("fault" in read) context.addIssue({ code: "custom", message: read.fault });
});

export const date = z
  .string()
  .refine((text) => parseBusinessDate(text) !== undefined, "must be a date of the calendar written YYYY-MM-DD")
  .meta({ format: "date" });

export const timeZone = z
  .string()
  .refine((text) => isTimeZone(text), "must be a time zone of the IANA database, such as America/Chicago");

function isTimeZone(text: string): boolean {
  // The runtime also takes bare offsets such as +05:30, which know no summer time.
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

export const tls = z.strictObject({
  caFile: z
    .string()
    .min(1)
    .optional()
    .meta({ description: "PEM file of a private certificate authority, relative to the folder of this file." }),
  ca: z
    .string()
    .max(100_000)
    .includes("-----BEGIN CERTIFICATE-----", "must be a certificate in PEM form")
    .optional()
    .meta({ description: "The certificates themselves, PEM, in place of `caFile`." }),
  serverName: z
    .string()
    .regex(/^[A-Za-z0-9.-]{1,253}$/, "must be a host name")
    .optional()
    .meta({ description: "Name to verify in the certificate, where it is not the host of `url`." }),
  pin: z
    .string()
    .regex(/^(sha256\/)?([A-Za-z0-9+/]{43}=|[0-9A-Fa-f]{64})$/, "must be a SHA-256 in base64 or hexadecimal")
    .optional()
    .meta({ description: "SHA-256 of the server's public key (SubjectPublicKeyInfo), demanded in addition." }),
});
