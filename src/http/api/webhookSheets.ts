import { z } from "zod";
import { chosenLinks, loadConfiguration } from "../../app/configure.ts";
import { webhookSheet } from "../../app/inbox/webhookSheet.ts";
import { sheetForms, webhookSheetText } from "../../app/inbox/webhookSheetText.ts";
import { answers } from "../fields.ts";
import type { ApiRoutes } from "../route.ts";

const line = z.object({ name: z.string(), value: z.string() });

export const webhookSheetRoutes: ApiRoutes = (server, { application, publicUrl }) => {
  server.get(
    "/links/:name/webhook-sheet",
    {
      config: { right: "view" },
      schema: {
        tags: ["links"],
        summary: "The set-up page for the Cleo administrator; a placeholder stands where the key has to be written",
        operationId: "getWebhookSheet",
        params: z.object({ name: z.string().max(60) }),
        querystring: z.object({
          url: z
            .url({ protocol: /^https?$/ })
            .max(300)
            .optional()
            .meta({ description: "How Cleo reaches this server; what `--public-url` says if it is left out." }),
          form: z.enum(sheetForms).default("html"),
        }),
        response: answers({
          200: z
            .object({
              link: z.string(),
              url: z.string(),
              authentication: z.string(),
              headers: z.array(line),
              maxBytes: z.int(),
              allow: z.array(z.string()),
              samples: z.array(z.object({ title: z.string(), contentType: z.string(), body: z.string() })),
              curl: z.string(),
              answers: z.array(z.object({ status: z.string(), meaning: z.string(), next: z.string() })),
              page: z.string().meta({ description: "All of it in the form that was asked for." }),
            })
            .meta({ id: "WebhookSheet" }),
        }),
      },
    },
    async ({ params: { name }, query: { url, form } }) => {
      const configuration = await loadConfiguration(application);
      const [link] = chosenLinks(configuration, name);
      if (link === undefined) throw new Error("a chosen link is missing");
      const sheet = webhookSheet(link, url ?? publicUrl?.href ?? "https://connector.example.com");
      return { ...sheet, page: webhookSheetText(sheet, form) };
    },
  );
};
