import { z } from "zod";
import { readHome } from "../../app/readHome.ts";
import { answers, documentType, instant } from "../fields.ts";
import type { ApiRoutes } from "../route.ts";
import { alert } from "./alerts.ts";
import { linkOverview } from "./links.ts";

const count = z.int().min(0);

const need = z
  .object({
    code: z.string(),
    owner: z.string().meta({ description: "Whose job it is." }),
    meaning: z.string(),
    fix: z.string(),
    link: z.string(),
    about: z.enum(["vendor", "purchaseOrder", "inbound", "poll"]),
    state: z.string(),
    count,
    example: z.object({ key: z.string(), message: z.string().nullable() }),
    since: instant,
  })
  .meta({ id: "Need", description: "Something that a person has to do, once for everything that shares the cause." });

const volumePoint = z
  .object({
    at: instant.meta({ description: "Begin of the hour or day, UTC." }),
    type: documentType,
    sent: count,
    medianSeconds: z.number(),
    slowSeconds: z.number().meta({ description: "Of nineteen in twenty: from the change on record to Cleo's yes." }),
  })
  .meta({ id: "VolumePoint" });

export const homeRoutes: ApiRoutes = (server, { application }) => {
  server.get(
    "/home",
    {
      config: { right: "view" },
      schema: {
        tags: ["home"],
        summary: "What needs a person now, how the links stand, and how much was sent lately",
        operationId: "getHome",
        response: answers({
          200: z
            .object({
              needs: z.array(need),
              alerts: z.array(alert),
              links: z.array(linkOverview),
              workers: count.meta({ description: "Processes that carry out work." }),
              volume: z.object({ hours: z.array(volumePoint), days: z.array(volumePoint) }),
              configured: z.boolean(),
            })
            .meta({ id: "Home" }),
        }),
      },
    },
    async () => readHome(application),
  );
};
