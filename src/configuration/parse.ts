import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { resolveTransport, transportFaults } from "../cleo/transport.ts";
import { ConnectorError, isConnectorError } from "../errors/connectorError.ts";
import { systemFault } from "../errors/systemFault.ts";
import { resolveProfile } from "../gp/index.ts";
import { SecretValue } from "../secrets/secretValue.ts";
import { completeCleo, completeGp } from "./completeConnection.ts";
import { type Configuration, foldersOf, type InboundFlow, type Link, type Tls } from "./configuration.ts";
import { ConfigurationError } from "./configurationError.ts";
import { type FileOutput, fileSchema, unfinishedFileSchema } from "./fileSchema.ts";
import { nearest } from "./nearest.ts";
import { buildNotifications, notificationFaults } from "./notifications.ts";
import { Problems, type SchemaNode } from "./problems.ts";
import { programSchedules } from "./programSchedules.ts";
import { parseSchedule, type Schedule } from "./schedule.ts";
import { configurationSchema } from "./schemaDocument.ts";
import { type SecretReference, variableFor, variableOf } from "./secretReference.ts";

export interface ConfigurationSource {
  /** Name of the file for messages; relative paths in it start from its folder. */
  file: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** Names of the secrets that the vault holds already: these may lack their variable, and are then kept. */
  stored?: ReadonlySet<string>;
  readText?: (path: string) => string;
  /** Connections may still be missing: the configuration is being put together piece by piece. */
  unfinished?: boolean;
}

export interface AppliedConfiguration {
  configuration: Configuration;
  /** By name in the vault. */
  secrets: ReadonlyMap<string, SecretValue>;
  /** Names of the secrets whose variable was not set, and which stay as they are stored. */
  kept: readonly string[];
}

type FileInboundWebhook = NonNullable<FileOutput["links"][number]["inbound"]>["webhook"];

const largestFile = 1_048_576;
let schema: SchemaNode | undefined;

/** Reads and checks a configuration file. Throws {@link ConfigurationError} with every fault found. */
export function readConfiguration(source: ConfigurationSource): AppliedConfiguration {
  return parseConfiguration(readText(source.file), source);
}

/** Checks the text of a configuration file. Throws {@link ConfigurationError} with every fault found. */
export function parseConfiguration(text: string, source: ConfigurationSource): AppliedConfiguration {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  schema ??= configurationSchema();
  const problems = new Problems({ file: source.file, document, lines, schema });
  if (document.errors.length > 0) {
    throw new ConfigurationError(
      source.file,
      document.errors.slice(0, 20).map((error) =>
        new ConnectorError("CONFIGURATION_SYNTAX", `the YAML cannot be read: ${syntaxFault(error)}`, {
          at: { file: source.file, line: lines.linePos(error.pos[0]).line },
        }).report(),
      ),
    );
  }
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 100 });
  } catch {
    throw new ConfigurationError(source.file, [
      new ConnectorError("CONFIGURATION_SYNTAX", "the YAML repeats itself too often by aliases", {
        at: { file: source.file, line: 1 },
      }).report(),
    ]);
  }

  noteStrayVariables(content, [], problems);
  const parsed = (source.unfinished ? unfinishedFileSchema : fileSchema).safeParse(content ?? {});
  if (!parsed.success) for (const issue of parsed.error.issues) problems.addIssue(issue);
  else checkNames(parsed.data, problems);
  const applied = parsed.success ? build(parsed.data, source, problems) : undefined;
  if (applied === undefined || problems.any) throw new ConfigurationError(source.file, problems.list());
  return applied;
}

