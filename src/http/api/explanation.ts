import { z } from "zod";
import { explainDelivery } from "../../app/explainDelivery.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import { answers } from "../fields.ts";
import type { ApiRoutes } from "../route.ts";

const fault = z.object({ code: z.string(), message: z.string() });

const element = z.object({
  ref: z.string().meta({ description: "Such as PO103." }),
  name: z.string(),
  raw: z.string(),
  value: z.string(),
  meaning: z.string().optional().meta({ description: "What the code means." }),
  faults: z.array(fault),
});

const segment = z
  .object({
    id: z.string(),
    name: z.string(),
    position: z.int().meta({ description: "Counted from 1 at ST; 0 in the envelope." }),
    depth: z.int(),
    elements: z.array(element),
    faults: z.array(fault),
  })
  .meta({ id: "X12Segment" });

const view = z
  .object({
    accepted: z.boolean(),
    interchanges: z.array(
      z.object({
        header: segment,
        segments: z.array(segment),
        trailer: segment.optional(),
        groups: z.array(
          z.object({
            header: segment,
            segments: z.array(segment),
            trailer: segment.optional(),
            sets: z.array(
              z.object({
                set: z.string(),
                name: z.string(),
                controlNumber: z.string(),
                segments: z.array(segment),
              }),
            ),
          }),
        ),
      }),
    ),
  })
  .meta({ id: "X12View" });

const origin = z
  .object({
    source: z.enum(["gp", "settings", "ml-connector"]),
    gp: z.string().optional().meta({ description: "Table and column of GP." }),
    path: z.string().optional().meta({ description: "Place in the canonical order." }),
    setting: z.string().optional().meta({ description: "Key of the configuration." }),
    rule: z.string(),
  })
  .meta({ id: "ElementOrigin" });

export const explanationRoutes: ApiRoutes = (server, { application }) => {
  server.get(
    "/deliveries/:id/explanation",
    {
      config: { right: "content" },
      schema: {
        tags: ["documents"],
        summary: "Where each element of an X12 file comes from: GP field, setting and rule",
        operationId: "explainDelivery",
        params: z.object({ id: z.string().max(60) }),
        response: answers({
          200: z
            .object({
              view,
              origins: z.array(z.object({ position: z.int(), ref: z.string(), origin })).meta({
                description: "In the order of the file.",
              }),
              record: z.record(z.string(), z.unknown()).meta({ description: "The canonical order." }),
            })
            .meta({ id: "DeliveryExplanation" }),
        }),
      },
    },
    async (request) => {
      const explanation = await explainDelivery(application, request.params.id);
      if (explanation === undefined) {
        throw new ConnectorError("JOB_UNKNOWN", "this delivery has no X12 file to explain");
      }
      return { ...explanation, record: explanation.record as Record<string, unknown> };
    },
  );
};
