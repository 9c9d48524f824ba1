import { z } from "zod";
import { exportConfiguration } from "../../app/configure.ts";
import {
  listConfigurationVersions,
  putEntry,
  putPartner,
  putSettings,
  readConfigurationInForce,
  removeEntry,
  replaceConfiguration,
  validateConfiguration,
} from "../../app/editConfiguration.ts";
import { planRemoval } from "../../app/planRemoval.ts";
import { configurationSchema } from "../../configuration/schemaDocument.ts";
import { pageSize } from "../cursor.ts";
import { answers, errorReport, instant } from "../fields.ts";
import { type ApiRoutes, acting } from "../route.ts";

/** An entry of the configuration file without its name and secrets: docs/configuration.md has its keys. */
const entry = z.record(z.string(), z.unknown());

const applied = z
  .object({
    version: z.int(),
    changed: z.boolean(),
    links: z.array(z.string()),
    secretsSet: z.array(z.string()),
    secretsKept: z.array(z.string()),
  })
  .meta({ id: "AppliedConfiguration" });

const inForce = z
  .object({
    version: z.int().meta({ description: "0 before anything was configured." }),
    appliedBy: z.string().nullable(),
    appliedAt: instant.nullable(),
    file: z
      .object({
        gp: z.array(entry),
        cleo: z.array(entry),
        links: z.array(entry),
        notifications: entry.optional(),
        retention: entry.optional(),
      })
      .meta({ description: "As in the configuration file, without secrets." }),
  })
  .meta({ id: "Configuration" });

const expectedVersion = z.coerce
  .number()
  .pipe(z.int().min(0))
  .optional()
  .meta({ description: "The version that was edited: where another one came in between, nothing is changed (409)." });

const leaveWaiting = z
  .stringbool()
  .default(false)
  .meta({ description: "Links that go may leave undone what waits; else that refuses (409)." });

const unfinished = z.object({
  what: z.enum(["job", "delivery", "message", "document", "draft"]),
  state: z.string(),
  count: z.int(),
  underWay: z.boolean().meta({ description: "Is going on, or in doubt: prevents the removal." }),
});

const removalPlan = z
  .object({
    section: z.enum(["gp", "cleo", "links"]),
    name: z.string(),
    version: z.int().meta({ description: "Of the configuration that it was made from." }),
    usedBy: z.array(z.string()).meta({ description: "Of a connection: links that have to go first." }),
    unused: z
      .array(z.object({ section: z.enum(["gp", "cleo"]), name: z.string() }))
      .meta({ description: "Of a link: connections that nothing uses afterwards. They stay." }),
    schedules: z.int().meta({ description: "So many end." }),
    unfinished: z.array(unfinished),
    onRecord: z
      .object({ documents: z.int(), deliveries: z.int(), messages: z.int() })
      .nullable()
      .meta({ description: "Of a link: what stays in the books." }),
    refused: errorReport.nullable(),
    leavesWork: z.boolean().meta({ description: "`leaveWaiting` is needed." }),
  })
  .meta({ id: "RemovalPlan" });

const text = z.strictObject({
  yaml: z.string().max(1_048_576),
  secrets: z.record(z.string().max(100), z.string().max(4_000)).default({}).meta({
    description: "Values of the placeholders in it, by name. What is stored already may be left out.",
    writeOnly: true,
  }),
});

const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/);
const changes = { config: { right: "administer" } } as const;

