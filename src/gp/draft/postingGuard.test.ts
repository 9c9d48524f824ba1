import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConnectorError } from "../../errors/connectorError.ts";
import { createGpClient } from "../client.ts";
import { companies, transportOf } from "../fixtures/service.ts";
import { type ProfileSetting, resolveProfile } from "../profile/resolve.ts";
import type { GpRequest } from "../transport.ts";
import { reasonToRefuse, withPostingGuard } from "./postingGuard.ts";

const base = "/GPService";
const company = `${base}/Tenants(DefaultTenant)/Companies(TWO)/Dynamics`;
const receipts = `${company}/Purchasing/PurchaseReceipts`;
const allowed = { base, method: "POST", paths: [receipts, `${company}/Purchasing/PurchaseOrders`] };
const work = JSON.stringify({ TransactionState: "Work", Reference: "R1" });
const draft = (changes: Partial<GpRequest>): GpRequest => ({ method: "POST", path: receipts, body: work, ...changes });

describe("the posting guard", () => {
  it("lets a draft and a read through", () => {
    expect(reasonToRefuse(draft({}), allowed)).toBeUndefined();
    expect(reasonToRefuse({ method: "GET", path: `${receipts}(RCT1163)` }, allowed)).toBeUndefined();
    expect(reasonToRefuse({ method: "GET", path: `${company}/Purchasing/Vendors?Skip=0` }, allowed)).toBeUndefined();
  });

  it.each<[string, GpRequest]>([
    ["the custom action", draft({ headers: { "GP-Custom-Action": "POST" } })],
    ["the custom action in another case", draft({ headers: { "gp-custom-action": "post" } })],
    ["the custom action with a blank", draft({ headers: { "GP-Custom-Action ": "POST" } })],
    ["the custom action on a read", { method: "GET", path: receipts, headers: { "Gp-Custom-Action": "POST" } }],
    ["an override of the verb", draft({ headers: { "X-HTTP-Method-Override": "DELETE" } })],
    ["a SOAP action", draft({ headers: { SOAPAction: "Post" } })],
    ["an update", draft({ method: "PATCH" })],
    ["a replacement", draft({ method: "PUT" })],
    ["a deletion", { method: "DELETE", path: `${receipts}(RCT1)` }],
    ["a verb in another case", draft({ method: "post" })],
    ["an existing document", draft({ path: `${receipts}(RCT1163)` })],
    ["a batch", draft({ path: `${company}/System/Batches(Rcvg%20Trx%20Entry;CONN)` })],
    [
      "a posting service",
      draft({ path: `${base}/Tenants(DefaultTenant)/Companies(TWO)/PostingServices/System/Batches(X;Y)` }),
    ],
    ["another company", draft({ path: receipts.replace("TWO", "TWO03") })],
    ["a query", draft({ path: `${receipts}?Post=true` })],
    ["a trailing slash", draft({ path: `${receipts}/` })],
    ["a path that climbs", draft({ path: `${receipts}/../../System/Batches` })],
    ["a path outside of the service", { method: "GET", path: "/admin" }],
    ["a service whose name begins alike", { method: "GET", path: "/GPServiceAdmin/x" }],
    ["a line break in the path", { method: "GET", path: `${receipts}\r\nGP-Custom-Action: POST` }],
    ["an encoded line break", { method: "GET", path: `${receipts}%0d%0aGP-Custom-Action` }],
    ["a read with a body", { method: "GET", path: receipts, body: work }],
    ["no body", { method: "POST", path: receipts }],
    ["bytes for a body", draft({ body: Buffer.from(work) })],
    ["no JSON", draft({ body: "TransactionState=Work" })],
    ["a list of documents", draft({ body: `[${work}]` })],
    ["no state", draft({ body: "{}" })],
    ["the state Open", draft({ body: '{"TransactionState":"Open"}' })],
    ["the state History behind Work", draft({ body: '{"TransactionState":"Work","TransactionState":"History"}' })],
    ["a second state in another case", draft({ body: '{"TransactionState":"Work","transactionstate":"History"}' })],
    ["a posting date", draft({ body: '{"TransactionState":"Work","PostedDate":"2026-01-01"}' })],
    ["an action inside of a line", draft({ body: '{"TransactionState":"Work","Lines":[{"x":{"Action":"POST"}}]}' })],
    ["an update of what exists", draft({ body: '{"TransactionState":"Work","UpdateIfExists":true}' })],
  ])("holds back %s", async (_, request) => {
    expect(reasonToRefuse(request, allowed)).toBeTypeOf("string");
    const transport = transportOf(() => ({}));
    const error = (await withPostingGuard(transport, allowed, {})
      .request(request)
      .catch((thrown: unknown) => thrown)) as ConnectorError;
    expect(error.code).toBe("GP_WRITE_FORBIDDEN");
    expect(transport.requests).toEqual([]);
  });

  it("lets nothing but reads and the listed paths out, whatever is tried", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom("POST", "PUT", "PATCH", "DELETE", "MERGE", "POST "),
        fc.option(fc.string()),
        (tail, method, body) => {
          const request: GpRequest = { method, path: `${base}/${tail}`, ...(body === null ? {} : { body }) };
          expect(reasonToRefuse(request, allowed)).toBeTypeOf("string");
        },
      ),
    );
  });

  it.each<[string, ProfileSetting]>([
    [
      "a posting service as the path of drafts",
      { extends: "sba", drafts: { purchaseReceipt: { path: "{company}/PostingServices/System/Batches(Rcvg;X)" } } },
    ],
    [
      "an encoded posting service",
      { extends: "sba", drafts: { purchaseReceipt: { path: "{company}/%50osting%53ervices/System/Run" } } },
    ],
    ["a header for every request", { extends: "sba", headers: { "GP-Custom-Action": "POST" } }],
    [
      "documents that are not Work",
      { extends: "sba", drafts: { purchaseReceipt: { constants: { TransactionState: "Open" } } } },
    ],
    [
      "documents that post themselves",
      { extends: "sba", drafts: { purchaseReceipt: { constants: { TransactionState: "Work", Action: "POST" } } } },
    ],
    [
      "another service beside the company's",
      { extends: "sba", drafts: { purchaseReceipt: { path: "../Other/{company}" } } },
    ],
  ])("cannot be widened by a service profile with %s", async (_, setting) => {
    const transport = transportOf((url) => ({
      body: url.pathname.endsWith("Companies/Companies") ? companies : { PurchaseReceipts: [] },
    }));
    const client = createGpClient({
      connection: {
        url: "https://gp.test/GPService",
        tenant: "DefaultTenant",
        version: "2018",
        company: { database: "TWO", timeZone: "UTC" },
      },
      profile: resolveProfile(setting),
      transport,
      now: () => new Date("2026-01-15T12:00:00Z"),
    });
    const line = { purchaseOrder: "PO1", purchaseOrderLine: 16384, quantity: "1" as never };
    const error = (await client.drafts
      .create({ kind: "purchaseReceipt", reference: "R1", vendorId: "V", date: "2026-01-15" as never, lines: [line] })
      .catch((thrown: unknown) => thrown)) as ConnectorError;
    expect(error.code).toBe("GP_WRITE_FORBIDDEN");
    expect(transport.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });
});
