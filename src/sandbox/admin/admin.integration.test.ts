import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { adminClient, cleoClient, gpClient } from "../testing/clients.ts";
import { sandboxes } from "../testing/running.ts";

const start = sandboxes();

describe("the admin endpoint", () => {
  test("shows state, requests and faults", async () => {
    const sandbox = await start();
    const admin = adminClient(sandbox);
    await gpClient(sandbox).company("Companies/Companies");
    const armed = await admin("POST", "/faults", { target: "gp", effect: { kind: "status", status: 503 } });
    expect(armed).toMatchObject({ status: 201, json: { id: 1, hits: 0 } });
    expect((await gpClient(sandbox).company("Companies/Companies")).status).toBe(503);
    expect((await admin("GET", "/state")).json).toMatchObject({ gp: { requests: 2 }, faults: [{ id: 1, hits: 1 }] });
    expect((await admin("GET", "/gp/requests?since=1")).json.requests).toMatchObject([
      {
        seq: 2,
        operation: "gp.companies",
        status: 503,
        fault: "status",
        user: "CONTOSO\\svc-mlconnector",
        credentials: "Basic",
      },
    ]);
    expect((await admin("DELETE", "/faults")).status).toBe(204);
    expect((await gpClient(sandbox).company("Companies/Companies")).status).toBe(200);
  });

  test.each([
    ["POST", "/faults", { target: "nothing", effect: { kind: "hang" } }, 400],
    ["POST", "/gp/vendors/NOBODY", { name: "x" }, 404],
    ["POST", "/gp/vendors/ACETRAVE0001", { nmae: "x" }, 400],
    ["POST", "/gp/purchase-orders/PO2075/lines/1", { comment: "x" }, 404],
    ["POST", "/gp/purchase-orders/PO2075/lines/16384", { unitCost: "dear" }, 400],
    ["POST", "/gp/purchase-orders", { number: "PO2075", vendorId: "ACETRAVE0001" }, 400],
    ["POST", "/clock", { timeZone: "Mars/Base" }, 400],
    ["POST", "/clock", { advanceMs: 1e300 }, 400],
    ["GET", "/uploads/9/content", undefined, 404],
    ["GET", "/uploads?since=x", undefined, 400],
    ["GET", "/nowhere", undefined, 404],
    ["DELETE", "/state", undefined, 405],
    ["POST", "/gp/vendors/ACETRAVE0001", { name: "x", company: "NONE" }, 400],
  ])("answers %s %s %j with %i", async (method, path, body, status) => {
    const answer = await adminClient(await start())(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.json.error).toEqual(expect.any(String));
  });

  test("puts everything back", async () => {
    const sandbox = await start();
    const admin = adminClient(sandbox);
    const cleo = cleoClient(sandbox);
    const token = await cleo.token();
    await cleo.put(token, "upload/850/a.x12", "x");
    await admin("DELETE", "/gp/purchase-orders/PO2075");
    await admin("POST", "/reset");
    expect(sandbox.admin.uploads()).toEqual([]);
    expect((await gpClient(sandbox).company("Purchasing/PurchaseOrders(PO2075)")).status).toBe(200);
    expect((await cleo.get(token, "upload/850")).status).toBe(401);
  });

  test("refuses a request that was led here under another name", async () => {
    const { adminUrl } = await start();
    const status = await new Promise((resolve, reject) => {
      request(`${adminUrl}/state`, { headers: { host: "evil.example" } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });
    expect(status).toBe(403);
  });
});

test("a port in use is an error, and nothing is left behind", async () => {
  const first = await start();
  const port = Number(new URL(first.adminUrl).port);
  await expect(start({ admin: { port } })).rejects.toThrow(/EADDRINUSE/);
});

test("a fault before the logon meets its legs", async () => {
  const sandbox = await start({ faults: [{ target: "logon", times: 1, effect: { kind: "status", status: 500 } }] });
  const gp = gpClient(sandbox);
  expect([(await gp.send("/help")).status, (await gp.send("/help")).status]).toEqual([500, 200]);
});

test("calls wait for a runtime when all are busy, and all are served", async () => {
  const sandbox = await start({ gp: { runtimes: 2, latencyMs: 5 } });
  const gp = gpClient(sandbox);
  const answers = await Promise.all(Array.from({ length: 8 }, () => gp.send("/help")));
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
});