function build(file: FileOutput, source: ConfigurationSource, problems: Problems): AppliedConfiguration {
  const secrets = new Map<string, SecretValue>();
  const kept: string[] = [];

  const reference = (secret: string, text: string, path: PropertyKey[]): SecretReference => {
    const variable = variableOf(text);
    if (variable === undefined) {
      secrets.set(secret, new SecretValue(text));
      return { secret, variable: variableFor(secret) };
    }
    const value = source.environment[variable];
    if (value !== undefined && value !== "") secrets.set(secret, new SecretValue(value));
    else if (source.stored?.has(secret)) kept.push(secret);
    else {
      problems.add(
        "CONFIGURATION_VARIABLE_MISSING",
        path,
        `needs the environment variable ${variable}, which is not set`,
        {
          fix: `Set ${variable} for this command.`,
        },
      );
    }
    return { secret, variable };
  };

  const trust = (tls: { caFile?: string | undefined; ca?: string | undefined }, path: PropertyKey[]): Tls => {
    if (tls.caFile === undefined) return tls.ca === undefined ? {} : { ca: tls.ca };
    try {
      const ca = (source.readText ?? readText)(resolve(dirname(source.file), tls.caFile));
      if (ca.includes("-----BEGIN CERTIFICATE-----")) return { caFile: tls.caFile, ca };
      problems.add(
        "CONFIGURATION_FILE_UNREADABLE",
        path,
        `names ${tls.caFile}, which holds no certificate in PEM form`,
      );
    } catch (error) {
      problems.add(
        "CONFIGURATION_FILE_UNREADABLE",
        path,
        `names ${tls.caFile}, which cannot be read: ${whyUnreadable(error)}`,
      );
    }
    return { caFile: tls.caFile };
  };

  for (const [place, entry] of file.gp.entries()) {
    try {
      resolveProfile(entry.profile);
    } catch (error) {
      if (!isConnectorError(error, "GP_PROFILE_INVALID")) throw error;
      problems.add(
        "GP_PROFILE_INVALID",
        ["gp", place, ...(error.at.field ?? "profile").split(".")],
        `is wrong: ${error.message}`,
      );
    }
  }

  const gp = file.gp.map((entry, place) =>
    completeGp(entry, {
      password: reference(`gp/${entry.name}/password`, entry.auth.password, ["gp", place, "auth", "password"]),
      tls: { ...entry.tls, ...trust(entry.tls, ["gp", place, "tls", "caFile"]) },
    }),
  );

  const cleo = file.cleo.map((entry, place) => {
    for (const fault of transportFaults(resolveTransport(entry.transport)))
      problems.add("CONFIGURATION_VALUE", ["cleo", place, "transport"], `does not hold together: ${fault}`);
    const { otp } = entry.auth;
    const path = ["cleo", place, "auth"];
    return completeCleo(entry, {
      password: reference(`cleo/${entry.name}/password`, entry.auth.password, [...path, "password"]),
      otpSecret: otp && reference(`cleo/${entry.name}/otp`, otp.secret, [...path, "otp", "secret"]),
      tls: trust(entry.tls, ["cleo", place, "tls", "caFile"]),
    });
  });

  const links = file.links.map((entry, place): Link => {
    const { vendors, purchaseOrders, inbound, us, check, ...rest } = entry;
    const webhook = inbound?.webhook;
    const path = ["links", place, "inbound", "webhook"];
    const flow: InboundFlow | undefined = inbound && {
      targets: inbound.targets,
      review: inbound.review,
      batch: inbound.batch,
      ...(webhook && {
        webhook: {
          ...webhookWithoutKeys(webhook),
          key: reference(`link/${entry.name}/webhook`, webhook.key, [...path, "key"]),
          ...(webhook.previousKey !== undefined && {
            previousKey: reference(`link/${entry.name}/webhook-previous`, webhook.previousKey, [
              ...path,
              "previousKey",
            ]),
          }),
        },
      }),
      ...(inbound.poll && { poll: { ...inbound.poll, schedule: scheduleOf(inbound.poll.schedule) } }),
    };
    return {
      ...rest,
      timeZone: file.gp.find((connection) => connection.name === entry.gp)?.company.timeZone ?? "UTC",
      ...(vendors && {
        vendors: { ...vendors, schedule: scheduleOf(vendors.schedule), sweep: scheduleOf(vendors.sweep) },
      }),
      ...(purchaseOrders && {
        purchaseOrders: {
          ...purchaseOrders,
          schedule: scheduleOf(purchaseOrders.schedule),
          sweep: scheduleOf(purchaseOrders.sweep),
        },
      }),
      ...(us && { us }),
      ...(flow && { inbound: flow }),
      ...(check && {
        check: {
          schedule: scheduleOf(check.schedule),
          ...(check.probeFolder !== undefined && { probeFolder: check.probeFolder }),
        },
      }),
    };
  });

  const notifications = file.notifications && buildNotifications(file.notifications, { reference, trust });
  const { retention } = file;
  const rest = {
    ...(notifications && { notifications }),
    ...(retention && { retention: { ...retention, schedule: scheduleOf(retention.schedule) } }),
  };
  return { configuration: { gp, cleo, links, ...rest }, secrets, kept };
}

function webhookWithoutKeys({ key: _key, previousKey: _previous, ...rest }: NonNullable<FileInboundWebhook>) {
  return rest;
}

