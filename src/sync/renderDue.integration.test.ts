import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { x12Link } from "../../test/answeringSite.ts";
import { openPollingSite, type PollingSite } from "../../test/pollingSite.ts";
import { planReplay, startReplay } from "../app/replay.ts";
import { listAlerts } from "../ledger/alerts.ts";
import { deliverSome } from "./deliver.ts";
import type { WorkerContext } from "./workerContext.ts";

const data = { vendors: 3, purchaseOrders: 6, linesPerOrder: 2, seed: 3, spreadDays: 60 };
const company = { database: "TWO", id: -1, displayName: "Fabrikam, Inc.", data };

describe("a delivery at which the program fails", () => {
  let site: PollingSite;
  let context: WorkerContext;
  let told: unknown[];
  beforeEach(async () => {
    site = await openPollingSite({
      now: "2026-03-18T17:00:00Z",
      sandbox: { gp: { companies: [company] } },
      link: x12Link(),
    });
    told = [];
    context = { ...site.contextOf("wrk_1"), onError: (error) => void told.push(error) };
    await site.request({ entities: ["purchaseOrders"] });
    await site.takeUp();
  });
  afterEach(() => site.close());

  const deliverAll = async () => {
    while ((await deliverSome(context, site.resources, 4)) === "done") {}
  };
  const deliveries = () =>
    site.ledger
      .selectFrom("delivery")
      .select(["id", "documentId", "revision", "state", "error", "contentDigest", "controlNumbers"])
      .orderBy("position")
      .execute();
  const first = async () => (await deliveries())[0] as Awaited<ReturnType<typeof deliveries>>[number];
  const putUp = async (mode: "resend" | "rerender") => {
    const plan = await planReplay(site.ledger, [(await first()).id], mode);
    const person = { ledger: site.ledger, actor: "mia", clock: site.application.clock };
    await startReplay(person, { bell: { ring: async () => {} } as never }, plan, "as the test says");
  };
  const replay = async (mode: "resend" | "rerender") => {
    await putUp(mode);
    await deliverAll();
  };
  const numbers = async () => (await deliveries()).map(({ controlNumbers }) => controlNumbers?.interchange);
  /** The first has its file, and waits for another attempt. */
  const renderFirst = async () => {
    site.sandbox.admin.armFault({ target: "cleo.upload", times: 1, effect: { kind: "status", status: 429 } });
    await deliverSome(context, site.resources, 1);
    site.advance(3_600_000);
  };
  const contentOfFirst = async () =>
    site.ledger.updateTable("content").where("digest", "=", (await first()).contentDigest);

  it("is blocked with the reason, the others of its group go, and so does that one when a person replays it", async () => {
    const { documentId } = await first();
    const revision = site.ledger.updateTable("revision").where("documentId", "=", documentId);
    const { canonical } = await site.ledger
      .selectFrom("revision")
      .select("canonical")
      .where("documentId", "=", documentId)
      .executeTakeFirstOrThrow();
    await revision.set({ canonical: JSON.stringify({ ...canonical, lines: null }) }).execute();
    await deliverAll();
    expect((await deliveries()).map(({ state }) => state)).toEqual(["blocked", ...Array(5).fill("sent")]);
    expect(await first()).toMatchObject({ error: { code: "INTERNAL" }, contentDigest: null });
    expect(await numbers()).toEqual([undefined, 1, 2, 3, 4, 5]);
    expect(told).toHaveLength(1);
    await site.watch();
    expect(await listAlerts(site.ledger, { state: "open", limit: 9 })).toMatchObject([
      { key: `blocked/${site.link}/INTERNAL` },
    ]);

    await replay("resend");
    expect(await first()).toMatchObject({ state: "blocked" });
    await revision.set({ canonical: JSON.stringify(canonical) }).execute();
    await replay("resend");
    expect((await deliveries()).map(({ state }) => state)).toEqual(Array(6).fill("sent"));
    expect(await numbers()).toEqual([6, 1, 2, 3, 4, 5]);
  });

  it("because its bytes are damaged is blocked, the others go, and so does that one once its file is made anew", async () => {
    await renderFirst();
    await (await contentOfFirst()).set({ bytes: Buffer.from("damaged") }).execute();
    await deliverAll();
    expect((await deliveries()).map(({ state }) => state)).toEqual(["blocked", ...Array(5).fill("sent")]);
    const { error } = await first();
    expect(error).toMatchObject({ code: "CONTENT_DAMAGED", fix: expect.stringContaining("--mode rerender") });
    await replay("rerender");
    expect((await deliveries()).map(({ state }) => state)).toEqual(Array(6).fill("sent"));
    expect(site.sandbox.admin.uploads()).toHaveLength(6);
  });

  it("because its bytes are in an archive that is away is blocked, and says which to bring", async () => {
    await renderFirst();
    await (await contentOfFirst())
      .set({ bytes: null, archiveFile: "/nowhere/archive", archiveOffset: 0, archiveLength: 1, archivedAt: new Date() })
      .execute();
    await deliverAll();
    expect(await first()).toMatchObject({ state: "blocked", error: { code: "CONTENT_ARCHIVED" } });
    expect((await deliveries()).filter(({ state }) => state === "sent")).toHaveLength(5);
  });

  it("is left as it is where the database refuses a statement, which ends the transaction for all of its group", async () => {
    await deliverAll();
    await putUp("rerender");
    await sql`alter table acknowledgement rename to acknowledgement_away`.execute(site.ledger);
    await expect(deliverAll()).rejects.toMatchObject({ code: "42P01" });
    expect((await deliveries()).at(-1)).toMatchObject({ state: "planned", error: null });
    await sql`alter table acknowledgement_away rename to acknowledgement`.execute(site.ledger);
    await deliverAll();
    expect((await deliveries()).map(({ state }) => state)).toEqual(Array(7).fill("sent"));
  });
});
