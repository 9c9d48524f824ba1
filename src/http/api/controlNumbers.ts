import { z } from "zod";
import { advanceSeries } from "../../app/controlNumbers.ts";
import { envelopeKinds, lastControlNumber, listSeries } from "../../ledger/controlNumbers.ts";
import { answers } from "../fields.ts";
import { type ApiRoutes, acting } from "../route.ts";

const number = z.int().min(0).max(lastControlNumber);
const party = z.string().min(1).max(60).meta({ description: "Qualifier and id, such as ZZ:FABRIKAM." });
const named = {
  sender: party,
  receiver: party,
  usage: z.enum(["P", "T"]).meta({ description: "Production or test." }),
  kind: z.enum(envelopeKinds).meta({ description: "`interchange`: ISA13; `group`: GS06." }),
};

export const controlNumberRoutes: ApiRoutes = (server, context) => {
  const { ledger } = context.application;
  const schema = { tags: ["controlNumbers"] };

  server.get(
    "/control-numbers",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "Each series of X12 control numbers, and where it stands",
        operationId: "listControlNumbers",
        response: answers({
          200: z.object({
            series: z.array(
              z
                .object({
                  sender: z.string(),
                  receiver: z.string(),
                  usage: z.string(),
                  kind: z.string(),
                  last: number,
                  given: z.int().min(0),
                  leaps: z.array(z.object({ from: number, to: number, reason: z.string() })),
                })
                .meta({ id: "ControlNumberSeries" }),
            ),
          }),
        }),
      },
    },
    async () => ({ series: await listSeries(ledger) }),
  );

  server.post(
    "/control-numbers/advance",
    {
      config: { right: "administer" },
      schema: {
        ...schema,
        summary: "Move a series ahead, for a partner that has seen higher numbers; never back",
        operationId: "advanceControlNumbers",
        body: z.strictObject({
          ...named,
          next: z.int().min(1).max(lastControlNumber).meta({ description: "The next number to be given." }),
          reason: z.string().trim().min(3).max(500).meta({ description: "Kept in the audit trail." }),
        }),
        response: answers({ 200: z.object({ before: number, next: number }) }),
      },
    },
    async (request) => {
      const { next, reason, ...series } = request.body;
      const before = await advanceSeries(acting(context, request), series, { next, reason });
      return { before, next };
    },
  );
};
