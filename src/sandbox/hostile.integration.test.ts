import { connect } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cleoClient, gpUser } from "./testing/clients.ts";
import { sandboxes } from "./testing/running.ts";

const start = sandboxes();

/** Sends bytes as they are and resolves with the first line of the answer, or nothing when the server hangs up. */
function exchange(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
    });
    socket.on("close", () => resolve(answer.split("\r\n")[0] ?? ""));
    socket.on("error", () => socket.destroy());
  });
}

const visible = fc.string({ unit: fc.constantFrom(..."abcXYZ019%2F2e;()=&?/.~*'+-_\"\\<>{}"), maxLength: 40 });

// A defect inside a server ends the test: `sandboxes` rethrows it.
test("no request makes a server fail", async () => {
  const sandbox = await start({ gp: { lockAfterFailures: 0 }, cleo: { lockAfterFailures: 0 } });
  const token = await cleoClient(sandbox).token();
  const basic = Buffer.from(`${gpUser.name}:${gpUser.password}`).toString("base64");
  const companies = "/GPService/Tenants(DefaultTenant)/Companies(TWO)/Dynamics/";
  const target = fc.oneof(
    fc.tuple(
      fc.constant(sandbox.gpUrl),
      fc.constantFrom(
        "/GPService/",
        companies,
        `${companies}Purchasing/Vendors`,
        `${companies}Purchasing/PurchaseOrders`,
        `${companies}Purchasing/PurchaseReceipts`,
        `${companies}Purchasing/PurchaseInvoices`,
        `${companies}Purchasing/PayablesInvoices`,
        `${companies}Sales/ReceivablesInvoices`,
      ),
    ),
    fc.tuple(
      fc.constant(sandbox.cleoUrl),
      fc.constantFrom("/", "/api/authentication", "/api/folders", "/api/folders/upload/850/", "/?request="),
    ),
    fc.tuple(
      fc.constant(sandbox.adminUrl),
      fc.constantFrom(
        "/uploads",
        "/faults",
        "/gp/vendors/ACETRAVE0001",
        "/gp/purchase-orders",
        "/gp/purchase-orders/PO2075/lines",
        "/gp/periods",
        "/gp/drafts/",
        "/clock",
        "/cleo/files",
      ),
    ),
  );
  const authorization = fc.oneof(
    fc.constantFrom(`Basic ${basic}`, `Bearer ${token}`),
    fc
      .tuple(fc.constantFrom("NTLM ", "Negotiate ", "Basic ", "Bearer "), fc.base64String({ maxLength: 80 }))
      .map((parts) => parts.join("")),
  );
  const body = fc.oneof(
    fc.json({ maxDepth: 2 }),
    fc.string({ maxLength: 60 }),
    fc.constantFrom(
      '{"VendorKey":"ACETRAVE0001","Date":"2026-01-01","Lines":[{}]}',
      '{"Lines":{}}',
      "null",
      "[]",
      '{"company":7}',
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"),
      target,
      visible,
      authorization,
      body,
      async (method, [url, prefix], tail, credentials, text) => {
        const bytes = Buffer.from(text);
        const answer = await exchange(
          url,
          `${method} ${prefix}${tail} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\nAuthorization: ${credentials}\r\nContent-Length: ${bytes.length}\r\n\r\n${bytes.toString("latin1")}`,
        );
        expect(answer).toMatch(/^HTTP\/1\.1 [1-4]\d\d/);
      },
    ),
    { numRuns: 400 },
  );
});
