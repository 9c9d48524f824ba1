/**
 * The requests of a sync and nothing else: every page of GP's list, then files like the connector's, made before, into Cleo, as many at once as it sends.
 * `node bench/sync/bare.ts <JSON>`; prints milliseconds and the number of requests as JSON.
 */
import { Pool } from "undici";
import { createWindowsHttpClient } from "../../src/windows-auth/index.ts";
import { type BareFile, bareFiles } from "./bareFiles.ts";

export interface BareMeasured {
  took: number;
  requests: number;
}

const given = JSON.parse(process.argv[2] ?? "") as {
  gpUrl: string;
  cleoUrl: string;
  orders: number;
  policy: "refreshBeforeEachWrite" | "reuseUntilExpiry";
};
/** As a worker of the connector sends them, with the same number of connections: `concurrency` of a Cleo connection. */
const group = 8;
const lanes = 2;
const files = bareFiles(given.orders);
let requests = 0;
const start = performance.now();

const gp = createWindowsHttpClient({
  origin: new URL(given.gpUrl).origin,
  scheme: "ntlm",
  credentials: { username: "CONTOSO\\svc-mlconnector", password: () => "Sandbox-Pa55!" },
  maxConnections: 1,
});
const list = `${new URL(given.gpUrl).pathname}/Tenants(DefaultTenant)/Companies(TWO)/Dynamics/Purchasing/PurchaseOrders`;
for (let skip = 0; ; skip += 100) {
  const { status, body: page } = await gp.request({ method: "GET", path: `${list}?Skip=${skip}&Take=100` });
  requests += 1;
  if (status !== 200) throw new Error(`GP answered ${status}`);
  if (page.length < 100) break;
}
await gp.close();

const cleo = new Pool(given.cleoUrl, { connections: group });
const form = { "content-type": "application/x-www-form-urlencoded" };
let tokens = await token({ grant_type: "password", username: "gpsvc", password: "S@mple&Pw+1%" });
let refreshing: Promise<void> | undefined;
let next = 0;

async function lane(): Promise<void> {
  for (let first = next; first < files.length; first = next) {
    next += group;
    // Like the connector's: what is sent side by side shares a refresh, and so does who asks while one is under way.
    if (given.policy === "refreshBeforeEachWrite") {
      refreshing ??= refresh().finally(() => {
        refreshing = undefined;
      });
      await refreshing;
    }
    await Promise.all(files.slice(first, first + group).map(upload));
  }
}

async function refresh(): Promise<void> {
  tokens = await token({ grant_type: "refresh_token", refresh_token: tokens.refresh_token });
}

async function upload({ name, bytes }: BareFile): Promise<void> {
  requests += 1;
  const { statusCode, body: answer } = await cleo.request({
    method: "PUT",
    path: `/api/folders/upload/850/${name}`,
    headers: { authorization: `Bearer ${tokens.access_token}`, "content-type": "application/edi-x12" },
    body: bytes,
  });
  await answer.dump();
  if (statusCode > 299) throw new Error(`Cleo answered ${statusCode}`);
}

async function token(fields: Record<string, string>): Promise<{ access_token: string; refresh_token: string }> {
  requests += 1;
  const { statusCode, body: answer } = await cleo.request({
    method: "POST",
    path: "/api/authentication",
    headers: form,
    body: new URLSearchParams(fields).toString(),
  });
  if (statusCode !== 200) throw new Error(`Cleo gave no token: ${statusCode}`);
  return (await answer.json()) as { access_token: string; refresh_token: string };
}

await Promise.all(Array.from({ length: lanes }, lane));
const measured: BareMeasured = { took: performance.now() - start, requests };
await cleo.close();
process.stdout.write(`${JSON.stringify(measured)}\n`);
