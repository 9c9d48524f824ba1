/**
 * Changing the configuration from a face that has no files: as a whole, or one connection, link or partner at a time.
 *
 * Secrets are write-only (Invariant 7): what is given is stored, what is left out stays as it is stored, and nothing gives
 * it back. A stored password goes to the server that it was given for and to no other: whoever changes the address enters
 * the password again. Neither files nor environment variables of the server are read, which are not the business of
 * whoever sits at a browser.
 */
import { resolve } from "node:path";
import type { Configuration } from "../configuration/configuration.ts";
import { ConfigurationError } from "../configuration/configurationError.ts";
import type { FileInput } from "../configuration/fileSchema.ts";
import { type AppliedConfiguration, parseConfiguration } from "../configuration/parse.ts";
import { fileForm, renderFile } from "../configuration/render.ts";
import {
  type Entry,
  memberAt,
  type Section,
  type SettingsSection,
  secretPlaces,
  withMember,
} from "../configuration/secretPlaces.ts";
import { variableFor } from "../configuration/secretReference.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { configurationVersions, currentConfiguration, storedSecretNames } from "../ledger/configurations.ts";
import type { Application } from "./application.ts";
import { configurationInForce, emptyConfiguration } from "./configurationInForce.ts";
import { type AppliedVersion, type Expected, putInForce } from "./configure.ts";
import { inUse, unknownEntry, usersOf } from "./planRemoval.ts";

export interface ConfigurationText {
  yaml: string;
  /** Values of the `${NAME}` in it. */
  secrets: Readonly<Record<string, string>>;
}

export interface ConfigurationInForce {
  /** 0 before the first one. */
  version: number;
  appliedBy: string | null;
  appliedAt: Date | null;
  /** As in a file, without secrets. */
  file: FileInput;
}

/** What is in force, in the form of a file and without secrets; empty before the first one was applied. */
export async function readConfigurationInForce(
  application: Pick<Application, "ledger">,
): Promise<ConfigurationInForce> {
  const current = await currentConfiguration(application.ledger);
  const file = withoutSecrets(fileForm((current?.document ?? emptyConfiguration) as Configuration));
  return {
    version: current?.version ?? 0,
    appliedBy: current?.appliedBy ?? null,
    appliedAt: current?.appliedAt ?? null,
    file,
  };
}

/** The versions that were ever in force, the newest first. */
export async function listConfigurationVersions({ ledger }: Pick<Application, "ledger">, limit: number) {
  return configurationVersions(ledger, limit);
}

/** Checks a configuration as it would be applied. Changes nothing. Throws {@link ConfigurationError} with every fault. */
export async function validateConfiguration(
  application: Application,
  text: ConfigurationText,
): Promise<{ links: string[]; secretsSet: string[]; secretsKept: string[] }> {
  const { configuration, secrets, kept } = await read(application, text.yaml, text.secrets);
  return {
    links: configuration.links.map(({ name }) => name),
    secretsSet: [...secrets.keys()],
    secretsKept: [...kept],
  };
}

/** Puts a whole configuration in force. Throws {@link ConfigurationError} with every fault, and {@link ConnectorError}. */
export async function replaceConfiguration(
  application: Application,
  text: ConfigurationText,
  expected: Expected = {},
): Promise<AppliedVersion> {
  return putInForce(application, await read(application, text.yaml, text.secrets), expected);
}

export interface NamedEntry {
  section: Section;
  name: string;
  /** As in a file, without `name`; secrets that are left out stay as they are stored. */
  entry: Entry;
}

/**
 * Adds or replaces one connection or link; all else stays.
 *
 * @throws {ConnectorError} CONFIGURATION_INVALID, CONFIGURATION_SECRET_MISSING, CONFIGURATION_CHANGED
 */
export async function putEntry(
  application: Application,
  section: Section,
  name: string,
  entry: Entry,
  expectedVersion?: number,
): Promise<AppliedVersion> {
  return putEntries(application, [{ section, name, entry }], expectedVersion);
}

