import { z } from "zod";
import { rotateKey } from "../../app/rotateKey.ts";
import { answers } from "../fields.ts";
import { type ApiRoutes, acting } from "../route.ts";

export const secretRoutes: ApiRoutes = (server, context) => {
  server.post(
    "/secrets/rotate-key",
    {
      config: { right: "administer", rateLimit: { max: 6, timeWindow: "1 minute" } },
      schema: {
        tags: ["secrets"],
        summary: "Put every stored secret under a new master key",
        operationId: "rotateKey",
        response: answers({
          200: z
            .object({
              before: z
                .string()
                .nullable()
                .meta({ description: "Name of the key before, where it came from the file." }),
              after: z.string().meta({ description: "Name of the key now; not secret." }),
              keySource: z.enum(["environment", "file"]),
              secrets: z.int().min(0),
            })
            .meta({ id: "RotatedKey" }),
        }),
      },
    },
    async (request) => rotateKey(acting(context, request)),
  );
};
