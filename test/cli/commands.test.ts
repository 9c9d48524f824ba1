/** The command line as its user has it: processes of its own, a sandbox at the other ends. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PoolConfig } from "pg";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { openDatabase } from "../../src/database/database.ts";
import { requestJob } from "../../src/ledger/jobs.ts";
import { type Ledger, ledgerPool, openLedger } from "../../src/ledger/ledger.ts";
import type { SandboxOptions } from "../../src/sandbox/options.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { type Run, runCommand, sandboxConfiguration, sandboxSecrets } from "../commandLine.ts";
import { databaseUrl, temporaryDatabase } from "../temporaryDatabase.ts";
import { temporaryDirectory } from "../temporaryDirectory.ts";

interface Bundle {
  sandbox: Sandbox;
  directory: string;
  run(...words: string[]): Promise<Run>;
  /** What a person reads. */
  text(...words: string[]): Promise<string>;
  json(...words: string[]): Promise<{ exitCode: number | null; value: Answer }>;
  apply(change?: Record<string, string>, environment?: Record<string, string>): Promise<Run>;
  /** Of a run that is not embedded. */
  ledger(): Promise<Ledger>;
}

// biome-ignore lint/suspicious/noExplicitAny: what a command prints is looked at here, not trusted
type Answer = any;

let printed = "";

/** @param embedded on the database that comes with the install, which takes seconds to make; else on one of the run's server */
async function setUp(options: SandboxOptions = {}, { embedded = false } = {}): Promise<Bundle> {
  const directory = await temporaryDirectory();
  const sandbox = await startSandbox({ ...options, cleo: { pickUp: "never", ...options.cleo } });
  onTestFinished(() => sandbox.close());
  const environment: Record<string, string> = {};
  let poolConfig: PoolConfig = {};
  if (embedded) {
    // Keeps the server up between the commands of a test.
    const database = await openDatabase({ dataDirectory: join(directory, "data") });
    onTestFinished(() => database.close());
  } else {
    const outside = await temporaryDatabase({ name: "outside" });
    onTestFinished(() => outside.drop());
    poolConfig = outside.poolConfig;
    environment.DATABASE_URL = databaseUrl(poolConfig);
  }
  const execute = async (words: string[], more: Record<string, string> = {}, text = false): Promise<Run> => {
    const done = await runCommand(directory, words, { environment: { ...environment, ...more }, text });
    printed += done.output + done.errors;
    return done;
  };
  return {
    sandbox,
    directory,
    run: (...words) => execute(words),
    text: async (...words) => (await execute(words, {}, true)).output,
    async ledger() {
      const ledger = await openLedger(ledgerPool(poolConfig));
      onTestFinished(() => ledger.destroy());
      return ledger;
    },
    async json(...words) {
      const { exitCode, output, errors } = await execute(words);
      try {
        return { exitCode, value: JSON.parse(output) };
      } catch {
        throw new Error(`${words.join(" ")} printed no JSON: ${output}${errors}`);
      }
    },
    apply(change, more) {
      const file = join(directory, "connector.yaml");
      writeFileSync(file, sandboxConfiguration(sandbox, change));
      return execute(["config", "apply", "-f", file], more);
    },
  };
}

const sum = (outcomes: Record<string, number>) => Object.values(outcomes).reduce((total, count) => total + count, 0);

afterEach(() => {
  for (const secret of Object.values(sandboxSecrets)) expect(printed).not.toContain(secret);
  printed = "";
});

