import { afterEach } from "vitest";
import {
  createLogonGuard,
  createWindowsHttpClient,
  type WindowsAuthError,
  type WindowsHttpClient,
  type WindowsHttpOptions,
  type WindowsHttpResponse,
} from "../../src/windows-auth/index.ts";
import type { AdLab } from "./adLab.ts";

export type LabPort =
  | "APACHE"
  | "APACHE_TLS"
  | "APACHE_KRB"
  | "CONN"
  | "PERREQ"
  | "EPA_ALLOW"
  | "EPA_REQUIRE"
  | "EPA_GSS"
  | "BASIC"
  | "NTLM_STRICT";

/** What a test in the lab works with. Every client made here is closed after the test. */
export interface LabBundle {
  readonly lab: AdLab;
  /** A client with a logon guard of its own, for the lab's account as DOMAIN\user unless `options` say otherwise. */
  client(port: LabPort, options?: Partial<WindowsHttpOptions>): WindowsHttpClient;
  /** The credentials of an account; without a name those of the usual account. */
  account(name?: string, password?: string): { username: string; password: string };
  variable(name: string): string;
}

export function createLabBundle(lab: () => AdLab): LabBundle {
  const clients: WindowsHttpClient[] = [];
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
  });
  const variable = (name: string): string => {
    const value = lab().variables[name];
    if (value === undefined) throw new Error(`the lab has no variable ${name}`);
    return value;
  };
  const account: LabBundle["account"] = (
    name = `${variable("DOMAIN")}\\${variable("USER")}`,
    password = variable("PASSWORD"),
  ) => ({ username: name, password });
  return {
    get lab() {
      return lab();
    },
    account,
    client(port, options = {}) {
      const origin = variable(`URL_${port}`);
      const client = createWindowsHttpClient({
        origin,
        credentials: account(),
        logonGuard: createLogonGuard(),
        ...(origin.startsWith("https:") ? { tls: { ca: lab().ca } } : {}),
        ...options,
      });
      clients.push(client);
      return client;
    },
    variable,
  };
}

export const get = (client: WindowsHttpClient, path = "/x"): Promise<WindowsHttpResponse> =>
  client.request({ method: "GET", path });

export const post = (client: WindowsHttpClient, body: string): Promise<WindowsHttpResponse> =>
  client.request({ method: "POST", path: "/y", body, headers: { "Content-Type": "text/plain" } });

/** The facts in `X-Adlab-Auth`: scheme first, then what the front server saw in the token. */
export function facts(response: WindowsHttpResponse): Readonly<Record<string, string>> {
  const [scheme = "", ...pairs] = String(response.headers["x-adlab-auth"] ?? "").split(";");
  return Object.fromEntries([["scheme", scheme], ...pairs.map((pair) => pair.split("=") as [string, string])]);
}

export async function failure(promise: Promise<unknown>): Promise<WindowsAuthError> {
  try {
    await promise;
  } catch (error) {
    return error as WindowsAuthError;
  }
  throw new Error("it should have failed");
}
