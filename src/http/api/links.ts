import { z } from "zod";
import { chosenLinks, loadConfiguration } from "../../app/configure.ts";
import { requestCollection } from "../../app/inbox/requestCollection.ts";
import { entitiesOf, requestPoll } from "../../app/pollNow.ts";
import { previewPoll } from "../../app/previewPoll.ts";
import { readLinks } from "../../app/readLinks.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import { answers, deliveryState, instant } from "../fields.ts";
import { type ApiRoutes, acting } from "../route.ts";
import { clockSetBack, endedJob, pollReport } from "./jobs.ts";

const entity = z.enum(["vendors", "purchaseOrders"]);
const count = z.int().min(0);

export const linkOverview = z
  .object({
    name: z.string(),
    enabled: z.boolean(),
    sandbox: z.boolean().meta({ description: "Its systems are simulated." }),
    gp: z.string(),
    cleo: z.string(),
    company: z.object({ database: z.string(), name: z.string() }),
    timeZone: z.string(),
    flows: z.array(
      z.object({
        entity,
        folder: z.string(),
        format: z.enum(["x12", "json"]),
        schedule: z.string(),
        sweep: z.string(),
        readThrough: z
          .string()
          .nullable()
          .meta({ description: "The last day of which everything is on record. Calendar date of the company." }),
      }),
    ),
    partners: z.array(z.string()),
    receives: z.boolean(),
    lastPoll: endedJob.extend({ clockSetBack }).nullable(),
    currentPoll: endedJob.nullable(),
    lastSentAt: instant.nullable(),
    open: z.partialRecord(deliveryState, count).meta({ description: "Deliveries that are not done with." }),
  })
  .meta({ id: "LinkOverview" });

const params = z.object({ name: z.string().max(60) });

export const linkRoutes: ApiRoutes = (server, context) => {
  const { application, service } = context;
  const schema = { tags: ["links"] };

  server.get(
    "/links",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "The links in force, with how each stands",
        operationId: "listLinks",
        response: answers({ 200: z.object({ links: z.array(linkOverview) }) }),
      },
    },
    async () => ({ links: await readLinks(application) }),
  );

  server.post(
    "/links/:name/collection",
    {
      config: { right: "operate" },
      schema: {
        ...schema,
        summary: "Read the link's folders in Cleo now; a request joins a reading that waits already",
        operationId: "collectLink",
        params,
        response: answers({ 202: z.object({ jobId: z.string(), joined: z.boolean() }).meta({ id: "RequestedJob" }) }),
      },
    },
    async (request, reply) => {
      const [link] = chosenLinks(await loadConfiguration(application), request.params.name);
      if (link?.inbound?.poll === undefined) {
        throw new ConnectorError("FOLDERS_NOT_POLLED", `the link ${request.params.name} reads no folder in Cleo`, {
          at: { link: request.params.name },
        });
      }
      const { id, joined } = await requestCollection(acting(context, request), service, link.name);
      reply.code(202);
      return { jobId: id, joined };
    },
  );

  server.post(
    "/links/:name/poll",
    {
      config: { right: "operate" },
      schema: {
        ...schema,
        summary: "Poll a link now; a request joins a poll that waits already",
        operationId: "pollLink",
        params,
        body: z.strictObject({
          only: entity.optional(),
          full: z.boolean().default(false).meta({ description: "Reads everything, not only what changed." }),
          sweep: z.boolean().default(false).meta({ description: "Reads everything, and looks for what is gone." }),
        }),
        response: answers({ 202: z.object({ jobId: z.string(), joined: z.boolean() }).meta({ id: "RequestedPoll" }) }),
      },
    },
    async (request, reply) => {
      const { only, full, sweep } = request.body;
      const [link] = chosenLinks(await loadConfiguration(application), request.params.name);
      if (link === undefined) throw new ConnectorError("LINK_UNKNOWN", `there is no link ${request.params.name}`);
      const parameters = { entities: entitiesOf(link, only), full: full || sweep, sweep };
      const { id, joined } = await requestPoll(acting(context, request), service, link.name, parameters);
      reply.code(202);
      return { jobId: id, joined };
    },
  );

  server.post(
    "/links/:name/preview",
    {
      config: { right: "operate" },
      schema: {
        ...schema,
        summary: "What a poll would send, skip and block, on the data that GP has now; writes nothing",
        operationId: "previewPoll",
        params,
        body: z.strictObject({ only: entity.optional(), full: z.boolean().default(false) }),
        response: answers({ 200: pollReport }),
      },
    },
    async (request) => {
      const configuration = await loadConfiguration(application);
      const links = chosenLinks(configuration, request.params.name);
      const [report] = await previewPoll(acting(context, request), configuration, links, request.body);
      if (report === undefined) throw new ConnectorError("LINK_UNKNOWN", `there is no link ${request.params.name}`);
      return report;
    },
  );
};
