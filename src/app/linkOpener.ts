/**
 * Opens the two systems of a link from the configuration in force, with the passwords from the vault. Links that share a
 * connection share its client, so that a server sees one set of connections and a refused logon is known to all.
 */
import type { CleoClient } from "../cleo/client.ts";
import type { CleoConnection, Configuration, GpConnection, Link } from "../configuration/configuration.ts";
import type { SecretReference } from "../configuration/secretReference.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import type { GpClient } from "../gp/index.ts";
import type { Account } from "../ledger/acceptedLogons.ts";
import { readSecret } from "../ledger/configurations.ts";
import { sharedLoad } from "../ledger/sharedLoad.ts";
import type { SecretValue } from "../secrets/secretValue.ts";
import type { LinkResources, LinkSettings } from "../sync/linkResources.ts";
import type { WindowsHttpClient } from "../windows-auth/index.ts";
import type { Application } from "./application.ts";
import { chosenLinks } from "./configure.ts";
import { openCleo, openGp, openGpTransport } from "./openSystems.ts";

export interface LinkOpener {
  open(link: string): Promise<LinkResources>;
  /** The account works again: one more logon may be tried with a password that was refused. */
  forgetRefusal(account: Account): void;
  close(): Promise<void>;
}

export function createLinkOpener(application: Application, configuration: Configuration): LinkOpener {
  const gpClients = new Map<string, Promise<GpClient>>();
  const cleoClients = new Map<string, Promise<CleoClient>>();
  const refusable: (Account & { client: Pick<CleoClient | WindowsHttpClient, "forgetRefusal"> })[] = [];
  return {
    async open(name) {
      const { link, gp, cleo } = partsOf(configuration, name);
      const gpClient = await kept(gpClients, gp.name, async () => {
        const transport = openGpTransport(
          gp,
          await storedSecret(application, gp.auth.password),
          application.logonGuard,
        );
        refusable.push({ system: "gp", connection: gp.name, account: gp.auth.username, client: transport });
        return openGp(gp, transport, application.clock, sharedLoad(application.ledger, gp.name));
      });
      const cleoClient = await kept(cleoClients, cleo.name, async () => {
        const client = openCleo(cleo, await storedCleoSecrets(application, cleo), application.clock);
        refusable.push({ system: "cleo", connection: cleo.name, account: cleo.auth.username, client });
        return client;
      });
      return { ...linkSettings(link, gp), gp: gpClient, cleo: cleoClient };
    },
    forgetRefusal({ system, connection, account }) {
      for (const each of refusable) {
        if (each.system === system && each.connection === connection && each.account === account)
          each.client.forgetRefusal();
      }
    },
    async close() {
      const clients = await Promise.allSettled([...gpClients.values(), ...cleoClients.values()]);
      for (const client of clients) if (client.status === "fulfilled") await client.value.close();
    },
  };
}

/** A link with the descriptions of its two systems. */
export function partsOf(
  configuration: Configuration,
  name: string,
): { link: Link; gp: GpConnection; cleo: CleoConnection } {
  const [link] = chosenLinks(configuration, name);
  const gp = configuration.gp.find((connection) => connection.name === link?.gp);
  const cleo = configuration.cleo.find((connection) => connection.name === link?.cleo);
  if (link === undefined || gp === undefined || cleo === undefined) {
    throw new ConnectorError("LINK_UNKNOWN", `the link ${name} is not in the configuration in force`, {
      at: { link: name },
    });
  }
  return { link, gp, cleo };
}

/** What the configuration says of a link, without its systems. */
export function linkSettings(link: Link, gp: GpConnection): LinkSettings {
  const { vendors, purchaseOrders } = link;
  return {
    link,
    company: {
      database: gp.company.database,
      name: gp.company.displayName ?? gp.company.database,
      timeZone: gp.company.timeZone,
    },
    rules: {
      vendors: { statuses: vendors?.statuses ?? [] },
      purchaseOrders: {
        statuses: purchaseOrders?.statuses ?? [],
        types: purchaseOrders?.types ?? [],
        start: purchaseOrders?.start,
      },
    },
    overlapDays: 1,
    onUnknown: (type) =>
      type === "purchaseOrder" ? (purchaseOrders?.onUnknown ?? "hold") : (vendors?.onUnknown ?? "verifyThenResend"),
  };
}

/** @throws {ConnectorError} `SECRETS_MISSING`, or what the vault says */
export async function storedSecret(
  { ledger, vault }: Pick<Application, "ledger" | "vault">,
  { secret: name, variable }: SecretReference,
): Promise<SecretValue> {
  const sealed = await readSecret(ledger, name);
  if (sealed === undefined) {
    throw new ConnectorError("SECRETS_MISSING", `the secret ${name} is not stored`, {
      at: { field: variable },
      fix: `Set ${variable} and run \`ml-connector config apply\` again.`,
    });
  }
  return vault().open(name, sealed);
}

export async function storedCleoSecrets(
  application: Pick<Application, "ledger" | "vault">,
  { auth }: Pick<CleoConnection, "auth">,
): Promise<{ password: SecretValue; otpSecret: SecretValue | undefined }> {
  return {
    password: await storedSecret(application, auth.password),
    otpSecret: auth.otp && (await storedSecret(application, auth.otp.secret)),
  };
}

function kept<Client>(
  clients: Map<string, Promise<Client>>,
  name: string,
  open: () => Promise<Client>,
): Promise<Client> {
  const present = clients.get(name);
  if (present !== undefined) return present;
  const opening = open();
  clients.set(name, opening);
  opening.catch(() => clients.delete(name));
  return opening;
}
