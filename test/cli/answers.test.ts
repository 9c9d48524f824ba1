/** What a partner sends, as the one at the command line has it: a started program, its webhook, and commands beside it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { partnerSends } from "../answeringSite.ts";
import { runCommand, sandboxConfiguration, sandboxSecrets } from "../commandLine.ts";
import { type RunningCommand, startCommand } from "../runningCommand.ts";

const { confirmation, shipNotice } = partnerSends;
const webhookKey = "the-key-of-the-webhook-0123456789";
const environment = { WEBHOOK_KEY: webhookKey };
const phones = (quantity: string, item = "100XLG") => `LIN*1*BP*${item}~SN1**${quantity}*EA`;

// biome-ignore lint/suspicious/noExplicitAny: what a command prints is looked at here, not trusted
type Answer = any;

let directory: string;
let sandbox: Sandbox;
let running: RunningCommand<{ url: string }>;
let sheet: Answer;
let printed = "";

async function json(...words: string[]): Promise<{ exitCode: number | null; value: Answer }> {
  const { exitCode, output, errors } = await runCommand(directory, words, { environment });
  printed += output + errors;
  try {
    return { exitCode, value: JSON.parse(output) };
  } catch {
    throw new Error(`${words.join(" ")} printed no JSON: ${output}${errors}`);
  }
}

/** Posts as the page for the Cleo administrator says. @returns the receipt */
async function post(body: string, contentType = "application/edi-x12"): Promise<Answer> {
  const headers = sheet.headers.map(({ name, value }: Answer) => [name, value.replace("<THE KEY>", webhookKey)]);
  const response = await fetch(sheet.url, {
    method: "POST",
    headers: { "content-type": contentType, ...Object.fromEntries(headers) },
    body,
  });
  return response.json();
}

/** Asks until what is wanted is there, as somebody at the command line would. */
async function until(words: string[], wanted: (value: Answer) => boolean): Promise<Answer> {
  for (let look = 0; look < 60; look++) {
    const { value } = await json(...words);
    if (wanted(value)) return value;
    // The connector gets on with it meanwhile.
    await pause(300);
  }
  throw new Error(`${words.join(" ")} never said what was waited for`);
}

const settled = (message: Answer): boolean =>
  message.documents.length > 0 &&
  message.documents.every(({ state }: Answer) => !["received", "processing", "waiting"].includes(state));

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "mlc-answers-"));
  sandbox = await startSandbox({ cleo: { pickUp: "never" } });
  const file = join(directory, "connector.yaml");
  const inbound = `    inbound:        { webhook: { key: "\${WEBHOOK_KEY}" } }\n    partners:\n`;
  writeFileSync(file, sandboxConfiguration(sandbox, { "    partners:\n": inbound }));
  expect((await json("config", "apply", "-f", file)).exitCode).toBe(0);
  running = await startCommand(directory, ["start", "--port", "0"], { environment });
  expect((await json("poll")).value.outcomes.sent).toBe(28);
  sheet = (await json("webhook", "sheet", "--url", running.told.url)).value;
}, 300_000);
afterAll(async () => {
  await running?.stop();
  await sandbox?.close();
  rmSync(directory, { recursive: true, force: true });
  for (const secret of [...Object.values(sandboxSecrets), webhookKey]) expect(printed).not.toContain(secret);
});

describe("webhook sheet", { timeout: 300_000 }, () => {
  it("tells address and header without the key, unless that is asked for", async () => {
    const { exitCode, value } = await json("webhook", "sheet", "--url", "https://gp.example.com/");
    expect(exitCode).toBe(0);
    expect(value.url).toBe("https://gp.example.com/webhooks/cleo/two-to-cleo/events");
    expect(JSON.stringify(value)).toContain("<THE KEY>");
    const shown = await runCommand(directory, ["webhook", "sheet", "--show-key"], { environment });
    expect(shown.output).toContain(webhookKey);
    expect(await json("webhook", "sheet", "--link", "nowhere")).toMatchObject({ exitCode: 2 });
  });
});

