import { z } from "zod";
import { createSandboxTrial } from "../../app/trySandbox.ts";
import { answers } from "../fields.ts";
import { type ApiRoutes, acting } from "../route.ts";

/** The simulated GP and Cleo, for whoever has no access to the real ones yet. They live as long as this process. */
export const sandboxRoutes: ApiRoutes = (server, context) => {
  const trial = createSandboxTrial(context.onError);
  server.addHook("onClose", () => trial.close());

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
  );
};
