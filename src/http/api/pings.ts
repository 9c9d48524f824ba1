import { z } from "zod";
import { checkDestination } from "../../app/editConfiguration.ts";
import { type PingReport, pingCleo, pingCleo, pingGp, pingGp } from "../../app/pingConnection.ts";
import { answers } from "../fields.ts";
import { type ApiRoutes, acting } from "../route.ts";
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
  .meta(description: "An entry of `gp:` or `cleo:` as in a configuration file, without its password." );
const password = z.string().min(1).max(4_000).optional().meta({
  description: "Not stored. Without it the stored one is used, at the address it was given for.",
  writeOnly: true,
});

/** Trying a connection before it is saved. */
export const pingRoutes: ApiRoutes = (server, context) => {
  const schema = { tags: ["configuration"] };

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
    async (request) => shown(await pingGp(acting(context, request), request.body)),
      config: { right: "administer" },
      schema: {
        ...schema,
        summary: "Try a GP connection that need not be stored: one logon, then reads only",
        operationId: "pingGp",
        body: z.strictObject({ connection, password }),
        response: answers({
          200: z
            .object({
              ok: z.boolean(),
              lines: z.array(checkLine),
              company: z.record(z.string(), z.unknown()).optional().meta({ description: "As GP names it." }),
            })
            .meta({ id: "GpPing" }),
        }),
      },
    },
    async (request) => {
      const { connection, password } = request.body;
      if (password === undefined) await checkDestination(context.application, "gp", connection);
      const { company, ...report } = await pingGp(acting(context, request), { connection, password });
      return { ...report, ...(company && { company: { ...company } }) };
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
    async (request) => shown(await pingCleo(acting(context, request), request.body)),
  );
};

function shown({ ok, lines, company }: PingReport) {
  return {
    ok,
    lines,
    ...(company && { company: { name: company.name, database: company.database } }),
  };
}
      { right: "administer" },
      schema: {
        ...schema,
        summary: "Try a Cleo connection that need not be stored: one token, then folders are listed",
        operationId: "pingCleo",
        body: z.strictObject(connection, password, folders: z.array(z.string().max(500)).max(20).default([]) ),
        response: answers(200: z.object(ok: z.boolean(), lines: z.array(checkLine) ).meta(id: "CleoPing" ) ),
      },
    },
    async (request) => {
      const { connection, password, folders } = request.body;
      if (password === undefined) await checkDestination(context.application, "cleo", connection);
      return pingCleo(acting(context, request), { connection, password, folders });
    },
  );
};