export const configurationRoutes: ApiRoutes = (server, context) => {
  const { application } = context;
  const schema = { tags: ["configuration"] };
  const query = z.object({ expectedVersion });

  server.get(
    "/configuration",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "The configuration in force, without secrets",
        operationId: "getConfiguration",
        response: answers({ 200: inForce }),
      },
    },
    async () => (await readConfigurationInForce(application)) as never,
  );

  server.get(
    "/configuration/schema",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "JSON Schema of the configuration file",
        operationId: "getConfigurationSchema",
        response: answers({ 200: entry }),
      },
    },
    async () => configurationSchema(),
  );

  server.get(
    "/configuration/yaml",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "As a file that `config apply` takes again, secrets as placeholders",
        operationId: "exportConfiguration",
        response: answers({ 200: z.object({ yaml: z.string() }) }),
      },
    },
    async () => ({ yaml: await exportConfiguration(application) }),
  );

  server.get(
    "/configuration/versions",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "What was in force when, the newest first",
        operationId: "listConfigurationVersions",
        querystring: z.object({ limit: pageSize(20, 200) }),
        response: answers({
          200: z.object({
            versions: z.array(
              z.object({ version: z.int(), digest: z.string(), appliedBy: z.string(), appliedAt: instant }),
            ),
          }),
        }),
      },
    },
    async (request) => ({ versions: await listConfigurationVersions(application, request.query.limit) }),
  );

  server.post(
    "/configuration/validation",
    {
      ...changes,
      bodyLimit: 2_097_152,
      schema: {
        ...schema,
        summary: "Check a configuration file; changes nothing. Every fault is in `error.others` (422)",
        operationId: "validateConfiguration",
        body: text,
        response: answers({
          200: z.object({
            links: z.array(z.string()),
            secretsSet: z.array(z.string()),
            secretsKept: z.array(z.string()),
          }),
        }),
      },
    },
    async (request) => validateConfiguration(acting(context, request), request.body),
  );

  server.put(
    "/configuration",
    {
      ...changes,
      bodyLimit: 2_097_152,
      schema: {
        ...schema,
        summary: "Put a configuration file in force, all of it or nothing",
        operationId: "applyConfiguration",
        querystring: query.extend({ leaveWaiting }),
        body: text,
        response: answers({ 200: applied }),
      },
    },
    async (request) => {
      const { expectedVersion: version, leaveWaiting } = request.query;
      return replaceConfiguration(acting(context, request), request.body, { version, leaveWaiting });
    },
  );

  for (const { section, path, one } of [
    { section: "gp", path: "gp", one: "GpConnection" },
    { section: "cleo", path: "cleo", one: "CleoConnection" },
    { section: "links", path: "links", one: "Link" },
  ] as const) {
    server.put(
      `/configuration/${path}/:name`,
      {
        ...changes,
        schema: {
          ...schema,
          summary: "Add or replace one entry of the configuration; secrets that are left out stay",
          operationId: `put${one}`,
          params: z.object({ name }),
          querystring: query,
          body: entry,
          response: answers({ 200: applied }),
        },
      },
      async (request) =>
        putEntry(acting(context, request), section, request.params.name, request.body, request.query.expectedVersion),
    );
    server.get(
      `/configuration/${path}/:name/removal`,
      {
        config: { right: "view" },
        schema: {
          ...schema,
          summary: "What removing this entry would mean: what still waits, what stays in the books; changes nothing",
          operationId: `planRemovalOf${one}`,
          params: z.object({ name }),
          response: answers({ 200: removalPlan }),
        },
      },
      async (request) => planRemoval(application, section, request.params.name),
    );
    server.delete(
      `/configuration/${path}/:name`,
      {
        ...changes,
        schema: {
          ...schema,
          summary: "Remove one entry of the configuration, and its secrets; what is on record stays",
          operationId: `remove${one}`,
          params: z.object({ name }),
          querystring: query.extend({ leaveWaiting }),
          response: answers({ 200: applied }),
        },
      },
      async (request) => {
        const { expectedVersion: version, leaveWaiting } = request.query;
        return removeEntry(acting(context, request), section, request.params.name, { version, leaveWaiting });
      },
    );
  }

  const partner = z.object({ name, vendor: z.string().min(1).max(15) });
  server.put(
    "/configuration/links/:name/partners/:vendor",
    {
      ...changes,
      schema: {
        ...schema,
        summary: "Set what a link says of one trading partner (`default`: of all others)",
        operationId: "putPartner",
        params: partner,
        querystring: query,
        body: entry,
        response: answers({ 200: applied }),
      },
    },
    async (request) => {
      const { name, vendor } = request.params;
      return putPartner(acting(context, request), name, vendor, request.body, request.query.expectedVersion);
    },
  );
  server.delete(
    "/configuration/links/:name/partners/:vendor",
    {
      ...changes,
      schema: {
        ...schema,
        summary: "Remove what a link says of one trading partner",
        operationId: "removePartner",
        params: partner,
        querystring: query,
        response: answers({ 200: applied }),
      },
    },
    async (request) => {
      const { name, vendor } = request.params;
      return putPartner(acting(context, request), name, vendor, undefined, request.query.expectedVersion);
    },
  );

  for (const { section, one, setting, removing } of [
    {
      section: "notifications",
      one: "Notifications",
      setting: "Set who is told of what, and how; secrets that are left out stay",
      removing: "Tell nobody of anything",
    },
    {
      section: "retention",
      one: "Retention",
      setting: "Set how long what is kept, and when the rest is archived by itself",
      removing: "Archive by hand only, by the usual terms",
    },
  ] as const) {
    server.put(
      `/configuration/${section}`,
      {
        ...changes,
        schema: {
          ...schema,
          summary: setting,
          operationId: `put${one}`,
          querystring: query,
          body: entry,
          response: answers({ 200: applied }),
        },
      },
      async (request) => putSettings(acting(context, request), section, request.body, request.query.expectedVersion),
    );
    server.delete(
      `/configuration/${section}`,
      {
        ...changes,
        schema: {
          ...schema,
          summary: removing,
          operationId: `remove${one}`,
          querystring: query,
          response: answers({ 200: applied }),
        },
      },
      async (request) => putSettings(acting(context, request), section, undefined, request.query.expectedVersion),
    );
  }
};
