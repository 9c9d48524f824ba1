import { z } from "zod";
import { readHome } from "../../app/readHome.ts";
import { documentTypes } from "../../ledger/schema.ts";
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
    about: z.enum([...documentTypes, "inbound", "poll"]),
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

const systemHealth = z
  .object({
    system: z.enum(["gp", "cleo"]),
    name: z.string().meta({ description: "Of the connection." }),
    url: z.string(),
    links: z.array(z.string()),
    state: z.enum(["up", "down", "unknown"]),
    seen: z
      .object({ at: instant, text: z.string(), code: z.string().optional() })
      .nullable()
      .meta({ description: "What the state rests on: the newest poll, file, folder or check." }),
  })
  .meta({ id: "SystemHealth" });

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
              systems: z.array(systemHealth),
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
