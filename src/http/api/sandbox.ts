import { z } from "zod";
import { createSandboxTrial } from "../../app/trySandbox.ts";
import { answers } from "../fields.ts";
import { type ApiRoutes, acting } from "../route.ts";

const systems = z
  .object({
    link: z.string(),
    gpUrl: z.string(),
    cleoUrl: z.string(),
    adminUrl: z.string().meta({ description: "Where its data can be changed and faults armed (docs/sandbox.md)." }),
  })
  .meta({ id: "SandboxTrial" });

/** The simulated GP and Cleo, for whoever has no access to the real ones yet. They live as long as this process. */
export const sandboxRoutes: ApiRoutes = (server, context) => {
  const trial = createSandboxTrial(context.application, context.onError);
  server.addHook("onListen", () => {
    trial.resume().catch(context.onError);
  });
  server.addHook("onClose", () => trial.close());

  server.get(
    "/sandbox",
    {
      config: { right: "view" },
      schema: {
        tags: ["sandbox"],
        summary: "The simulated systems, while they are up in this process",
        operationId: "getSandbox",
        response: answers({ 200: z.object({ running: systems.nullable() }) }),
      },
    },
    async () => ({ running: (await trial.running()) ?? null }),
  );

  server.post(
    "/sandbox",
    {
      config: { right: "administer", rateLimit: { max: 10, timeWindow: "1 minute" } },
      schema: {
        tags: ["sandbox"],
        summary: "Start a simulated GP and Cleo inside this process, with a link between them named `sandbox`",
        operationId: "trySandbox",
        response: answers({ 201: systems }),
      },
    },
    async (request, reply) => {
      reply.code(201);
      return trial.start(acting(context, request));
    },
  );
};
