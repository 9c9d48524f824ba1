import { z } from "zod";
import { previewPartner } from "../../app/previewPartner.ts";
import { answers, errorReport } from "../fields.ts";
import type { ApiRoutes } from "../route.ts";

export const partnerRoutes: ApiRoutes = (server, { application }) => {
  server.post(
    "/links/:name/partners/:vendor/preview",
    {
      config: { right: "content" },
      schema: {
        tags: ["configuration"],
        summary: "An order on record as it would be sent with settings of its partner that are not saved",
        operationId: "previewPartner",
        params: z.object({ name: z.string().max(60), vendor: z.string().min(1).max(15) }),
        body: z.strictObject({
          order: z.string().max(60).meta({ description: "Number of the order." }),
          settings: z.record(z.string(), z.unknown()),
        }),
        response: answers({
          200: z
            .discriminatedUnion("ok", [
              z.object({
                ok: z.literal(true),
                fileName: z.string(),
                folder: z.string(),
                raw: z.string(),
                file: z.object({
                  format: z.enum(["x12", "json"]),
                  text: z.string(),
                  view: z.record(z.string(), z.unknown()),
                  accepted: z.boolean(),
                }),
              }),
              z.object({ ok: z.literal(false), problems: z.array(errorReport) }),
            ])
            .meta({ id: "PartnerPreview" }),
        }),
      },
    },
    async ({ params: { name, vendor }, body }) => {
      const preview = await previewPartner(application, name, { vendor, ...body });
      return preview.ok
        ? { ...preview, file: { ...preview.file, view: preview.file.view as Record<string, unknown> } }
        : preview;
    },
  );
};
