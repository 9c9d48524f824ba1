/** A GP whose people work, a Cleo that misbehaves, a ledger, and the person who looks after what is held in doubt. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { expect } from "vitest";
import type { Application } from "../../src/app/application.ts";
import { verifyTrail } from "../../src/app/auditTrail.ts";
import { applyConfiguration } from "../../src/app/configure.ts";
import { requestPoll } from "../../src/app/pollNow.ts";
import { settleByHand } from "../../src/app/settleByHand.ts";
import type { Database } from "../../src/database/database.ts";
import { lockRole } from "../../src/database/roleLock.ts";
import { openBell } from "../../src/engine/bell.ts";
import { forgetDeliveryPause } from "../../src/ledger/deliveryPause.ts";
import { findJob } from "../../src/ledger/jobs.ts";
import { ledgerPool, openLedger } from "../../src/ledger/ledger.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { orderNumber } from "../../src/sandbox/seed/generate.ts";
import { openVault } from "../../src/secrets/vault.ts";
import { createLogonGuard } from "../../src/windows-auth/index.ts";
import { sandboxConfiguration, sandboxSecrets } from "../commandLine.ts";
import { temporaryDatabase } from "../temporaryDatabase.ts";

const link = "two-to-cleo";
const company = {
  database: "TWO",
  id: -1,
  displayName: "Fabrikam, Inc.",
  data: { vendors: 6, purchaseOrders: 60, linesPerOrder: 2, seed: 7 },
};

export type ChaosSite = Awaited<ReturnType<typeof openChaosSite>>;

export interface ChaosSiteOptions {
  purchaseOrders?: number;
  /** Changes to the text of the configuration. */
  configuration?: Readonly<Record<string, string>>;
  /** Text behind the configuration. */
  more?: string;
  /** The database has a clock that the test sets. */
  settableClock?: boolean;
}

