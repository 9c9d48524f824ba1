/** Makes the clients of the two systems from their settings and a password, wherever that password comes from. */
import { type CleoClient, type CleoClientOptions, createCleoClient } from "../cleo/client.ts";
import type { CleoConnection, GpConnection } from "../configuration/configuration.ts";
import { withoutAbsent } from "../documents/fromGp/address.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { createGpClient, type GpClient, type GpTransport, resolveProfile, type SharedLoad } from "../gp/index.ts";
import { learnSecret, type SecretValue } from "../secrets/secretValue.ts";
import {
  createWindowsHttpClient,
  isWindowsAuthError,
  type LogonGuard,
  type WindowsHttpClient,
} from "../windows-auth/index.ts";

/**
 * The connections to a GP server under its Windows account.
 *
 * @throws {ConnectorError} `GP_CONNECTION_INVALID`, where settings contradict each other
 */
export function openGpTransport(
  { name, auth, url, tls: trust, concurrency }: Pick<GpConnection, "name" | "auth" | "url" | "tls" | "concurrency">,
  password: SecretValue,
  logonGuard: LogonGuard,
): WindowsHttpClient {
  const tls = withoutAbsent({ ca: trust.ca, servername: trust.serverName, pin: trust.pin });
  try {
    return createWindowsHttpClient({
      origin: new URL(url).origin,
      credentials: { username: auth.username, password: () => password.reveal() },
      scheme: auth.scheme,
      channelBinding: auth.channelBinding,
      persistence: auth.persistence,
      ...(auth.spn !== undefined && { spn: auth.spn }),
      ...(auth.kerberos && { kerberos: withoutAbsent(auth.kerberos) }),
      // An http address has no certificate to say anything about.
      ...(Object.keys(tls).length > 0 && { tls }),
      maxConnections: concurrency,
      logonGuard,
    });
  } catch (error) {
    if (!isWindowsAuthError(error)) throw error;
    throw new ConnectorError("GP_CONNECTION_INVALID", error.message, { at: { connection: name }, cause: error });
  }
}

/** @param shared what all processes that call the server hold together; a check is alone with its own pace */
export function openGp(
  connection: GpConnection,
  transport: GpTransport,
  clock: () => Date,
  shared?: SharedLoad,
): GpClient {
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
    ...(shared && { shared }),
  });
}

export function openCleo(
  connection: CleoConnection,
  { password, otpSecret }: { password: SecretValue; otpSecret?: SecretValue | undefined },
  clock: () => Date,
  observe?: CleoClientOptions["observe"],
): CleoClient {
  const { auth, name, url, transport, token, tls, proxy, concurrency, timeoutSeconds, maxUploadBytes } = connection;
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
      trust: tls,
      proxy,
      concurrency,
      timeoutSeconds,
      maxUploadBytes,
    },
    now: clock,
    observe,
    learn: learnSecret,
  });
}
