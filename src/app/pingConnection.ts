/** Tries a connection that is not in force yet, by its settings and a password that is not stored: the console's first run. */
import type { z } from "zod";
import { checkFolders, contactCleo } from "../check/checkCleo.ts";
import { checkCompanyAndRights, contactGp } from "../check/checkGp.ts";
import type { CheckLine } from "../check/report.ts";
import { countsOf } from "../check/verdict.ts";
import { completeCleo, completeGp } from "../configuration/completeConnection.ts";
import type { CleoConnection, GpConnection } from "../configuration/configuration.ts";
import { cleoConnectionSchema, gpConnectionSchema } from "../configuration/fileSchema.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { type GpCompany, resolveProfile } from "../gp/index.ts";
import { createRedactor } from "../secrets/redactor.ts";
import { SecretValue } from "../secrets/secretValue.ts";
import { entities } from "../sync/pollRun.ts";
import { localTime } from "../sync/rendering.ts";
import { accountWorks } from "./accountWorks.ts";
import type { Application } from "./application.ts";
import { storedCleoSecrets, storedSecret } from "./linkOpener.ts";
import { cleoUnderCheck, gpUnderCheck } from "./openUnderCheck.ts";

export interface PingRequest {
  /** An entry of `gp:` or `cleo:` as in a configuration file; its password may be left out. */
  connection: Readonly<Record<string, unknown>>;
  /** In plain, and not stored; the stored one of the connection's name if not given. */
  password?: string | undefined;
  /** Folders to look into. Cleo only. */
  folders?: readonly string[] | undefined;
  signal?: AbortSignal | undefined;
}

export interface PingReport {
  /** Nothing failed. */
  ok: boolean;
  lines: CheckLine[];
  /** Of GP, where it was reached. */
  company?: GpCompany;
}

/**
 * One logon, then the company and the first row of vendors and orders. Reads only.
 *
 * @throws {ConnectorError} `CONFIGURATION_VALUE`, `GP_PROFILE_INVALID`: the settings themselves do not hold
 */
export async function pingGp(application: Application, request: PingRequest): Promise<PingReport> {
  const entry = parsed(gpConnectionSchema, withPassword(request.connection));
  resolveProfile(entry.profile);
  const stored = { secret: `gp/${entry.name}/password`, variable: "the password" };
  // The server's file system is not the business of whoever asks for a ping.
  const connection: GpConnection = completeGp(entry, { password: stored, tls: withoutFile(entry.tls) });
  const { clock, logonGuard } = application;
  const now = clock();
  const { gp, lines, endedAt } = await contactGp(
    async () => {
      const password = await passwordOf(request, () => storedSecret(application, stored));
      // A password that is not the stored one says nothing about the one that others use.
      const usual = request.password === undefined;
      const accepted = () => accountWorks(application, "gp", connection);
      return gpUnderCheck(connection, password, { clock, logonGuard, askedFor: true, ...(usual && { accepted }) });
    },
    connection,
    { today: localTime(connection.company.timeZone, now).date, now },
  );
  try {
    if (gp === undefined || endedAt !== undefined) return reportOf(lines);
    const rights = await checkCompanyAndRights(gp, { reads: entities, enters: [] }, request.signal);
    return reportOf([...lines, ...rights.lines], rights.company);
  } finally {
    await gp?.close();
  }
}

/**
 * One token, then each folder is listed. Writes nothing.
 *
 * @throws {ConnectorError} `CONFIGURATION_VALUE`: the settings themselves do not hold
 */
export async function pingCleo(application: Application, request: PingRequest): Promise<PingReport> {
  const entry = parsed(cleoConnectionSchema, withPassword(request.connection));
  const named = (name: string) => ({ secret: `cleo/${entry.name}/${name}`, variable: name });
  const connection: CleoConnection = completeCleo(entry, {
    password: named("password"),
    otpSecret: named("otp"),
    tls: withoutFile(entry.tls),
  });
  const { clock } = application;
  const { cleo, lines, endedAt } = await contactCleo(
    async () => {
      if (request.password === undefined) {
        const accepted = () => accountWorks(application, "cleo", connection);
        return cleoUnderCheck(connection, await storedCleoSecrets(application, connection), { clock, accepted });
      }
      const otp = entry.auth.otp && new SecretValue(entry.auth.otp.secret);
      return cleoUnderCheck(connection, { password: new SecretValue(request.password), otpSecret: otp }, { clock });
    },
    connection,
    clock(),
  );
  try {
    if (cleo === undefined || endedAt !== undefined) return reportOf(lines);
    const uses = [...new Set(request.folders)].map((folder) => ({
      folder,
      use: "asked for",
      written: true,
      emptied: false,
    }));
    const folders = await checkFolders(cleo, uses, undefined);
    return reportOf([...lines, ...folders.lines]);
  } finally {
    await cleo?.close();
  }
}

function reportOf(lines: readonly CheckLine[], company?: GpCompany): PingReport {
  const report = { ok: countsOf(lines).fail === 0, lines: [...lines], ...(company && { company }) };
  return createRedactor().value(report) as PingReport;
}

async function passwordOf({ password }: PingRequest, stored: () => Promise<SecretValue>): Promise<SecretValue> {
  return password === undefined ? stored() : new SecretValue(password);
}

/** The schema of a file wants a password in its place; here it comes by itself. */
function withPassword(connection: PingRequest["connection"]): object {
  const { auth } = connection;
  return typeof auth === "object" && auth !== null
    ? { ...connection, auth: { ...auth, password: "unused" } }
    : connection;
}

function withoutFile<Trust extends { caFile?: string | undefined }>({
  caFile: _,
  ...tls
}: Trust): Omit<Trust, "caFile"> {
  return tls;
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.join(".") ?? "";
  throw new ConnectorError("CONFIGURATION_VALUE", `\`${field}\`: ${issue?.message ?? "is wrong"}`, { at: { field } });
}
