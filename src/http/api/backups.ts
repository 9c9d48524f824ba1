import { createReadStream } from "node:fs";
import { z } from "zod";
import { backupPath, listBackups, storeBackup } from "../../app/backups.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import { answers, instant } from "../fields.ts";
import { type ApiRoutes, acting, identityOf } from "../route.ts";
import { sendFile } from "../sendFile.ts";

const count = z.int().min(0);

export const backupRoutes: ApiRoutes = (server, context) => {
  const { application } = context;
  const schema = { tags: ["backups"] };

  server.get(
    "/backups",
    {
      config: { right: "administer" },
      schema: {
        ...schema,
        summary: "Backups in the data directory of this server, the newest first",
        operationId: "listBackups",
        response: answers({
          200: z.object({
            backups: z.array(z.object({ file: z.string(), size: count, completedAt: instant })),
          }),
        }),
      },
    },
    async () => ({ backups: await listBackups(application) }),
  );

  server.post(
    "/backups",
    {
      config: { right: "administer", rateLimit: { max: 6, timeWindow: "1 minute" } },
      schema: {
        ...schema,
        summary: "Copy the whole ledger into a file in the data directory; everything goes on meanwhile",
        description: "Answers when the file is complete and on disk.",
        operationId: "takeBackup",
        response: answers({
          201: z
            .object({
              id: z.string(),
              file: z.string(),
              takenAt: instant,
              size: count,
              tables: count,
              rows: count,
              keyId: z
                .string()
                .nullable()
                .meta({ description: "Names the master key without which its secrets do not open." }),
              keySource: z.enum(["environment", "file"]).nullable(),
            })
            .meta({ id: "Backup" }),
        }),
      },
    },
    async (request, reply) => {
      reply.code(201);
      return storeBackup(acting(context, request));
    },
  );

  server.get(
    "/backups/:file",
    {
      config: { right: "administer" },
      schema: {
        ...schema,
        summary: "A backup, to be kept elsewhere; needs the right to read content as well",
        operationId: "downloadBackup",
        params: z.object({ file: z.string().max(80) }),
        response: answers({ 200: z.unknown().meta({ description: "The bytes." }) }),
      },
    },
    async (request, reply) => {
      const { name, rights } = identityOf(request);
      // Orders, vendors and prices are in it.
      if (!rights.includes("content")) throw new ConnectorError("RIGHT_MISSING", `${name} lacks the right content`);
      const { file } = request.params;
      const content = createReadStream(await backupPath(application, file));
      return sendFile(reply, { fileName: file, contentType: "application/gzip", content });
    },
  );
};
