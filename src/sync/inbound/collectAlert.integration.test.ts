import { expect, onTestFinished, test } from "vitest";
import { x12Link } from "../../../test/answeringSite.ts";
import { openPollingSite } from "../../../test/pollingSite.ts";
import { requestCollection } from "../../app/inbox/requestCollection.ts";
import { startService } from "../../app/service.ts";
import { listAlerts } from "../../ledger/alerts.ts";

test("A folder that cannot be collected is an alert, and it is cleared by the first collection that succeeds.", async () => {
  const site = await openPollingSite({ link: x12Link(", poll: { folder: download, schedule: manual }") });
  onTestFinished(site.close);
  const service = await startService(site.application, { roles: new Set(["worker"]), onError: () => {} });
  onTestFinished(service.stop);
  const collect = () => requestCollection(site.application, service, site.link);
  const open = () => listAlerts(site.ledger, { state: "open", limit: 10 });
  const soon = { timeout: 20_000 };

  site.sandbox.admin.armFault({ target: "cleo.list", effect: { kind: "status", status: 503 } });
  const { id } = await collect();
  await expect
    .poll(open, soon)
    .toMatchObject([{ key: `collect/${site.link}`, code: "CLEO_SERVER_ERROR", subject: id, link: site.link }]);

  site.sandbox.admin.clearFaults();
  await collect();
  await expect.poll(open, soon).toEqual([]);
});

test("A collection that rests until more than an hour after its start, as Cleo asks, is an alert.", async () => {
  const site = await openPollingSite({ link: x12Link(", poll: { folder: download, schedule: manual }") });
  onTestFinished(site.close);
  const service = await startService(site.application, { roles: new Set(["worker"]), onError: () => {} });
  onTestFinished(service.stop);
  const open = () => listAlerts(site.ledger, { state: "open", limit: 10 });
  const effect = { kind: "status", status: 429, headers: { "retry-after": "3600" } } as const;
  site.sandbox.admin.armFault({ target: "cleo.list", effect });
  const { id } = await requestCollection(site.application, service, site.link);
  const told = { key: `collect/${site.link}`, code: "CLEO_THROTTLED", subject: id, link: site.link };
  await expect.poll(open, { timeout: 20_000 }).toMatchObject([told]);
});