/** Several at once, or none of them. */
export async function putEntries(
  application: Application,
  wanted: readonly NamedEntry[],
  expectedVersion?: number,
): Promise<AppliedVersion> {
  const { file, version } = await inForce(application);
  const stored = new Set(await storedSecretNames(application.ledger));
  let changed = file;
  const secrets: Record<string, string> = {};
  for (const { section, name, entry } of wanted) {
    const { entry: placed, given } = withPlaceholders(section, name, { name, ...entry }, stored);
    Object.assign(secrets, given);
    const entries = (changed[section] ?? []) as Entry[];
    const place = entries.findIndex((each) => each.name === name);
    changed = { ...changed, [section]: place < 0 ? [...entries, placed] : entries.with(place, placed) } as FileInput;
  }
  return putPieces(application, changed, secrets, { version: expectedVersion ?? version });
}

/**
 * Sets or removes what holds for all links: who is told of what, or how long what is kept. Secrets that are left out stay.
 *
 * @param settings `undefined` removes them
 * @throws {ConnectorError} CONFIGURATION_INVALID, CONFIGURATION_SECRET_MISSING, CONFIGURATION_CHANGED
 */
export async function putSettings(
  application: Application,
  section: SettingsSection,
  settings: Entry | undefined,
  expectedVersion?: number,
): Promise<AppliedVersion> {
  const { file, version } = await inForce(application);
  const { [section]: _, ...rest } = file;
  const expected = { version: expectedVersion ?? version };
  if (settings === undefined) return putPieces(application, rest, {}, expected);
  const stored = new Set(await storedSecretNames(application.ledger));
  const { entry, given } = withPlaceholders(section, "", settings, stored);
  return putPieces(application, { ...rest, [section]: entry } as FileInput, given, expected);
}

/** An entry with `${NAME}` in place of its secrets, and the ones that were given by these names. */
function withPlaceholders(
  section: Section | SettingsSection,
  name: string,
  entry: Entry,
  stored: ReadonlySet<string>,
): { entry: Entry; given: Record<string, string> } {
  const given: Record<string, string> = {};
  let placed = entry;
  for (const { path, secret } of secretPlaces(section, name, entry)) {
    const value = memberAt(entry, path);
    const variable = variableFor(secret);
    if (typeof value === "string" && value !== "") given[variable] = value;
    else if (!stored.has(secret)) {
      const field = path.join(".");
      throw new ConnectorError("CONFIGURATION_SECRET_MISSING", `\`${field}\` is needed: none is stored yet`, {
        at: { field },
      });
    }
    placed = withMember(placed, path, `\${${variable}}`);
  }
  return { entry: placed, given };
}

/**
 * Removes a connection or link, and its secrets; see {@link planRemoval} for what that means.
 *
 * @throws {ConnectorError} CONFIGURATION_ENTRY_UNKNOWN, CONFIGURATION_IN_USE, CONFIGURATION_CHANGED, LINK_UNDER_WAY,
 *   LINK_WORK_WAITING
 */
export async function removeEntry(
  application: Application,
  section: Section,
  name: string,
  expected: Expected = {},
): Promise<AppliedVersion> {
  const { configuration, file, version } = await inForce(application);
  const entries = (file[section] ?? []) as Entry[];
  if (!entries.some((each) => each.name === name)) throw unknownEntry(section, name);
  const users = usersOf(configuration, section, name);
  if (users.length > 0) throw inUse(name, users);
  const changed = { ...file, [section]: entries.filter((each) => each.name !== name) } as FileInput;
  return putPieces(application, changed, {}, { ...expected, version: expected.version ?? version });
}

/**
 * Sets or removes what a link says of one trading partner.
 *
 * @param settings `undefined` removes it
 * @throws {ConnectorError} CONFIGURATION_ENTRY_UNKNOWN, CONFIGURATION_INVALID, CONFIGURATION_CHANGED
 */
export async function putPartner(
  application: Application,
  link: string,
  vendor: string,
  settings: Entry | undefined,
  expectedVersion?: number,
): Promise<AppliedVersion> {
  const { file, version } = await inForce(application);
  const links = (file.links ?? []) as Entry[];
  const place = links.findIndex((each) => each.name === link);
  const entry = links[place];
  if (entry === undefined) throw unknownEntry("links", link);
  if (settings === undefined && memberAt(entry, ["partners", vendor]) === undefined)
    throw unknownEntry("partners", vendor);
  const changed = { ...file, links: links.with(place, withMember(entry, ["partners", vendor], settings)) } as FileInput;
  return putPieces(application, changed, {}, { version: expectedVersion ?? version });
}