export async function openChaosSite({
  purchaseOrders,
  configuration,
  more = "",
  settableClock,
}: ChaosSiteOptions = {}) {
  const closes: (() => Promise<unknown> | unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const each of closes.splice(0).reverse()) await each();
  };
  // Cleo leaves files where they are, so that looking proves an arrival, and a vendor need not be sent again to be sure.
  const sandbox = await startSandbox({
    gp: {
      companies: [{ ...company, data: { ...company.data, ...(purchaseOrders !== undefined && { purchaseOrders }) } }],
      pageCap: 10,
      coldStartMs: 0,
    },
    cleo: { pickUp: "never" },
  });
  closes.push(() => sandbox.close());
  const database = await temporaryDatabase({
    name: "chaos",
    prepare: async (poolConfig) => {
      await (await openLedger(ledgerPool(poolConfig))).destroy();
      const bell = await openBell(poolConfig, { supervise: false, backend: "postgres", onError: () => {} });
      await bell.close();
    },
  });
  closes.push(database.drop);
  const poolConfig: pg.PoolConfig = database.poolConfig;
  const setClock = async (milliseconds: number): Promise<void> => {
    await onDatabase(poolConfig, `update clock_ahead set milliseconds = ${milliseconds}`);
  };
  if (settableClock) await onDatabase(poolConfig, ownClock(poolConfig.database ?? ""));
  const ledger = await openLedger(ledgerPool({ ...poolConfig, max: 4 }));
  closes.push(() => ledger.destroy());
  const directory = mkdtempSync(join(tmpdir(), "mlc-chaos-"));
  closes.push(() => rmSync(directory, { recursive: true, force: true }));
  const application: Application = {
    dataDirectory: directory,
    backend: "postgres",
    database: { poolConfig, lockRole: (role) => lockRole(poolConfig, role, "here") } as Database,
    ledger,
    vault: () => openVault({ dataDirectory: directory, environment: {} }),
    logonGuard: createLogonGuard(),
    actor: "chaos",
    clock: () => new Date(),
    close: async () => {},
  };
  const file = join(directory, "chaos.yaml");
  writeFileSync(file, `${sandboxConfiguration(sandbox, configuration)}${more}`);
  await applyConfiguration(application, file, sandboxSecrets);
  const bell = await openBell(poolConfig, { supervise: false, backend: "postgres", onError: () => {} });
  closes.push(bell.close);

  const orderNumbers = eligibleOrders(sandbox, purchaseOrders ?? company.data.purchaseOrders);
  const pollOnce = async (): Promise<string> => {
    const parameters = { entities: ["vendors" as const, "purchaseOrders" as const], full: false };
    return (await requestPoll(application, { bell }, link, parameters)).id;
  };
  let byHand = 0;

  /** Whoever operates looks into Cleo's log and says what is there. */
  async function settleHeld(): Promise<void> {
    const held = await ledger
      .selectFrom("delivery")
      .select(["id", "folder", "fileName"])
      .where("state", "=", "inDoubt")
      .where("nextAttemptAt", "is", null)
      .execute();
    const arrived = new Set(sandbox.admin.uploads().map(({ path }) => path));
    for (const { id, folder, fileName } of held) {
      const found = { arrived: arrived.has(`${folder}/${fileName}`), reason: "looked into Cleo" };
      await settleByHand(application, [id], found);
      byHand += 1;
    }
  }

  /** What is not settled, with what tells why. */
  async function open(): Promise<object[]> {
    return ledger
      .selectFrom("delivery")
      .select(["key", "revision", "state", "attempts", "nextAttemptAt", "workerId", "error"])
      .where("state", "in", ["planned", "sending", "failed", "inDoubt"])
      .execute();
  }

  return {
    sandbox,
    application,
    ledger,
    bell,
    link,
    orderNumbers,
    poolConfig,
    directory,
    close,
    /** Sets the database's clock: milliseconds ahead of the real one. */
    setClock,
    requestPoll: pollOnce,
    settleHeld,
    settledByHand: () => byHand,
    misbehave() {
      const faults = [
        { target: "cleo.upload", probability: 0.04, effect: { kind: "lostAnswer" } },
        { target: "cleo.upload", probability: 0.03, effect: { kind: "doneButStatus", status: 502 } },
        { target: "cleo.upload", probability: 0.02, effect: { kind: "status", status: 502 } },
        { target: "cleo.upload", probability: 0.02, effect: { kind: "status", status: 429 } },
        { target: "cleo.upload", probability: 0.02, effect: { kind: "resetBeforeBody" } },
        { target: "cleo.upload", probability: 0.02, effect: { kind: "resetMidBody" } },
        { target: "cleo.upload", probability: 0.05, effect: { kind: "expireToken" } },
        { target: "cleo.list", probability: 0.02, effect: { kind: "status", status: 503 } },
        { target: "gp.purchaseOrders", probability: 0.02, effect: { kind: "status", status: 503 } },
      ] as const;
      for (const fault of faults) sandbox.admin.armFault(fault);
    },
    behave: () => sandbox.admin.clearFaults(),
    /** Some orders get another quantity. */
    async changeSome(random: () => number) {
      const edits = sandbox.admin.company();
      for (const number of orderNumbers.filter(() => random() < 0.15)) {
        const line = sandbox.admin.purchaseOrder(number)?.lines[0];
        const quantityOrdered = String(1 + Math.floor(random() * 900));
        if (line) edits.editLine(number, line.ord, { quantityOrdered }, { touch: true });
      }
    },
    /** Resolves when Cleo has taken so many more files. */
    async whenUploaded(more: number) {
      const goal = sandbox.admin.uploads().length + more;
      const end = performance.now() + 3_000;
      while (sandbox.admin.uploads().length < goal && performance.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    },
    /** Until a poll has read everything and nothing is open any more. */
    async bringToEnd() {
      const patience = { timeout: 120_000, interval: 200 };
      // Two expired tokens in a row look like an account that was shut; whoever operates has seen to that.
      await ledger.transaction().execute(async (transaction) => {
        await forgetDeliveryPause(transaction, link);
        await transaction
          .updateTable("delivery")
          .set({ nextAttemptAt: null })
          .where("state", "in", ["planned", "failed"])
          .execute();
      });
      // The first one may join a poll that began before the last change.
      for (let round = 0; round < 2; round++) {
        const id = await pollOnce();
        await expect.poll(async () => (await findJob(ledger, id))?.state, patience).toBe("succeeded");
      }
      await expect
        .poll(async () => {
          await settleHeld();
          return open();
        }, patience)
        .toEqual([]);
    },
    orders: () =>
      orderNumbers.map((number) => ({
        number,
        quantity: Number(sandbox.admin.purchaseOrder(number)?.lines[0]?.quantityOrdered),
      })),
    async newestContent(number: string) {
      const newest = sandbox.admin.uploads().findLast(({ path }) => path.includes(`_${number}_`));
      return (newest && (await sandbox.admin.uploadContent(newest.seq))?.toString("latin1")) ?? "";
    },
    /** ISA13 of every interchange that Cleo took. */
    async interchangeNumbers() {
      const numbers: string[] = [];
      for (const { seq, path } of sandbox.admin.uploads()) {
        if (!path.endsWith(".x12")) continue;
        numbers.push((await sandbox.admin.uploadContent(seq))?.subarray(90, 99).toString("latin1") ?? "");
      }
      return numbers;
    },
    /** Documents whose last revision is neither sent nor known to the partner already. */
    async statesThatAreNotSent() {
      const rows = await ledger
        .selectFrom("document")
        .innerJoin("delivery", (join) =>
          join
            .onRef("delivery.documentId", "=", "document.id")
            .onRef("delivery.revision", "=", "document.latestRevision"),
        )
        .select(["document.key", "delivery.state"])
        .where("delivery.state", "not in", ["sent", "unneeded"])
        .execute();
      return rows.map(({ key, state }) => `${key} ${state}`);
    },
    async doubts() {
      const row = await ledger
        .selectFrom("auditEntry")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .where("action", "=", "delivery.inDoubt")
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },
    auditVerdict: () => verifyTrail(ledger),
  };
}

/** A `clock_timestamp()` that is found before the server's by every session that begins from now on. */
const ownClock = (name: string): string => `
  create table clock_ahead (milliseconds bigint not null);
  insert into clock_ahead values (0);
  create function public.clock_timestamp() returns timestamptz language sql volatile as
    'select pg_catalog.clock_timestamp() + (select milliseconds from public.clock_ahead) * interval ''1 millisecond''';
  create or replace function pgboss.job_now() returns timestamptz language sql stable as 'select public.clock_timestamp()';
  alter database "${name}" set search_path = public, pg_catalog;
`;

async function onDatabase(poolConfig: pg.PoolConfig, text: string): Promise<void> {
  const client = new pg.Client(poolConfig);
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

/** Open and not on hold: what a link sends unless told otherwise. */
function eligibleOrders({ admin }: Sandbox, count: number): string[] {
  const numbers = Array.from({ length: count }, (_, position) => orderNumber(position));
  return numbers.filter((number) => {
    const order = admin.purchaseOrder(number);
    return order !== undefined && order.status <= 3 && !order.onHold && order.lines.length > 0;
  });
}
