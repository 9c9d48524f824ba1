import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import { cleoClient } from "../testing/clients.ts";
import { openUploadLog } from "./uploadLog.ts";

const module = join(import.meta.dirname, "../sandbox.ts");
const script = `
  import { startSandbox } from ${JSON.stringify(module)};
  const { gpUrl, cleoUrl, adminUrl } = await startSandbox({ journal: process.env.JOURNAL });
  process.stdout.write(JSON.stringify({ gpUrl, cleoUrl, adminUrl }) + "\\n");
`;

let directory = "";
let child: ChildProcess | undefined;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "sandbox-kill-"));
});
afterEach(async () => {
  child?.kill("SIGKILL");
  await rm(directory, { recursive: true });
});

async function startElsewhere(): Promise<Sandbox> {
  child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    env: { ...process.env, JOURNAL: directory },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
  return JSON.parse(line.toString()) as Sandbox;
}

test("every upload that was answered is in the journal of a killed sandbox, each once", async () => {
  const answered = new Map<string, string>();
  for (let round = 0; round < 3; round += 1) {
    const cleo = cleoClient(await startElsewhere());
    const token = await cleo.token();
    const upload = async (worker: number): Promise<void> => {
      for (let count = 0; ; count += 1) {
        const name = `r${round}-w${worker}-${count}.x12`;
        const body = `${name} `.repeat(200 + count);
        const answer = await cleo.put(token, `upload/850/${name}`, body).catch(() => undefined);
        if (answer === undefined) return;
        expect(answer.status).toBe(201);
        answered.set(name, body);
        if (worker === 0 && count === 20 + round) child?.kill("SIGKILL");
      }
    };
    await Promise.all([0, 1, 2, 3].map(upload));
  }
  const log = await openUploadLog(directory);
  try {
    const uploads = log.since(0);
    expect(answered.size).toBeGreaterThan(60);
    expect(uploads.map(({ seq }) => seq)).toEqual(uploads.map((_, index) => index + 1));
    expect(new Set(uploads.map(({ name }) => name)).size).toBe(uploads.length);
    const byName = new Map(uploads.map(({ name, seq }) => [name, seq]));
    for (const [name, body] of answered) {
      expect((await log.content(byName.get(name) ?? 0))?.toString(), name).toBe(body);
    }
  } finally {
    await log.close();
  }
});
