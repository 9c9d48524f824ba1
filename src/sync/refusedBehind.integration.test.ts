import { expect, onTestFinished, test } from "vitest";
import { untilWaiting } from "../../test/lockWaits.ts";
import { openPollingSite } from "../../test/pollingSite.ts";
import { readDocument } from "../app/readDocument.ts";
import { planReplay } from "../app/replay.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { listAlerts } from "../ledger/alerts.ts";
import { claimJob } from "../ledger/jobs.ts";
import { deliverSome } from "./deliver.ts";
import type { LinkResources } from "./linkResources.ts";
import { poll } from "./poll.ts";
import type { Progress } from "./workerContext.ts";

const data = { vendors: 3, purchaseOrders: 4, linesPerOrder: 2, seed: 3, spreadDays: 60 };
const company = { database: "TWO", id: -1, displayName: "Fabrikam, Inc.", data };
const key = "PO00000002";
const refusal = { kind: "notSent", error: new ConnectorError("CLEO_FILE_REFUSED", "Cleo answered 422") } as const;

test("A revision that Cleo refuses when a later one was recorded already is superseded: nobody is told to replay it.", async () => {
  const site = await openPollingSite({ now: "2026-03-18T17:00:00Z", sandbox: { gp: { companies: [company] } } });
  onTestFinished(site.close);
  await site.request();
  await site.takeUp();
  const { cleo } = site.resources;
  // The file is on its way while the second revision is read, and then Cleo refuses it for good.
  const upload: LinkResources["cleo"]["upload"] = async (file, authorization) => {
    if (!file.fileName.includes(key)) return cleo.upload(file, authorization);
    site.sandbox.admin.company().editPurchaseOrder(key, { comment: "second" });
    site.advance(60_000);
    await site.request();
    await site.takeUp();
    return refusal;
  };
  const told: Progress[] = [];
  const context = { ...site.contextOf("wrk_9"), progress: (progress: Progress) => told.push(progress) };
  const refusing = { ...site.resources, cleo: { ...cleo, upload } };
  const deliveries = () =>
    site.ledger.selectFrom("delivery").selectAll().where("key", "=", key).orderBy("position").execute();
  while ((await deliveries())[0]?.attempts === 0) await deliverSome(context, refusing, 1);
  const [first] = await deliveries();
  expect(first).toMatchObject({ revision: 1, state: "superseded", error: null, nextAttemptAt: null });
  expect(told).toContainEqual(expect.objectContaining({ kind: "delivery", key, state: "superseded" }));

  await site.deliver();
  await site.watch();
  expect((await deliveries()).map(({ revision, state }) => [revision, state])).toEqual([
    [1, "superseded"],
    [2, "sent"],
  ]);
  expect(await listAlerts(site.ledger, { state: "open", limit: 10 })).toEqual([]);
  const audited = await site.ledger
    .selectFrom("auditEntry")
    .select(["action", "detail"])
    .where("subject", "=", first?.id ?? "")
    .where("action", "like", "delivery.%ed")
    .execute();
  expect(audited.filter(({ action }) => action !== "delivery.rendered")).toMatchObject([
    { action: "delivery.superseded", detail: { revision: 1, attempt: 1, error: "CLEO_FILE_REFUSED" } },
  ]);
  const [document] = await readDocument(site.ledger, key);
  expect(document?.timeline.map(({ state }) => state)).toEqual(
    expect.arrayContaining(["blocked", "superseded", "sent"]),
  );
  const { replays } = await planReplay(site.ledger, [first?.id ?? ""], "resend");
  expect(replays).toMatchObject([{ refused: "a later revision took its place; replay that one" }]);
});

test("A revision that Cleo refuses while the page with the later one is not committed yet is superseded as well.", async () => {
  const site = await openPollingSite({ now: "2026-03-18T17:00:00Z", sandbox: { gp: { companies: [company] } } });
  onTestFinished(site.close);
  const entities = ["purchaseOrders" as const];
  await site.request({ entities });
  await site.takeUp();
  const taken = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  const upload: LinkResources["cleo"]["upload"] = async () => {
    taken.resolve();
    await answered.promise;
    return refusal;
  };
  const refusing = { ...site.resources, cleo: { ...site.resources.cleo, upload } };
  const delivering = deliverSome(site.contextOf("wrk_9"), refusing, data.purchaseOrders);
  await taken.promise;

  site.sandbox.admin.company().editPurchaseOrder(key, { comment: "second" });
  site.advance(60_000);
  await site.request({ entities });
  const job = await claimJob(site.ledger, "wrk_8", ["wrk_8"], site.application.clock());
  if (job === undefined) throw new Error("there is no job to take up");
  // The last that is done before the page is committed.
  const ring = async () => {
    answered.resolve();
    await Promise.race([delivering, untilWaiting(site.ledger, 1)]);
  };
  await poll({ ...site.contextOf("wrk_8"), ring }, site.resources, job);
  await delivering;
  const deliveries = site.ledger.selectFrom("delivery").select(["revision", "state"]).where("key", "=", key);
  expect(await deliveries.orderBy("position").execute()).toEqual([
    { revision: 1, state: "superseded" },
    { revision: 2, state: "planned" },
  ]);
});
