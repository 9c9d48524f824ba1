import { expect, onTestFinished, test } from "vitest";
import { openPollingSite } from "../../test/pollingSite.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { deliverSome } from "./deliver.ts";

/**
 * A ledger that breaks off with the commit of its first transaction: before it, or before it could say so.
 *
 * @param meanwhile what others do before the next statement gets through
 */
function breakingOff(ledger: Ledger, when: "before" | "after", meanwhile = async () => {}): Ledger {
  let broken = false;
  const transaction = () => ({
    execute: async (work: Parameters<ReturnType<Ledger["transaction"]>["execute"]>[0]) => {
      const breakOff = () => {
        if (broken) return;
        broken = true;
        throw Object.assign(new Error("terminating connection due to administrator command"), { code: "57P01" });
      };
      const result = await ledger.transaction().execute(async (inner) => {
        const result = await work(inner);
        if (when === "before") breakOff();
        return result;
      });
      breakOff();
      return result;
    },
  });
  const executeQuery = async (...query: Parameters<ReturnType<Ledger["getExecutor"]>["executeQuery"]>) => {
    await meanwhile();
    return ledger.getExecutor().executeQuery(...query);
  };
  return replacing(ledger, { transaction, getExecutor: () => replacing(ledger.getExecutor(), { executeQuery }) });
}

function replacing<Whole extends object>(whole: Whole, parts: Readonly<Record<string, unknown>>): Whole {
  return new Proxy(whole, {
    get: (target, name) => {
      const value = Object.hasOwn(parts, name) ? parts[String(name)] : Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

test.each(["before", "after"] as const)(
  "What was taken when the database broke off %s its commit was not sent, and goes at once instead of being in doubt.",
  async (when) => {
    const site = await openPollingSite({ now: "2026-01-16T10:00:00-06:00" });
    onTestFinished(site.close);
    await site.request({ entities: ["vendors"] });
    await site.takeUp();
    const underWay = new Set<string>();
    const context = { ...site.contextOf("wrk_1"), underWay };
    const states = async () => {
      const rows = await site.ledger.selectFrom("delivery").select("state").orderBy("position").limit(5).execute();
      return rows.map(({ state }) => state).join(" ");
    };
    await expect(
      deliverSome({ ...context, ledger: breakingOff(site.ledger, when) }, site.resources, 4),
    ).rejects.toMatchObject({ code: "57P01" });
    expect(await states()).toBe(
      when === "before" ? "planned planned planned planned planned" : "failed failed failed failed planned",
    );
    expect([...underWay]).toEqual([]);
    const told = await site.ledger
      .selectFrom("auditEntry")
      .select("detail")
      .where("action", "=", "delivery.failed")
      .execute();
    expect(told.map(({ detail }) => (detail as { error: string }).error)).toEqual(
      when === "before" ? [] : Array(4).fill("DATABASE_UNREACHABLE"),
    );
    expect(site.sandbox.admin.uploads()).toEqual([]);
    expect(await deliverSome(context, site.resources, 4)).toBe("done");
    expect(await states()).toBe("sent sent sent sent planned");
  },
);

test("What was not taken after all, and what the same worker has taken since, is left to that taking: it goes once.", async () => {
  const site = await openPollingSite({ now: "2026-01-16T10:00:00-06:00" });
  onTestFinished(site.close);
  await site.request({ entities: ["vendors"] });
  await site.takeUp();
  const underWay = new Set<string>();
  const context = { ...site.contextOf("wrk_1"), underWay };
  const goOn = Promise.withResolvers<void>();
  const allUnderWay = Promise.withResolvers<void>();
  const { cleo } = site.resources;
  let uploads = 0;
  const upload: typeof cleo.upload = async (...upload) => {
    if (++uploads === 4) allUnderWay.resolve();
    await goOn.promise;
    return cleo.upload(...upload);
  };
  let since: Promise<unknown> | undefined;
  const meanwhile = async () => {
    if (since) return;
    site.advance(1);
    since = deliverSome(context, { ...site.resources, cleo: { ...cleo, upload } }, 4);
    await allUnderWay.promise;
  };
  const broken = breakingOff(site.ledger, "before", meanwhile);
  await expect(deliverSome({ ...context, ledger: broken }, site.resources, 4)).rejects.toMatchObject({ code: "57P01" });
  const sending = site.ledger.selectFrom("delivery").select("id").where("state", "=", "sending");
  expect(new Set((await sending.execute()).map(({ id }) => id))).toEqual(underWay);
  expect(underWay.size).toBe(4);
  goOn.resolve();
  expect(await since).toBe("done");
  while ((await deliverSome(context, site.resources, 4)) === "done") {}
  const paths = site.sandbox.admin.uploads().map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
});