function checkNames(file: FileOutput, problems: Problems): void {
  for (const section of ["gp", "cleo", "links"] as const) {
    const seen = new Set<string>();
    for (const [place, entry] of file[section].entries()) {
      const key = entry.name.toLowerCase();
      if (seen.has(key))
        problems.add("CONFIGURATION_NAME_TAKEN", [section, place, "name"], `repeats the name \`${entry.name}\``);
      seen.add(key);
    }
  }
  const links = file.links.map((link) => link.name);
  const reserved = links.findIndex((link) => link.toLowerCase() === programSchedules);
  if (reserved !== -1) {
    problems.add("CONFIGURATION_NAME_TAKEN", ["links", reserved, "name"], `is kept for what belongs to no link`);
  }
  for (const { path, what, missing } of file.notifications ? notificationFaults(file.notifications, links) : []) {
    problems.add(missing ? "CONFIGURATION_KEY_MISSING" : "CONFIGURATION_VALUE", path, what);
  }
  for (const [place, link] of file.links.entries()) {
    for (const side of ["gp", "cleo"] as const) {
      const names = file[side].map((entry) => entry.name);
      if (names.includes(link[side])) continue;
      const near = nearest(link[side], names);
      problems.add(
        "CONFIGURATION_NAME_UNKNOWN",
        ["links", place, side],
        `names \`${link[side]}\`, which is no entry under \`${side}:\`${near ? `; did you mean \`${near}\`?` : ""}`,
      );
    }
    const sendsX12 =
      link.purchaseOrders &&
      [link.purchaseOrders.format, ...Object.values(link.partners).map((partner) => partner.format)].includes("x12");
    if (sendsX12 && link.us === undefined) {
      problems.add(
        "CONFIGURATION_KEY_MISSING",
        ["links", place, "us"],
        "is missing: purchase orders in X12 need our own ids, `us: { isa: { qualifier, id }, gs }`",
      );
    }
    for (const [vendor, partner] of Object.entries(link.partners)) {
      const faults = separatorFault(partner.separators);
      if (faults) problems.add("CONFIGURATION_VALUE", ["links", place, "partners", vendor, "separators"], faults);
    }
    if (link.inbound?.webhook?.authentication === "basic" && link.inbound.webhook.username === undefined) {
      problems.add(
        "CONFIGURATION_KEY_MISSING",
        ["links", place, "inbound", "webhook", "username"],
        "is missing: Basic authentication needs it",
      );
    }
    const poll = link.inbound?.poll;
    if (poll?.after === "move" && poll.moveTo === undefined) {
      problems.add(
        "CONFIGURATION_KEY_MISSING",
        ["links", place, "inbound", "poll", "moveTo"],
        "is missing: `after: move` needs the folder to move to",
      );
    }
    if (poll?.moveTo !== undefined && [poll.folder, ...foldersOf(poll)].includes(poll.moveTo)) {
      problems.add(
        "CONFIGURATION_VALUE",
        ["links", place, "inbound", "poll", "moveTo"],
        "is the folder that is read: what was read would be read again",
      );
    }
  }
}

function separatorFault(given: Readonly<Record<string, string | undefined>> | undefined): string | undefined {
  const values = Object.values({ element: "*", segment: "~", component: ">", repetition: "^", ...given });
  return new Set(values).size < values.length ? "must all differ from each other" : undefined;
}

/** `${NAME}` outside a secret would silently stay as it is written. */
function noteStrayVariables(value: unknown, path: PropertyKey[], problems: Problems): void {
  if (typeof value === "string") {
    const last = path.at(-1);
    const isSecret =
      last === "password" ||
      last === "key" ||
      last === "previousKey" ||
      (last === "secret" && path.at(-2) === "otp") ||
      (path[0] === "notifications" && (last === "url" || last === "secret"));
    if (!isSecret && /\$\{[^}]*\}/.test(value)) {
      problems.add(
        "CONFIGURATION_VALUE",
        path,
        "holds a dollar sign and {...}, but environment variables are read for passwords and keys only",
      );
    }
  } else if (typeof value === "object" && value !== null && path.length < 12) {
    for (const [key, inner] of Object.entries(value))
      noteStrayVariables(inner, [...path, Array.isArray(value) ? Number(key) : key], problems);
  }
}

function scheduleOf(text: string): Schedule {
  const schedule = parseSchedule(text);
  if ("fault" in schedule)
    throw new ConnectorError("INTERNAL", `a schedule passed the schema and then ${schedule.fault}`);
  return schedule;
}

function readText(path: string): string {
  try {
    if (statSync(path).size > largestFile) throw new Error("it is larger than 1 MiB");
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new ConnectorError("CONFIGURATION_FILE_UNREADABLE", `the file cannot be read: ${whyUnreadable(error)}`, {
      at: { file: path },
      cause: error,
    });
  }
}

function whyUnreadable(error: unknown): string {
  const cause = error instanceof ConnectorError ? error.cause : error;
  return systemFault(cause);
}

/** The reader's own sentence, without the source text, which may hold a password. */
function syntaxFault(error: { code: string; message: string }): string {
  return error.code === "DUPLICATE_KEY"
    ? "a key stands twice in the same place"
    : (error.message.split("\n")[0]?.slice(0, 160) ?? error.code);
}
