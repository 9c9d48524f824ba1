import { expect, onTestFinished, test } from "vitest";
import { openChaosSite } from "../../test/chaos/chaosSite.ts";
import { openDatabaseClock } from "../ledger/databaseClock.ts";
import { startService } from "./service.ts";

const day = 86_400_000;

test("A process without a worker goes by the database's clock as it is, however that is set while it lives.", async () => {
  const site = await openChaosSite({ settableClock: true, purchaseOrders: 1 });
  onTestFinished(site.close);
  await site.setClock(day);
  const databaseClock = await openDatabaseClock(site.ledger);
  const application = { ...site.application, clock: databaseClock.now, databaseClock };
  const defects: unknown[] = [];
  const service = await startService(application, {
    roles: new Set(["api"]),
    onError: (error) => void defects.push(error),
  });
  onTestFinished(service.stop);
  const ahead = () => Math.abs(Math.round((application.clock().getTime() - Date.now()) / day));
  expect(ahead()).toBe(1);
  await site.setClock(0);
  await expect.poll(ahead, { timeout: 30_000, interval: 50 }).toBe(0);
  expect(defects).toEqual([]);
});
