/**
 * The requests of a sync and nothing else: every page of GP's list, then files like the connector's, made before, into Cleo, as many at once as it sends.
 * `node bench/sync/bare.ts <JSON>`; prints milliseconds and the number of requests as JSON.
 */
import { Pool } from "undici";
import { createWindowsHttpClient } from "../../src/windows-auth/index.ts";
import { bareFiles } from "./bareFiles.ts";

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
/** As many files at once as a worker of the connector sends. */
const lanes = 16;
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

const cleo = new Pool(given.cleoUrl, { connections: lanes });
const form = { "content-type": "application/x-www-form-urlencoded" };
let tokens = await token({ grant_type: "password", username: "gpsvc", password: "S@mple&Pw+1%" });
let refreshing: Promise<unknown> = Promise.resolve();
let next = 0;

async function lane(): Promise<void> {
  for (let order = next++; order < given.orders; order = next++) {
    if (given.policy === "refreshBeforeEachWrite") {
      // One refresh token holds for one refresh: they go one after the other.
      refreshing = refreshing.then(async () => {
        tokens = await token({ grant_type: "refresh_token", refresh_token: tokens.refresh_token });
      });
      await refreshing;
    }
    const { statusCode, body: answer } = await cleo.request({
      method: "PUT",
      path: `/api/folders/upload/850/${files[order]?.name}`,
      headers: { authorization: `Bearer ${tokens.access_token}`, "content-type": "application/edi-x12" },
      body: files[order]?.bytes ?? null,
    });
    await answer.dump();
    requests += 1;
    if (statusCode > 299) throw new Error(`Cleo answered ${statusCode}`);
  }
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
