/**
 * Opens the two systems of a link from the configuration in force, with the passwords from the vault. Links that share a
 * connection share its client, so that a server sees one set of connections and a refused logon is known to all.
 */
import { type CleoClient, createCleoClient } from "../cleo/client.ts";
import type { CleoConnection, Configuration, GpConnection } from "../configuration/configuration.ts";
import type { SecretReference } from "../configuration/secretReference.ts";
import { withoutAbsent } from "../documents/fromGp/address.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { createGpClient, type GpClient, resolveProfile } from "../gp/index.ts";
import { readSecret } from "../ledger/configurations.ts";
import type { SecretValue } from "../secrets/secretValue.ts";
import { learnSecret } from "../secrets/secretValue.ts";
import type { LinkResources } from "../sync/linkResources.ts";
import { createWindowsHttpClient } from "../windows-auth/index.ts";
import type { Application } from "./application.ts";
import { chosenLinks } from "./configure.ts";

export interface LinkOpener {
  open(link: string): Promise<LinkResources>;
  close(): Promise<void>;
}

export function createLinkOpener(application: Application, configuration: Configuration): LinkOpener {
  const gpClients = new Map<string, Promise<GpClient>>();
  const cleoClients = new Map<string, Promise<CleoClient>>();
  const secret = async ({ secret: name, variable }: SecretReference): Promise<SecretValue> => {
    const sealed = await readSecret(application.ledger, name);
    if (sealed === undefined) {
      throw new ConnectorError("SECRETS_MISSING", `the secret ${name} is not stored`, {
        at: { field: variable },
        fix: `Set ${variable} and run \`ml-connector config apply\` again.`,
      });
    }
    return application.vault().open(name, sealed);
  };

  return {
    async open(name) {
      const [link] = chosenLinks(configuration, name);
      const gp = configuration.gp.find((connection) => connection.name === link?.gp);
      const cleo = configuration.cleo.find((connection) => connection.name === link?.cleo);
      if (link === undefined || gp === undefined || cleo === undefined) {
        throw new ConnectorError("LINK_UNKNOWN", `the link ${name} is not in the configuration in force`, {
          at: { link: name },
        });
      }
      const gpClient = await kept(gpClients, gp.name, async () =>
        openGp(gp, await secret(gp.auth.password), application),
      );
      const cleoClient = await kept(cleoClients, cleo.name, async () =>
        openCleo(
          cleo,
          await secret(cleo.auth.password),
          application,
          cleo.auth.otp && (await secret(cleo.auth.otp.secret)),
        ),
      );
      const { vendors, purchaseOrders } = link;
      return {
        link,
        company: {
          database: gp.company.database,
          name: gp.company.displayName ?? gp.company.database,
          timeZone: gp.company.timeZone,
        },
        gp: gpClient,
        cleo: cleoClient,
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
          type === "vendor" ? (vendors?.onUnknown ?? "verifyThenResend") : (purchaseOrders?.onUnknown ?? "hold"),
      };
    },
    async close() {
      const clients = await Promise.allSettled([...gpClients.values(), ...cleoClients.values()]);
      for (const client of clients) if (client.status === "fulfilled") await client.value.close();
    },
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

function openGp(connection: GpConnection, password: SecretValue, { clock }: Application): GpClient {
  const { auth } = connection;
  const tls = withoutAbsent({ ca: connection.tls.ca, servername: connection.tls.serverName, pin: connection.tls.pin });
  const transport = createWindowsHttpClient({
    origin: new URL(connection.url).origin,
    credentials: { username: auth.username, password: () => password.reveal() },
    scheme: auth.scheme,
    channelBinding: auth.channelBinding,
    persistence: auth.persistence,
    ...(auth.spn !== undefined && { spn: auth.spn }),
    ...(auth.kerberos && { kerberos: withoutAbsent(auth.kerberos) }),
    // An http address has no certificate to say anything about.
    ...(Object.keys(tls).length > 0 && { tls }),
    maxConnections: connection.concurrency,
  });
  return createGpClient({
    connection: {
      name: connection.name,
      url: connection.url,
      tenant: connection.tenant,
      version: connection.version,
      company: connection.company,
      timeoutSeconds: connection.timeoutSeconds,
      concurrency: connection.concurrency,
    },
    profile: resolveProfile(connection.profile),
    transport,
    now: clock,
  });
}

function openCleo(
  connection: CleoConnection,
  password: SecretValue,
  { clock }: Application,
  otpSecret: SecretValue | undefined,
): CleoClient {
  const { auth, name, url, transport, token, tls, proxy, timeoutSeconds, maxUploadBytes } = connection;
  return createCleoClient({
    connection: {
      name,
      url,
      transport,
      credentials: {
        username: auth.username,
        password,
        ...(auth.otp && otpSecret && { otp: { header: auth.otp.header, secret: otpSecret } }),
      },
      token,
      ca: tls.ca,
      proxy,
      timeoutSeconds,
      maxUploadBytes,
    },
    now: clock,
    learn: learnSecret,
  });
}