/**
 * Refuses to try a connection with its stored password at another address than the one it was given for.
 *
 * @throws {ConnectorError} CONFIGURATION_SECRET_MISSING
 */
export async function checkDestination(
  application: Pick<Application, "ledger">,
  section: "gp" | "cleo",
  connection: Entry,
): Promise<void> {
  const { configuration } = await inForce(application);
  const before = configuration[section].find(({ name }) => name === connection.name);
  if (before === undefined || destinationOf(before) !== destinationOf(connection))
    throw secretNeeded(section, String(connection.name));
}

async function inForce({ ledger }: Pick<Application, "ledger">) {
  const { version, configuration } = await configurationInForce(ledger);
  return { configuration, file: fileForm(configuration), version };
}

async function putPieces(
  application: Application,
  file: FileInput,
  secrets: Readonly<Record<string, string>>,
  expected: Expected,
): Promise<AppliedVersion> {
  try {
    return await putInForce(application, await read(application, renderFile(file), secrets, true), expected);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    // Nobody has seen the lines of this text.
    throw new ConfigurationError(
      "the configuration",
      error.problems.map(({ at: { field, link, connection }, ...problem }) => ({
        ...problem,
        at: { ...(field && { field }), ...(link && { link }), ...(connection && { connection }) },
      })),
    );
  }
}

async function read(
  application: Application,
  yaml: string,
  secrets: Readonly<Record<string, string>>,
  unfinished = false,
): Promise<AppliedConfiguration> {
  const { configuration: before } = await inForce(application);
  const stored = new Set(await storedSecretNames(application.ledger));
  // Certificates of files that were read when they were applied are kept with the configuration.
  const certificates = new Map(
    [...before.gp, ...before.cleo].flatMap(({ tls }) =>
      tls.caFile !== undefined && tls.ca !== undefined ? [[resolve(tls.caFile), tls.ca] as const] : [],
    ),
  );
  const applied = parseConfiguration(yaml, {
    file: "configuration",
    environment: secrets,
    stored,
    unfinished,
    readText: (path) => {
      const kept = certificates.get(path);
      if (kept !== undefined) return kept;
      throw new Error("files are read by `config apply` only; give `tls.ca` instead");
    },
  });
  for (const section of ["gp", "cleo"] as const) {
    for (const connection of applied.configuration[section]) {
      const former = before[section].find(({ name }) => name === connection.name);
      const kept = applied.kept.some((secret) => secret.startsWith(`${section}/${connection.name}/`));
      if (kept && (former === undefined || destinationOf(former) !== destinationOf(connection))) {
        throw secretNeeded(section, connection.name);
      }
    }
  }
  const mail = applied.configuration.notifications?.mailServer;
  if (applied.kept.includes("notifications/mail/password") && mail?.host !== before.notifications?.mailServer?.host) {
    throw secretNeeded("notifications.mailServer", "the mail server");
  }
  return applied;
}

/** Where a password travels to. */
function destinationOf(connection: object): string {
  const { url, proxy } = connection as { url?: unknown; proxy?: unknown };
  const origin = typeof url === "string" && URL.canParse(url) ? new URL(url).origin : String(url);
  return `${origin} ${proxy === undefined ? "" : String(proxy)}`;
}

function secretNeeded(section: string, name: string): ConnectorError {
  return new ConnectorError(
    "CONFIGURATION_SECRET_MISSING",
    `the password of ${name} was given for another address; enter it for this one`,
    { at: { connection: name, field: section } },
  );
}

function withoutSecrets(file: FileInput): FileInput {
  const cleaned = (section: Section | SettingsSection, entry: Entry): Entry =>
    secretPlaces(section, String(entry.name), entry).reduce(
      (rest, { path, optional }) => withMember(rest, path, optional && ""),
      entry,
    );
  const list = (section: Section): Entry[] =>
    ((file[section] ?? []) as Entry[]).map((entry) => cleaned(section, entry));
  return {
    gp: list("gp"),
    cleo: list("cleo"),
    links: list("links"),
    ...(file.notifications && { notifications: cleaned("notifications", file.notifications as Entry) }),
    ...(file.retention && { retention: file.retention }),
  } as unknown as FileInput;
}
