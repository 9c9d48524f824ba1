/**
 * Posts messages to the webhook of a running connector, one in five of them again, and kills the connector in the middle of
 * it, again and again. Whoever gets no answer sends the same again, as Cleo does. In the end every distinct document was
 * carried out once, and every receipt that was given is known (Invariant 8).
 *
 * ML_CONNECTOR_INBOX_MESSAGES and ML_CONNECTOR_INBOX_KILLS set the size; ML_CONNECTOR_CHAOS_SEED repeats a run.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { openDatabase } from "../../src/database/database.ts";
import { ledgerPool, openLedger } from "../../src/ledger/ledger.ts";
import { seededRandom } from "../../src/sandbox/faults.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { builtProgram } from "../builtProgram.ts";
import { runCommand, sandboxConfiguration, sandboxSecrets } from "../commandLine.ts";
import { confirmation } from "../inboundSamples.ts";
import { temporaryDirectory } from "../temporaryDirectory.ts";

const messages = Number(process.env.ML_CONNECTOR_INBOX_MESSAGES ?? 300);
const kills = Number(process.env.ML_CONNECTOR_INBOX_KILLS ?? 2);
const seed = Number(process.env.ML_CONNECTOR_CHAOS_SEED ?? Date.now() % 1_000_000);
const senders = 8;

const key = "chaos-webhook-key";

it(
  `carries out each of ${messages} messages once, a fifth of them sent twice, in ${kills} kills (seed ${seed})`,
  async () => {
    const random = seededRandom(seed);
    const directory = await temporaryDirectory();
    const sandbox = await startSandbox({});
    onTestFinished(() => sandbox.close());
    // Keeps the embedded server up between the kills, as a service that is restarted at once would find it.
    const database = await openDatabase({ dataDirectory: join(directory, "data") });
    onTestFinished(() => database.close());
    const file = join(directory, "chaos.yaml");
    const partners = "    partners:\n      default:";
    const inbound = `    inbound: { webhook: { key: "\${WEBHOOK_KEY}", perMinute: 1000000 } }\n`;
    writeFileSync(file, sandboxConfiguration(sandbox, { [partners]: `${inbound}${partners}` }));
    const environment = { WEBHOOK_KEY: key };
    const applied = await runCommand(directory, ["config", "apply", "-f", file], { environment });
    expect(applied.exitCode, applied.errors).toBe(0);

    const connector = connectorIn(directory, environment);
    onTestFinished(() => connector.kill());
    await connector.start();

    // Every fifth is sent a second time, somewhere later.
    const posts = Array.from({ length: messages }, (_, index) =>
      index % 5 === 4 ? index - 1 - Math.floor(random() * 4) : index,
    );
    const distinct = new Set(posts);
    const receipts = new Map<number, Set<string>>();
    let next = 0;
    let answered = 0;
    const send = async (): Promise<void> => {
      for (let at = next++; at < posts.length; at = next++) {
        const number = posts[at] ?? 0;
        const receiptId = await post(connector, number);
        answered += 1;
        receipts.set(number, (receipts.get(number) ?? new Set()).add(receiptId));
      }
    };
    const sending = Promise.all(Array.from({ length: senders }, send));
    for (let kill = 1; kill <= kills; kill++) {
      // At a moment of its own between the posts, not between whole rounds.
      const when = Math.floor((posts.length * (kill - 0.5 + random() * 0.5)) / (kills + 1));
      while (answered < when) await pause(2);
      await connector.kill();
      await connector.start();
    }
    await sending;

    const ledger = await openLedger(ledgerPool({ ...database.poolConfig, max: 4 }));
    onTestFinished(() => ledger.destroy());
    const open = () =>
      ledger
        .selectFrom("inboundDocument")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .where("state", "in", ["received", "processing"])
        .executeTakeFirstOrThrow();
    const unread = () => ledger.selectFrom("inboxMessage").select("id").where("state", "=", "received").execute();
    while ((await unread()).length > 0 || Number((await open()).count) > 0) await pause(50);

    // What was accepted is there, and a repeat got the first one's receipt.
    const stored = await ledger.selectFrom("inboxMessage").select(["id", "state"]).execute();
    expect(stored.every(({ state }) => state === "read")).toBe(true);
    const ids = new Set(stored.map(({ id }) => id));
    for (const given of receipts.values()) {
      expect(given.size).toBe(1);
      for (const id of given) expect(ids).toContain(id);
    }
    expect(receipts.size).toBe(distinct.size);
    expect(stored).toHaveLength(distinct.size);
    // Each distinct document once, with one outcome, and nothing else.
    const documents = await ledger.selectFrom("inboundDocument").select(["id", "key", "state"]).execute();
    expect(new Set(documents.map(({ key: each }) => each)).size).toBe(distinct.size);
    expect(documents).toHaveLength(distinct.size);
    const outcomes = await ledger
      .selectFrom("auditEntry")
      .select(["subject", "action"])
      .where("action", "in", ["inbound.done", "inbound.review", "inbound.waiting", "inbound.ignored", "inbound.failed"])
      .execute();
    const settledOnce = outcomes.filter(({ action }) => action !== "inbound.waiting" && action !== "inbound.failed");
    expect(new Set(settledOnce.map(({ subject }) => subject)).size).toBe(settledOnce.length);
    expect(new Set(outcomes.map(({ subject }) => subject)).size).toBe(distinct.size);
  },
  120_000 + messages * 200 + kills * 30_000,
);

interface Connector {
  url(): string;
  start(): Promise<void>;
  kill(): Promise<void>;
}

/** `ml-connector start` in a process of its own. */
function connectorIn(directory: string, environment: Readonly<Record<string, string>>): Connector {
  let child: ChildProcess | undefined;
  let url = "";
  return {
    url: () => url,
    async start() {
      const { program, environment: kept } = await builtProgram();
      const words = ["start", "--port", "0", "--data", join(directory, "data"), "--json"];
      const started = spawn(process.execPath, [program, ...words], {
        env: { ...process.env, ...kept, ...sandboxSecrets, ...environment },
        stdio: ["ignore", "pipe", "pipe"],
      });
      child = started;
      let output = "";
      let errors = "";
      started.stderr.on("data", (chunk) => {
        errors += chunk;
      });
      url = await new Promise<string>((resolve, reject) => {
        started.on("exit", (code) => reject(new Error(`the connector ended with ${code}: ${errors}`)));
        started.stdout.on("data", (chunk) => {
          output += chunk;
          const found = /"url": "([^"]+)"/.exec(output)?.[1];
          if (found !== undefined) resolve(found);
        });
      });
    },
    async kill() {
      const dying = child;
      child = undefined;
      if (dying === undefined || dying.exitCode !== null) return;
      dying.removeAllListeners("exit");
      const ended = new Promise((resolve) => dying.once("exit", resolve));
      dying.kill("SIGKILL");
      await ended;
    },
  };
}

/** Sends until an answer says that it is on disk, as Cleo's retries do. */
async function post(connector: Connector, number: number): Promise<string> {
  const body = confirmation(`PO${number}`, { interchange: number + 1, group: number + 1 });
  for (;;) {
    try {
      const answer = await fetch(`${connector.url()}/webhooks/cleo/two-to-cleo/events`, {
        method: "POST",
        headers: { "x-ml-connector-key": key, "content-type": "application/edi-x12" },
        body,
      });
      const text = await answer.text();
      if (answer.status === 202 || answer.status === 200) return (JSON.parse(text) as { receiptId: string }).receiptId;
      if (answer.status < 429) throw new RangeError(`refused: ${answer.status} ${text}`);
    } catch (error) {
      if (error instanceof RangeError) throw error;
    }
    await pause(25);
  }
}
