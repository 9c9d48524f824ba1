import { expect, onTestFinished, test } from "vitest";
import { openPollingSite } from "../../test/pollingSite.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { deliverSome } from "./deliver.ts";

/** A ledger that breaks off with the commit of its first transaction: before it, or before it could say so. */
function breakingOff(ledger: Ledger, when: "before" | "after"): Ledger {
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
  return new Proxy(ledger, {
    get: (target, name) => {
      const value = name === "transaction" ? transaction : Reflect.get(target, name, target);
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
