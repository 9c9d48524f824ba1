import { z } from "zod";
import { checkDestination } from "../../app/editConfiguration.ts";
import { type PingReport, pingCleo, pingGp } from "../../app/pingConnection.ts";
import { answers } from "../fields.ts";
import { type ApiContext, type ApiRoutes, acting } from "../route.ts";
import { checkLine } from "./checks.ts";

const connection = z
  .record(z.string(), z.unknown())
  .meta({ description: "An entry as in a configuration file, without its password." });

const password = z.string().min(1).max(4_000).optional().meta({
  description: "Used for the ping and not stored; the stored one of the connection's name if not given.",
  format: "password",
  writeOnly: true,
});

const ping = z
  .object({
    ok: z.boolean().meta({ description: "Nothing failed." }),
    lines: z.array(checkLine),
    company: z.object({ name: z.string(), database: z.string() }).partial().optional(),
  })
  .meta({ id: "Ping" });

/**
 * Tries a connection before it is stored. Only for administrators: it makes the server call whatever address it is
 * given, with whatever password.
 */
export const pingRoutes: ApiRoutes = (server, context) => {
  const config = { right: "administer" as const, rateLimit: { max: 30, timeWindow: "1 minute" } };
  const schema = { tags: ["connections"], response: answers({ 200: ping }) };

  server.post(
    "/pings/gp",
    {
      config,
      schema: {
        ...schema,
        summary: "Try a GP connection: one logon, its company, the first vendor and order",
        operationId: "pingGp",
        body: z.strictObject({ connection, password }),
      },
    },
    async (request) => {
      await guardStoredPassword(context, "gp", request.body);
      return shown(await pingGp(acting(context, request), request.body));
    },
  );

  server.post(
    "/pings/cleo",
    {
      config,
      schema: {
        ...schema,
        summary: "Try a Cleo connection: one token, and a look into each folder",
        operationId: "pingCleo",
        body: z.strictObject({ connection, password, folders: z.array(z.string().max(500)).max(20).optional() }),
      },
    },
    async (request) => {
      await guardStoredPassword(context, "cleo", request.body);
      return shown(await pingCleo(acting(context, request), request.body));
    },
  );
};

/** A stored password is shown to the server that it was given for, and to no other. */
async function guardStoredPassword(
  { application }: ApiContext,
  section: "gp" | "cleo",
  { connection, password }: { connection: Record<string, unknown>; password?: string | undefined },
): Promise<void> {
  if (password === undefined) await checkDestination(application, section, connection);
}

function shown({ ok, lines, company }: PingReport) {
  return {
    ok,
    lines,
    ...(company && { company: { name: company.name, database: company.database } }),
  };
}
