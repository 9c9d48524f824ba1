import { z } from "zod";
import { readBooks } from "../../app/books.ts";
import { answers, documentType } from "../fields.ts";
import type { ApiRoutes } from "../route.ts";
import { withoutAbsent } from "../withoutAbsent.ts";

const count = z.int();
const columns = {
  read: count,
  sent: count,
  unchanged: count,
  skipped: count,
  blocked: count,
  waiting: count,
  superseded: count,
};

export const bookRoutes: ApiRoutes = (server, { application }) => {
  server.get(
    "/books",
    {
      config: { right: "view" },
      schema: {
        tags: ["books"],
        summary: "What was read against what became of it, by link, type and day",
        operationId: "getBooks",
        querystring: z.object({
          from: z.iso
            .date()
            .optional()
            .meta({ description: "Calendar day of each link; a week that ends today if not given." }),
          to: z.iso.date().optional(),
          link: z.string().max(60).optional(),
        }),
        response: answers({
          200: z
            .object({
              from: z.string(),
              to: z.string(),
              lines: z.array(
                z.object({
                  link: z.string(),
                  type: documentType,
                  day: z.string(),
                  ...columns,
                  strays: count,
                  difference: count.meta({ description: "0, or the books do not balance." }),
                }),
              ),
              totals: z.object(columns),
              balanced: z.boolean(),
            })
            .meta({ id: "Books" }),
        }),
      },
    },
    async ({ query }) => readBooks(application, withoutAbsent(query)),
  );
};