describe("poll", () => {
  it("sends what is new, then only what has changed, and its outcomes add up", async () => {
    const { sandbox, apply, json } = await setUp({}, { embedded: true });
    expect((await apply()).exitCode).toBe(0);
    const first = await json("poll");
    expect(first.exitCode).toBe(1);
    expect(first.value).toMatchObject({
      link: "two-to-cleo",
      read: { vendors: 18, purchaseOrders: 17 },
      outcomes: { sent: 28, unchanged: 0, skipped: 5, blocked: 2, waiting: 0, superseded: 0 },
    });
    expect(first.value.documents.find(({ key }: Answer) => key === "PO2072").error.code).toBe("DOCUMENT_NO_LINES");
    expect(first.value.documents.find(({ key }: Answer) => key === "PO2020").error.code).toBe("DOCUMENT_UNIT_UNMAPPED");
    expect(sandbox.admin.uploads()).toHaveLength(28);

    const order = sandbox.admin.purchaseOrder("PO2075");
    sandbox.admin.company().editLine("PO2075", order?.lines[0]?.ord ?? 0, { quantityOrdered: "77" }, { touch: true });
    const second = await json("poll");
    expect(second.value.outcomes.sent).toBe(1);
    expect(sum(second.value.outcomes)).toBe(second.value.read.vendors + second.value.read.purchaseOrders);
    const newest = sandbox.admin.uploads().at(-1);
    expect(newest?.path).toMatch(/PO_TWO_PO2075_r2_/);
    expect((await sandbox.admin.uploadContent(newest?.seq ?? 0))?.toString()).toContain("BEG*05*SA*PO2075*");

    const third = await json("poll");
    expect(third).toMatchObject({ exitCode: 0, value: { outcomes: { sent: 0 } } });
    expect(sum(third.value.outcomes)).toBe(third.value.read.vendors + third.value.read.purchaseOrders);
    expect((await json("audit", "verify")).value).toMatchObject({ ok: true });
  });

  it("does the same on an outside database", async () => {
    const { apply, json } = await setUp();
    expect((await apply()).exitCode).toBe(0);
    expect((await json("poll")).value.outcomes).toMatchObject({ sent: 28, blocked: 2 });
    expect((await json("poll")).value.outcomes).toMatchObject({ sent: 0 });
  });

  it("tells at once of what needs a person, where nothing else runs that could", async () => {
    const { apply, json } = await setUp();
    await apply();
    await json("poll");
    const { alerts } = (await json("alerts", "list")).value;
    expect(alerts.map(({ key }: { key: string }) => key)).toContainEqual(
      expect.stringMatching(/^(blocked|gp-record)\//),
    );
    for (const list of ["jobs", "documents", "inbound", "drafts", "alerts"])
      expect(await json(list, "list", "--link", "none"), list).toMatchObject({
        ...{ exitCode: 2, value: { error: { code: "LINK_UNKNOWN" } } },
      });
    for (const wrong of [
      ["poll", "--wait", "soon"],
      ["alerts", "list", "--limit", "many"],
    ])
      expect(await json(...wrong)).toMatchObject({ exitCode: 2, value: { error: { code: "USAGE" } } });
  });

  it("writes nothing anywhere with --dry-run", async () => {
    const { sandbox, apply, json } = await setUp();
    await apply();
    const { value } = await json("poll", "--dry-run");
    expect(value.outcomes).toMatchObject({ sent: 28, skipped: 5, blocked: 2 });
    expect(sandbox.admin.uploads()).toHaveLength(0);
    expect((await json("documents", "list")).value.documents).toHaveLength(0);
    expect((await json("jobs", "list")).value.jobs).toHaveLength(0);
  });
});

describe("what is wrong with GP", () => {
  it.each([
    {
      name: "a wrong password",
      change: {},
      environment: { GP_PASSWORD: "not-the-password" },
      code: "GP_LOGON_REFUSED",
    },
    {
      name: "another company",
      change: { "database: TWO,": "database: THREE, urlValue: TWO," },
      code: "GP_COMPANY_MISMATCH",
    },
    {
      name: "a host where nothing listens",
      change: { "http://127.0.0.1:": "http://127.0.0.1:9" },
      code: "GP_UNREACHABLE",
    },
    { name: "a version that is none", change: { '"2018"': '"2013"' }, code: "CONFIGURATION_INVALID", exit: 2 },
  ])("is said of $name, with whose job it is", async ({ change, environment, code, exit = 3 }) => {
    const { sandbox, apply, json } = await setUp();
    const port = new URL(sandbox.gpUrl).port;
    const changes = code === "GP_UNREACHABLE" ? { [`:${port}/GPService`]: ":9/GPService" } : change;
    const applied = await apply(changes as Record<string, string>, environment);
    if (exit === 2) {
      expect(applied.exitCode).toBe(2);
      expect(JSON.parse(applied.output).error).toMatchObject({ code });
      return;
    }
    const { exitCode, value } = await json("poll");
    expect(exitCode).toBe(exit);
    expect(value.error).toMatchObject({ code, owner: "gp-admin", fix: expect.any(String) });
    if (code === "GP_LOGON_REFUSED") expect(sandbox.admin.state().gp.wrongPasswords).toBe(1);
  });
});

describe("what is wrong with Cleo", () => {
  it("is told of a wrong password after one login; the documents wait, and nothing is lost", async () => {
    const { sandbox, apply, json } = await setUp();
    await apply({}, { CLEO_PASSWORD: "not-the-password" });
    const { exitCode, value } = await json("poll", "--wait", "10");
    expect(exitCode).toBe(3);
    expect(value.outcomes).toMatchObject({ waiting: 28, blocked: 2 });
    expect(value.documents.find(({ key }: Answer) => key === "PO2075").error.code).toBe("CLEO_LOGIN_REFUSED");
    expect(sandbox.admin.state().cleo.tokens.refused).toBe(1);
    expect(sandbox.admin.uploads()).toHaveLength(0);
  });

  it("holds a purchase order whose answer was lost, until a person says what Cleo has", async () => {
    const { sandbox, apply, json } = await setUp({ cleo: { pickUp: "immediate" } });
    await apply();
    sandbox.admin.armFault({ target: "cleo.upload", path: "/upload/850/", times: 2, effect: { kind: "lostAnswer" } });
    expect((await json("poll")).exitCode).toBe(1);
    const { value } = await json("documents", "list", "--state", "inDoubt");
    expect(value.documents).toHaveLength(2);
    const [one, other] = value.documents;
    const wrong = await json("settle", one.key, "ACETRAVE0001", "--arrived", "--reason", "seen in Cleo");
    expect(wrong).toMatchObject({ exitCode: 2, value: { error: { code: "DELIVERY_NOT_IN_DOUBT" } } });
    expect((await json("settle", one.key, "--arrived", "--reason", "seen in Cleo")).value.settled).toMatchObject([
      { document: one.key, state: "sent" },
    ]);
    await json("settle", other.id, "--not-arrived", "--reason", "not in Cleo");
    expect((await json("poll")).value).toMatchObject({ outcomes: { sent: 0 }, sentBesides: 1 });
    const sent = sandbox.admin.uploads().filter(({ path }) => path.endsWith(other.fileName));
    expect(sent).toHaveLength(2);
    expect(sent[0]?.sha256).toBe(sent[1]?.sha256);
    expect((await json("documents", "list", "--state", "inDoubt")).value.documents).toHaveLength(0);
  });
});

describe("replay", () => {
  it("shows its consequences, asks for a reason, and sends the same bytes under the same name", async () => {
    const { sandbox, apply, json } = await setUp();
    await apply();
    await json("poll");
    const plan = await json("replay", "PO2075", "--plan");
    expect(plan.value.replays).toMatchObject([{ document: "PO2075", acceptedBefore: true, sameBytes: true }]);
    expect(await json("replay", "PO2075")).toMatchObject({
      exitCode: 2,
      value: { error: { code: "REPLAY_NEEDS_REASON" } },
    });
    const { exitCode } = await json("replay", "PO2075", "--reason", "the partner lost it");
    expect(exitCode).toBe(0);
    const [first, second] = sandbox.admin.uploads().filter(({ path }) => path.includes("_PO2075_"));
    expect(second).toMatchObject({ path: first?.path, sha256: first?.sha256 });
  });

  it("promises no file in its plan where none can be written", async () => {
    const { apply, json, text } = await setUp();
    await apply();
    await json("poll");
    const plan = await text("replay", "PO2020", "--mode", "rerender", "--plan");
    expect(plan).toContain("blocked: it cannot be written, DOCUMENT_UNIT_UNMAPPED");
    expect(plan).not.toContain("made anew");
  });

  it("speaks of control numbers only where a file has some", async () => {
    const { apply, json, text } = await setUp();
    await apply();
    await json("poll");
    expect(await text("replay", "PO2075", "--mode", "rerender", "--plan")).toContain("with new control numbers");
    expect(await text("replay", "ACETRAVE0001", "--mode", "rerender", "--plan")).not.toContain("control numbers");
  });

  it("renders a blocked order anew once its unit is mapped", async () => {
    const { sandbox, apply, json } = await setUp();
    await apply();
    await json("poll");
    await apply({ "gs: PARTNER }": 'gs: PARTNER, units: { "PALLET-6": PF } }' });
    expect((await json("replay", "PO2020", "--mode", "rerender")).exitCode).toBe(0);
    expect(sandbox.admin.uploads().at(-1)?.path).toContain("PO_TWO_PO2020_r1_");
    expect((await json("documents", "show", "PO2020")).value.deliveries[0]).toMatchObject({ state: "sent" });
  });
});

describe("jobs cancel", () => {
  it("ends what waits, and refuses what has ended", async () => {
    const { apply, json, ledger } = await setUp();
    await apply();
    const poll = {
      kind: "poll" as const,
      link: "two-to-cleo",
      parameters: { entities: ["vendors"], full: false },
      requestedBy: "test",
      now: new Date(),
    };
    const { id } = await (await ledger()).transaction().execute((transaction) => requestJob(transaction, poll));
    expect(await json("jobs", "cancel", id)).toMatchObject({
      exitCode: 0,
      value: { id, state: "failed", error: { code: "JOB_CANCELED" } },
    });
    expect(await json("jobs", "cancel", id)).toMatchObject({
      exitCode: 2,
      value: { error: { code: "JOB_NOT_CANCELABLE" } },
    });
    expect((await json("jobs", "list", "--state", "canceled")).value.jobs).toMatchObject([{ id }]);
    expect(await json("jobs", "cancel", "job_none")).toMatchObject({ value: { error: { code: "JOB_UNKNOWN" } } });
  });

  it("ends a reading of the Cleo folders, and says that what it left there is read by the next one", async () => {
    const { apply, text, ledger } = await setUp();
    await apply();
    const collection = { kind: "collect" as const, link: "two-to-cleo", parameters: {}, requestedBy: "test" };
    const { id } = await (await ledger())
      .transaction()
      .execute((transaction) => requestJob(transaction, { ...collection, now: new Date() }));
    expect(await text("jobs", "cancel", id)).toContain(
      `canceled: the reading of the Cleo folders of two-to-cleo (${id}). What came is carried out;`,
    );
    const shown = await text("jobs", "show", id);
    expect(shown).toContain("two-to-cleo  reading of the Cleo folders");
    expect(shown).toContain("JOB_CANCELED");
  });
});

describe("schedules", () => {
  it("are listed with the last and the next time by one clock, and the trail tells one pause from another", async () => {
    const { apply, json, text } = await setUp();
    await apply({ "upload/850, schedule: manual": 'upload/850, schedule: "daily at 02:00"' });
    for (const entity of ["vendors", "purchaseOrders"]) await json("schedules", "pause", "two-to-cleo", entity);
    const rows = (await text("audit", "list", "--action", "schedule.paused")).split("\n");
    expect(rows[0]).toMatch(/ what +who +link$/);
    expect(rows.slice(1).join("\n")).toMatch(/ two-to-cleo\/vendors\b.*\n.*\n +two-to-cleo\/purchaseOrders\b/);
    for (const [option, code] of Object.entries({ "--link": "LINK_UNKNOWN", "--job": "JOB_UNKNOWN" }))
      expect((await json("audit", "list", option, "none")).value.error.code).toBe(code);
    expect(await text("audit", "list", "--action", "schedule.pause")).toContain(
      "did you mean --action schedule.paused?",
    );
    await json("schedules", "resume", "two-to-cleo");
    await json("schedules", "run", "two-to-cleo", "purchaseOrders");
    const { schedules } = (await json("schedules", "list")).value;
    expect((await json("schedules", "list", "--link", "none")).value.error.code).toBe("LINK_UNKNOWN");
    const { last } = schedules.find(({ entity, kind }: Answer) => entity === "purchaseOrders" && kind === "poll");
    const inChicago = new Date(last.requestedAt).toLocaleString("sv-SE", { timeZone: "America/Chicago" }).slice(0, 16);
    const lines = (await text("schedules", "list")).split("\n");
    const row = lines.findIndex((line) => line.includes("daily at 02:00"));
    expect(lines[row]).toMatch(/ America\/Chicago$/);
    expect(lines[row + 1]).toMatch(new RegExp(`^ +last ${inChicago} succeeded · next \\d{4}-\\d{2}-\\d{2} 02:00, `));
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
  });
});

describe("configuration", () => {
  it("comes back from an export without a secret, and can be applied again", async () => {
    const { directory, apply, json, run } = await setUp();
    await apply();
    const { yaml } = (await json("config", "export")).value;
    expect(yaml).toMatch(/\$\{GP_PASSWORD\}/);
    const file = join(directory, "exported.yaml");
    writeFileSync(file, yaml);
    expect(JSON.parse((await run("config", "apply", "-f", file)).output)).toMatchObject({ changed: false });
  });

  it("is refused as a whole, with the line and the nearest key", async () => {
    const { apply, json } = await setUp();
    const { exitCode, output } = await apply({ "purchaseOrders:": "purchaseOrder:" });
    expect(exitCode).toBe(2);
    const { error } = JSON.parse(output);
    expect(error.message).toMatch(/line 16: .*did you mean `purchaseOrders`/);
    expect((await json("config", "export")).value.error.code).toBe("CONFIGURATION_ABSENT");
  });
});

describe("audit", () => {
  it("is proved from an export, and not after any change of it", async () => {
    const { directory, apply, json, run } = await setUp();
    await apply();
    await json("poll");
    const file = join(directory, "trail.jsonl");
    expect((await run("audit", "export", "-o", file)).exitCode).toBe(0);
    expect(await json("audit", "verify", file)).toMatchObject({ exitCode: 0, value: { ok: true } });
    const bytes = readFileSync(file);
    bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    expect(await json("audit", "verify", file)).toMatchObject({ exitCode: 1, value: { ok: false } });
  });
});
