/**
 * The main job on a sandbox, from an empty data directory: poll, write, change, poll again. Everything in it is the
 * product's own path; only the two systems at the ends are simulated.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ErrorReport } from "../errors/connectorError.ts";
import type { TrailVerdict } from "../ledger/auditChain.ts";
import { currentConfiguration } from "../ledger/configurations.ts";
import { findDocuments } from "../ledger/documents.ts";
import { type Draft, draftsOfOrder } from "../ledger/drafts.ts";
import { type Sandbox, startSandbox } from "../sandbox/sandbox.ts";
import { storeArrival } from "../sync/inbound/store.ts";
import type { Progress } from "../sync/workerContext.ts";
import { type Application, openApplication } from "./application.ts";
import { verifyTrail } from "./auditTrail.ts";
import { applyConfiguration, loadConfiguration } from "./configure.ts";
import { replayDraft } from "./drafts.ts";
import { pollNow } from "./pollNow.ts";
import type { PollReport } from "./pollReport.ts";
import { type DocumentHistory, readDocument } from "./readDocument.ts";
import { type Runtime, startRuntime } from "./runtime.ts";

export interface DemoOptions {
  dataDirectory: string;
  environment: Readonly<Record<string, string | undefined>>;
  notice: (line: string) => void;
  /** Told before each step, in words. */
  step: (text: string) => void;
  polled: (report: PollReport) => void;
  /** What GP did not take, and what has to be done. */
  refused: (error: ErrorReport) => void;
  progress: (progress: Progress) => void;
  onError: (error: unknown) => void;
  stop: AbortSignal;
}

export interface DemoResult {
  sandbox: { gpUrl: string; cleoUrl: string; adminUrl: string };
  polls: PollReport[];
  uploads: { path: string; bytes: number; sha256: string }[];
  /** `expired`: how often a file met a token that Cleo no longer took, and was sent with a new one. */
  tokens: { passwordGrants: number; refreshGrants: number; expired: number };
  order: DocumentHistory;
  /** The draft that a closed period blocked, after its replay. */
  invoice: Draft;
  audit: TrailVerdict;
}

/** The order whose changes the demo follows. */
const followed = "PO2075";

export async function runDemo(
  options: DemoOptions,
): Promise<{ result: DemoResult; sandbox: Sandbox; application: Application }> {
  const sandbox = await startSandbox({});
  const application = await openApplication({ ...options, actor: "cli:demo" });
  mkdirSync(options.dataDirectory, { recursive: true, mode: 0o700 });
  const file = join(options.dataDirectory, "demo.yaml");
  writeFileSync(file, demoConfiguration(sandbox));
  if ((await currentConfiguration(application.ledger)) === undefined) options.step(`configuration written to ${file}`);
  await applyConfiguration(application, file, {
    ...options.environment,
    GP_PASSWORD: "Sandbox-Pa55!",
    CLEO_PASSWORD: "S@mple&Pw+1%",
  });
  const configuration = await loadConfiguration(application);
  const [link] = configuration.links;
  if (link === undefined) throw new Error("the demo's configuration has no link");
  const runtime = await startRuntime(application, { ...options });
  const polls: PollReport[] = [];
  const poll = async (): Promise<void> => {
    const report = await pollNow(application, runtime, link, { full: false, patience: 20_000, stop: options.stop });
    polls.push(report);
    options.polled(report);
  };
  try {
    options.step("first poll: everything is new");
    await poll();
    options.step(
      `now people work in GP: a quantity in ${followed}, a promised date, a vendor's address; and Cleo forgets a token early`,
    );
    changeSomething(sandbox);
    sandbox.admin.armFault({ target: "cleo.upload", times: 1, effect: { kind: "expireToken" } });
    await poll();
    options.step("third poll: nothing has changed, so nothing travels");
    await poll();
    const invoiceDraft = await roundTrip(application, runtime, sandbox, link.name, options);
    const [order] = await readDocument(application.ledger, followed);
    if (order === undefined) throw new Error(`${followed} is not on record`);
    const { passwordGrants, refreshGrants } = sandbox.admin.state().cleo.tokens;
    const expired = sandbox.admin
      .cleoRequests()
      .filter(({ operation, status }) => operation === "cleo.upload" && status === 401).length;
    const { gpUrl, cleoUrl, adminUrl } = sandbox;
    const result: DemoResult = {
      sandbox: { gpUrl, cleoUrl, adminUrl },
      polls,
      uploads: sandbox.admin.uploads().map(({ path, size, sha256 }) => ({ path, bytes: size, sha256 })),
      tokens: { passwordGrants, refreshGrants, expired },
      order,
      invoice: invoiceDraft,
      audit: await verifyTrail(application.ledger),
    };
    return { result, sandbox, application };
  } catch (error) {
    await sandbox.close();
    await application.close();
    throw error;
  } finally {
    await runtime.stop();
  }
}

