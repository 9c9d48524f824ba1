import type { Sandbox } from "../sandbox.ts";

export const gpUser = { name: "CONTOSO\\svc-mlconnector", password: "Sandbox-Pa55!" };
export const cleoUser = { name: "gpsvc", password: "S@mple&Pw+1%" };

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shape is what they test
export type Json = any;

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed where it is JSON. */
  json: Json;
  text: string;
}

/** GP over HTTP Basic: enough wherever the logon is not what is tested. */
export function gpClient(sandbox: Sandbox, user = gpUser) {
  const authorization = `Basic ${Buffer.from(`${user.name}:${user.password}`).toString("base64")}`;
  const base = `${sandbox.gpUrl}/Tenants(DefaultTenant)`;
  const send = async (path: string, init: RequestInit = {}) =>
    read(await fetch(`${base}${path}`, { ...init, headers: { authorization, ...init.headers } }));
  return {
    send,
    company: (path: string, init?: RequestInit) => send(`/Companies(TWO)/Dynamics/${path}`, init),
  };
}

export function cleoClient(sandbox: Sandbox) {
  const form = (fields: Record<string, string>) =>
    fetch(`${sandbox.cleoUrl}/api/authentication`, { method: "POST", body: new URLSearchParams(fields) }).then(read);
  const send = async (token: string, path: string, init: RequestInit = {}) =>
    read(
      await fetch(`${sandbox.cleoUrl}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${token}`, ...init.headers },
      }),
    );
  const login = () => form({ grant_type: "password", username: cleoUser.name, password: cleoUser.password });
  return {
    form,
    login,
    refresh: (token: string) => form({ grant_type: "refresh_token", refresh_token: token }),
    token: async (): Promise<string> => (await login()).json.access_token,
    send,
    put: (token: string, path: string, body: string, headers: Record<string, string> = {}) =>
      send(token, `/api/folders/${path}`, { method: "PUT", body, headers }),
    get: (token: string, path: string) => send(token, `/api/folders/${path}`),
  };
}

export function adminClient(sandbox: Sandbox) {
  return async (method: string, path: string, body?: unknown) =>
    read(
      await fetch(`${sandbox.adminUrl}${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      }),
    );
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
}
