import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../commandLine.ts";
import { type RunningCommand, startCommand } from "../runningCommand.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/api.md"), "utf8");
const hasCurl = spawnSync("curl", ["--version"]).status === 0;
if (!hasCurl) process.stderr.write("SKIPPED: the examples of docs/api.md need curl, which is not here\n");

describe.skipIf(!hasCurl)("`start` on an empty machine, and the examples of docs/api.md", () => {
  let directory: string;
  let running: RunningCommand<{ url: string; setupCode?: string }>;
  let token: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "mlc-api-"));
    running = await startCommand(directory, ["start", "--port", "0"]);
    const added = await runCommand(directory, ["tokens", "add", "nightly", "--role", "operator", "--days", "90"]);
    expect(added.exitCode).toBe(0);
    token = JSON.parse(added.output).text;
  }, 120_000);
  afterAll(async () => {
    await running?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  /** The examples are run as they stand, at the address where the server is. */
  const example = (containing: string): unknown => {
    const text = [...page.matchAll(/```sh\n([\s\S]*?)```/g)]
      .map(([, code = ""]) => code)
      .find((code) => code.includes(containing));
    if (text === undefined) throw new Error(`docs/api.md has no example with ${containing}`);
    const { stdout } = spawnSync("bash", ["-c", text.replaceAll("http://127.0.0.1:8480", running.told.url)], {
      env: { ...process.env, TOKEN: token },
      encoding: "utf8",
    });
    return JSON.parse(stdout);
  };
  const shownAfter = (containing: string): unknown => {
    const [, code = "", json = ""] =
      [...page.matchAll(/```sh\n([\s\S]*?)```\s+```json\n([\s\S]*?)```/g)].find(([, code]) =>
        code?.includes(containing),
      ) ?? [];
    if (code === "") throw new Error(`docs/api.md shows no answer to ${containing}`);
    return JSON.parse(json);
  };

  it("needs no setup code on this machine", () => {
    expect(running.told.setupCode).toBeUndefined();
  });

  it("shows who a token stands for, as the page does", () => {
    expect(example("/api/session")).toEqual(shownAfter("/api/session"));
  });

  it("shows an error as the page does", () => {
    expect(example("/api/jobs/job_unknown")).toEqual(shownAfter("/api/jobs/job_unknown"));
  });

  it("searches, and refuses to poll what is not configured", () => {
    expect(example("/api/documents?text")).toEqual({ documents: [], next: null });
    expect(example("/api/links/two-to-cleo/poll")).toMatchObject({ error: { code: "CONFIGURATION_ABSENT" } });
  });

  it("asks whoever comes from elsewhere for the setup code that it prints", async () => {
    const open = await startCommand<{ url: string; setupCode?: string }>(directory, [
      "start",
      "--port",
      "0",
      "--host",
      "0.0.0.0",
      "--roles",
      "api",
    ]);
    expect(open.told.setupCode).toMatch(/^[A-Z2-9]{5}-[A-Z2-9]{5}$/);
    await open.stop();
  });
});