describe("inbound", { timeout: 300_000 }, () => {
  it("shows a confirmation whose line fits none, and takes a person's word on the line", async () => {
    const { receiptId: id } = await post(
      confirmation(1, ["PO1*7*11*EA*28.46**BP*NO-SUCH", "ACK*IA*11*EA*067*20260119"]),
    );
    const message = await until(["inbound", "show", id], settled);
    const [document] = message.documents;
    expect(document).toMatchObject({ type: "855", state: "review", orders: ["PO2075"] });
    const listed = (await json("inbound", "list", "--state", "review", "--order", "PO2075")).value.messages;
    expect(listed.map((each: Answer) => each.id)).toEqual([id]);
    const raw = await runCommand(directory, ["inbound", "show", id, "--raw"], { environment });
    expect(raw.output).toMatch(/^ISA\*.*BAK\*00\*AC\*PO2075/s);

    const { index } = document.linesToMap.unmatched[0];
    expect(await json("inbound", "map", document.id, `${index}=99`)).toMatchObject({
      exitCode: 2,
      value: { error: { code: "INBOUND_LINE_UNKNOWN" } },
    });
    expect((await json("inbound", "map", document.id, `${index}=1`)).exitCode).toBe(0);
    const mapped = await until(["inbound", "show", id], (value) => value.documents[0].state === "done");
    expect(mapped.documents[0].summary).toContain("PO2075 confirmed");
  });

  it("ends with 1 where what is tried again stays in quarantine or in review", async () => {
    const { receiptId: broken } = await post("<invoice/>", "text/xml");
    const { receiptId: unclear } = await post(
      confirmation(7, ["PO1*7*11*EA*28.46**BP*NO-SUCH", "ACK*IA*11*EA*067*20260119"]),
    );
    await until(["inbound", "show", unclear], settled);
    for (const [command, id] of [
      [["inbound", "retry"], broken],
      [["replay"], broken],
      [["inbound", "retry"], unclear],
    ]) {
      expect(await json(...command, id)).toMatchObject({ exitCode: 1, value: { messages: [{ id }] } });
    }
    const { jobId } = (await json("inbound", "show", unclear)).value;
    expect(await json("replay", jobId)).toMatchObject({ exitCode: 1, value: { messages: [{ id: unclear }] } });
    for (const id of [broken, unclear]) await json("inbound", "settle", id, "--ignore", "--reason", "a test of theirs");
  });

  it("settles what cannot be read, and asks for a reason before that is read again", async () => {
    await post("<order/>", "text/xml");
    const held = await until(["inbound", "list", "--state", "quarantined"], ({ messages }) => messages.length > 0);
    const { id } = held.messages[0];
    expect((await json("inbound", "settle", id, "--done", "--reason", "entered by hand")).value.error.code).toBe(
      "INBOUND_NOT_DECIDABLE",
    );
    expect((await json("inbound", "settle", id, "--ignore", "--reason", "a test of theirs")).value.settled).toEqual([
      { id, message: id, before: "quarantined", state: "ignored" },
    ]);
    expect((await json("inbound", "list", "--state", "quarantined")).value.messages).toEqual([]);
    expect((await json("inbound", "retry", id)).value.error.code).toBe("INBOUND_NEEDS_REASON");
    expect((await json("inbound", "show", "rcv_none")).value.error.code).toBe("INBOUND_UNKNOWN");
  });
});

describe("drafts", { timeout: 300_000 }, () => {
  const draftOf = async (shipment: string): Promise<Answer> => {
    const { drafts } = await until(["drafts", "list", "--order", "PO2075"], (value) =>
      value.drafts.some(({ number }: Answer) => number === shipment),
    );
    return drafts.find(({ number }: Answer) => number === shipment);
  };

  it("go into GP once a person has approved what speaks against them, as Work and once", async () => {
    await post(shipNotice(2, "SHP-MORE", [phones("500")]));
    const draft = await draftOf("SHP-MORE");
    expect(draft.state).toBe("review");
    const { value: shown } = await json("drafts", "show", draft.id);
    expect(shown.problems[0].code).toBe("ANSWER_QUANTITY_EXCEEDED");
    expect((await json("drafts", "approve", draft.id)).value.error.code).toBe("DRAFT_NEEDS_REASON");
    expect((await json("drafts", "reject", draft.id)).value.error.code).toBe("DRAFT_NEEDS_REASON");
    expect((await json("drafts", "reject", draft.id, "--reason", "far too many")).value.state).toBe("rejected");
    expect(sandbox.admin.company().drafts()).toEqual([]);
  });

  it("take the line that a person tells, and then GP's own number", async () => {
    await post(shipNotice(3, "SHP-OTHER", [phones("11", "NO-SUCH")]));
    const draft = await draftOf("SHP-OTHER");
    const { value: shown } = await json("drafts", "show", draft.id);
    const { index } = shown.unmatched[0];
    expect((await json("drafts", "map", draft.id, `${index}=99`)).value.error.code).toBe("DRAFT_LINE_UNKNOWN");
    expect((await json("drafts", "map", draft.id, `${index}=1`)).exitCode).toBe(0);
    const open = await until(["drafts", "show", draft.id], ({ unmatched }) => unmatched.length === 0);
    if (open.state === "review") expect((await json("drafts", "approve", draft.id)).exitCode).toBe(0);
    const created = await until(["drafts", "show", draft.id], ({ state }) => state === "created");
    expect(sandbox.admin.company().drafts()).toMatchObject([{ key: created.gpNumber, state: "Work" }]);
    expect((await json("drafts", "list", "--order", "PO2075", "--state", "created")).value.drafts).toHaveLength(1);
    const { value: order } = await json("documents", "show", "PO2075");
    expect(JSON.stringify(order)).toContain(created.gpNumber);
  });
});

describe("users", { timeout: 300_000 }, () => {
  it("are added, changed, kept out and given another password, which is told once", async () => {
    const { exitCode, value } = await json("users", "add", "ann", "--role", "operator");
    expect(exitCode).toBe(0);
    expect(value.user).toMatchObject({ name: "ann", role: "operator", readsContent: false });
    const signIn = (password: string) =>
      fetch(`${running.told.url}/api/session`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: running.told.url },
        body: JSON.stringify({ name: "ann", password }),
      }).then(({ status }) => status);
    expect(await signIn(value.password)).toBeLessThan(300);
    expect((await json("users", "set", "ann", "--role", "viewer", "--content")).value.user).toMatchObject({
      role: "viewer",
      readsContent: true,
    });
    await json("users", "disable", "ann");
    expect(await signIn(value.password)).toBeGreaterThanOrEqual(400);
    await json("users", "enable", "ann");
    const { value: reset } = await json("users", "reset-password", "ann");
    expect(await signIn(value.password)).toBeGreaterThanOrEqual(400);
    expect(await signIn(reset.password)).toBeLessThan(300);
    expect((await json("users", "list")).value.users).toMatchObject([{ name: "ann", role: "viewer" }]);
    expect((await json("users", "add", "ann")).exitCode).toBe(2);
  });
});
