import { z } from "zod";
import { createSandboxTrial } from "../../app/trySandbox.ts";
import { answers } from "../fields.ts";
import { type ApiRoutes, acting } from "../route.ts";

/** The simulated GP and Cleo, for whoever has no access to the real ones yet. They live as long as this process. */
export const sandboxRoutes: ApiRoutes = (server, context) => {
  const trial = createSandboxTrial(context.onError);
  server.addHook("onClose", () => trial.close());
import { createSandboxTrial } from "../../app/sandboxTrial.ts";
import { answers } from "../fields.ts";
import { type ApiRoutes, acting } from "../route.ts";

const trial = z
  .object({
    running: z.boolean(),
    link: z.string().nullable(),
    adminUrl: z
      .string()
      .nullable()
      .meta({ description: "Where its data can be changed and faults armed (docs/sandbox.md)." }),
  })
  .meta({ id: "SandboxTrial" });

/** Trying the connector on simulated systems, in one click. */
export const sandboxRoutes: ApiRoutes = (server, context) => {
  const sandbox = createSandboxTrial(context.application);
  server.addHook("onListen", () => {
    sandbox.resume().catch(context.onError);
  });
  server.addHook("preClose", async () => sandbox.close());
  const schema = { tags: ["sandbox"], response: answers({ 200: trial }) };

  server.get(
    "/sandbox",
    {
      config: { right: "view" },
      schema: { ...schema, summary: "Whether the sandbox is up, and its link", operationId: "getSandbox" },
    },
    async () => sandbox.state(),
  );

  server.post(
    "/sandbox",
    {
      config: { right: "administer", rateLimit: { max: 10, timeWindow: "1 minute" } },
      schema: {
        tags: ["sandbox"],
        summary: "Start a simulated GP and Cleo inside this process, with a link between them named `sandbox`",
        operationId: "trySandbox",
        response: answers({
          201: z
            .object({ link: z.string(), gpUrl: z.string(), cleoUrl: z.string(), adminUrl: z.string() })
            .meta({ id: "SandboxTrial" }),
        }),
      },
    },
    async (request, reply) => {
      reply.code(201);
      return trial.start(acting(context, request));
    },
      config: { right: "administer" },
      schema: {
        ...schema,
        summary: "Bring up a simulated GP and Cleo, and put a link between them in force",
        operationId: "startSandbox",
      },
    },
    async (request) => sandbox.start(acting(context, request)),
  );
};
