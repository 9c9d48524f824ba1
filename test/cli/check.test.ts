/** The fit check as its user has it: processes of its own. What each fault says is tried in src/app. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openDatabase } from "../../src/database/database.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { runCommand, sandboxConfiguration, sandboxSecrets } from "../commandLine.ts";
import { temporaryDirectory } from "../temporaryDirectory.ts";

async function setUp(secrets: Record<string, string> = {}) {
  const directory = await temporaryDirectory();
  const sandbox = await startSandbox({ gp: { coldStartMs: 0 } });
  onTestFinished(() => sandbox.close());
  const database = await openDatabase({ dataDirectory: join(directory, "data") });
  onTestFinished(() => database.close());
  const file = join(directory, "connector.yaml");
  writeFileSync(file, sandboxConfiguration(sandbox));
  const run = (...words: string[]) => runCommand(directory, words, { environment: secrets });
  expect((await run("config", "apply", "-f", file)).exitCode).toBe(0);
  return { sandbox, directory, run };
}

it("exits with 1 where orders are blocked, writes its page, is kept, and writes to neither system", async () => {
  const { sandbox, directory, run } = await setUp();
  const page = join(directory, "report.html");
  const { exitCode, output, errors } = await run("check", "--html", page);
  expect(exitCode).toBe(1);
  const report = JSON.parse(output);
  expect(report).toMatchObject({
    link: "two-to-cleo",
    verdict: "conditions",
    fit: { purchaseOrders: { ready: 10, blocked: 2 } },
  });
  expect(readFileSync(page, "utf8")).toContain("10<small> of 12</small>");
  expect(sandbox.admin.uploads()).toHaveLength(0);
  expect(new Set(sandbox.admin.gpRequests().map(({ method }) => method))).toEqual(new Set(["GET"]));
  const list = JSON.parse((await run("check", "list", "--limit", "1")).output);
  expect(list.checks).toMatchObject([{ jobId: report.jobId, verdict: "conditions" }]);
  expect(JSON.parse((await run("check", "show", report.jobId)).output)).toEqual(report);
  expect(JSON.parse((await run("jobs", "show", report.jobId)).output)).toMatchObject({ kind: "check", report });
  for (const secret of Object.values(sandboxSecrets))
    expect(output + errors + readFileSync(page, "utf8")).not.toContain(secret);
}, 120_000);

it("exits with 3 where a system refuses the account, and with 2 where it was not asked rightly", async () => {
  const { sandbox, run } = await setUp({ GP_PASSWORD: "wrong-password" });
  const { exitCode, output } = await run("check");
  expect(exitCode).toBe(3);
  expect(JSON.parse(output)).toMatchObject({ verdict: "notYet" });
  expect(sandbox.admin.state().gp.wrongPasswords).toBe(1);
  expect((await run("check", "--limit", "none")).exitCode).toBe(2);
  expect((await run("check", "--link", "other")).exitCode).toBe(2);
  expect((await run("check", "show", "job_none")).exitCode).toBe(2);
}, 120_000);
