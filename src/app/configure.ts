import type { Configuration, Link } from "../configuration/configuration.ts";
import { secretReferences } from "../configuration/configuration.ts";
import { type AppliedConfiguration, readConfiguration } from "../configuration/parse.ts";
import { renderConfiguration } from "../configuration/render.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { endAlertsOf } from "../ledger/alerts.ts";
import { recordAudit } from "../ledger/audit.ts";
import {
  currentConfiguration,
  removeSecretsExcept,
  storeConfiguration,
  storedSecretNames,
  storeSecret,
} from "../ledger/configurations.ts";
import { endCredentialWait } from "../ledger/credentialWait.ts";
import { isUniqueViolation, type Ledger } from "../ledger/ledger.ts";
import { beginLinks } from "../ledger/linkHold.ts";
import type { Application } from "./application.ts";
import { letLinksGo } from "./planRemoval.ts";

export interface AppliedVersion {
  version: number;
  /** Whether anything differs from what was in force. */
  changed: boolean;
  links: string[];
  /** Names of the secrets that were set, and of those that stay as they were. */
  secretsSet: string[];
  secretsKept: string[];
}

/** Puts a configuration file in force: all of it or nothing. */
export async function applyConfiguration(
  application: Application,
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
  expected: Pick<Expected, "leaveWaiting"> = {},
): Promise<AppliedVersion> {
  const stored = new Set(await storedSecretNames(application.ledger));
  return putInForce(application, readConfiguration({ file, environment, stored }), expected);
}

/** What whoever puts a configuration in force takes for granted. */
export interface Expected {
  /** The version that it was made from: where another one came in between, nothing is applied. */
  version?: number | undefined;
  /** Links that go may leave undone what waits. */
  leaveWaiting?: boolean | undefined;
}

/**
 * Puts a configuration in force that was read and checked.
 *
 * @throws {ConnectorError} CONFIGURATION_CHANGED, LINK_UNDER_WAY, LINK_WORK_WAITING
 */
export async function putInForce(
  application: Application,
  { configuration, secrets, kept }: AppliedConfiguration,
  { version: expectedVersion, leaveWaiting = false }: Expected = {},
): Promise<AppliedVersion> {
  const { ledger } = application;
  const before = await currentConfiguration(ledger);
  const outdated = () =>
    new ConnectorError(
      "CONFIGURATION_CHANGED",
      "another configuration was applied in the meantime; nothing was changed",
    );
  if (expectedVersion !== undefined && expectedVersion !== (before?.version ?? 0)) throw outdated();
  const now = application.clock();
  const former = (before?.document ?? { links: [] }) as Pick<Configuration, "links">;
  const names = new Set(configuration.links.map(({ name }) => name));
  const gone = former.links.map(({ name }) => name).filter((name) => !names.has(name));
  return ledger.transaction().execute(async (transaction) => {
    const removed = await letLinksGo(transaction, gone, leaveWaiting);
    const { version, digest } = await storeConfiguration(transaction, configuration, application.actor, now).catch(
      (error: unknown) => {
        // Two that apply at once want the same number.
        throw isUniqueViolation(error) ? outdated() : error;
      },
    );
    // What another one brought in meanwhile was not looked at here.
    if (version !== (before?.version ?? 0) + 1) throw outdated();
    await beginLinks(transaction, [...names]);
    // Whoever applies it may have put an account right.
    await endCredentialWait(transaction, [...names], now);
    for (const [name, secret] of secrets) {
      await storeSecret(transaction, name, application.vault().seal(name, secret), now);
    }
    await removeSecretsExcept(
      transaction,
      secretReferences(configuration).map((reference) => reference.secret),
    );
    await recordAudit(transaction, {
      at: now,
      actor: application.actor,
      action: "configuration.applied",
      subject: `configuration ${version}`,
      detail: { before: before?.digest ?? null, after: digest, secretsSet: [...secrets.keys()] },
    });
    for (const { link, left } of removed) {
      await endAlertsOf(transaction, link, now);
      await recordAudit(transaction, {
        at: now,
        actor: application.actor,
        action: "link.removed",
        link,
        subject: link,
        detail: { configuration: version, left: left.map(({ what, state, count }) => ({ what, state, count })) },
      });
    }
    return {
      version,
      changed: before?.digest !== digest,
      links: configuration.links.map((link) => link.name),
      secretsSet: [...secrets.keys()],
      secretsKept: [...kept],
    };
  });
}

/** The configuration in force. */
export async function loadConfiguration(application: Pick<Application, "ledger">): Promise<Configuration> {
  const current = await currentConfiguration(application.ledger);
  if (current === undefined) {
    throw new ConnectorError("CONFIGURATION_ABSENT", "nothing is configured in this data directory or database yet");
  }
  // Stored by applyConfiguration, which took it from the parser.
  return current.document as Configuration;
}

/** Names of the links in force; `undefined` before the first configuration. */
export async function linksInForce(ledger: Ledger): Promise<string[] | undefined> {
  const current = await currentConfiguration(ledger);
  return (current?.document as Configuration | undefined)?.links.map(({ name }) => name);
}

/** As a YAML file that `config apply` takes again, with every secret as a `${NAME}` placeholder. */
export async function exportConfiguration(application: Application): Promise<string> {
  return renderConfiguration(await loadConfiguration(application));
}

/** The enabled links, or the one of that name. */
export function chosenLinks(configuration: Configuration, name: string | undefined): Link[] {
  if (name === undefined) return configuration.links.filter((link) => link.enabled);
  const link = configuration.links.find((each) => each.name === name);
  if (link !== undefined) return [link];
  const names = configuration.links.map((each) => each.name).join(", ");
  throw new ConnectorError("LINK_UNKNOWN", `there is no link "${name}"`, {
    at: { link: name },
    fix: names === "" ? "Add a link to the configuration file and apply it." : `Name one of: ${names}.`,
  });
}