/** The way back: the partner answers, goods and invoice become drafts in GP, and a closed period holds one of them up. */
async function roundTrip(
  application: Application,
  runtime: Runtime,
  { admin }: Sandbox,
  link: string,
  { step, refused, stop }: DemoOptions,
): Promise<Draft> {
  const { ledger, clock } = application;
  const receive = async (plans: Parameters<typeof admin.partner.answer>[1]): Promise<void> => {
    for (const { content, fileName } of await admin.partner.answer(followed, plans)) {
      const recipient = { ledger, clock, actor: `webhook:${link}`, wake: runtime.worker.wake };
      await storeArrival(recipient, { link, source: "webhook", content: Buffer.from(content), fileName });
    }
  };
  const settled = async (done: (drafts: readonly Draft[]) => boolean): Promise<Draft[]> => {
    const [order] = await findDocuments(ledger, followed);
    for (let look = 0; look < 400 && order !== undefined; look += 1) {
      const drafts = await draftsOfOrder(ledger, order.id);
      if (done(drafts)) return drafts;
      stop.throwIfAborted();
      runtime.worker.wake();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the answers to ${followed} were not carried out`);
  };
  const isSettled = ({ state }: Draft): boolean => state === "created" || state === "blocked";
  step(`the partner answers ${followed}: it can be read (997), it comes later (855), it is on its way (856)`);
  await receive([
    { type: "997", by: "folder" },
    { type: "855", how: "changedDate", by: "folder" },
    { type: "856", by: "folder" },
  ]);
  await settled((drafts) => drafts.length >= 1 && drafts.every(isSettled));
  step("the invoice comes (810), and its fiscal period is closed in GP");
  const [sent] = admin.partner.sent(0).filter(({ type }) => type === "856");
  const month = (sent?.at ?? clock().toISOString()).slice(0, 7).split("-").map(Number);
  const setPeriods = (closed: boolean): void => {
    const [year = 2026, period = 1] = month;
    for (let ahead = -1; ahead <= 2; ahead += 1) {
      const index = year * 12 + period - 1 + ahead;
      admin
        .company()
        .setPeriod({ year: Math.floor(index / 12), period: (index % 12) + 1, series: "Purchasing", closed });
    }
  };
  setPeriods(true);
  await receive([{ type: "810", by: "folder" }]);
  const isInvoice = ({ kind }: Draft): boolean => kind === "payablesInvoice";
  const blocked = (await settled((drafts) => drafts.some((draft) => isInvoice(draft) && isSettled(draft)))).find(
    isInvoice,
  );
  if (blocked === undefined) throw new Error("the invoice made no draft");
  if (blocked.error) refused(blocked.error);
  step("somebody opens the period, and the draft is replayed");
  setPeriods(false);
  await replayDraft(application, blocked.id, "the period is open");
  const after = await settled((drafts) => drafts.some((draft) => isInvoice(draft) && draft.state === "created"));
  return after.find(isInvoice) ?? blocked;
}

function changeSomething({ admin }: Sandbox): void {
  const company = admin.company();
  const order = admin.purchaseOrder(followed);
  const line = order?.lines[0];
  if (line !== undefined) company.editLine(followed, line.ord, { quantityOrdered: "12" }, { touch: true });
  company.editPurchaseOrder("PO1002", { promisedDate: admin.state().today }, { touch: true });
  company.editVendorAddress("ACETRAVE0001", "PRIMARY", { address1: "500 Harbour Street" }, { touch: true });
}

function demoConfiguration({ gpUrl, cleoUrl }: Sandbox): string {
  return `gp:
  - name: gp
    url: ${gpUrl}
    version: "2018"
    company: { database: TWO, displayName: "Fabrikam, Inc.", timeZone: America/Chicago }
    auth: { scheme: ntlm, username: CONTOSO\\svc-mlconnector, password: "\${GP_PASSWORD}" }
cleo:
  - name: cleo
    url: ${cleoUrl}
    auth: { username: gpsvc, password: "\${CLEO_PASSWORD}" }
links:
  - name: two-to-cleo
    gp: gp
    cleo: cleo
    vendors:        { folder: upload/vendors, schedule: daily at 02:00 }
    purchaseOrders: { folder: upload/850, schedule: every 15 minutes }
    us:             { isa: { qualifier: ZZ, id: FABRIKAM }, gs: FABRIKAM }
    inbound:        { webhook: { key: "sandbox-key-of-the-demo" }, review: { "810": auto } }
    partners:
      default:      { isa: { qualifier: ZZ, id: PARTNER }, gs: PARTNER, usage: T }
      ACETRAVE0001: { isa: { qualifier: "01", id: "123456789" }, gs: ACETRAVEL, usage: T }
      ADVANCED0001: { format: json, folder: upload/po-json }
`;
}
