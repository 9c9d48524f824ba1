import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const project = resolve(import.meta.dirname, "..");

/** A program of the same shape as ours, whose behaviour the tests command. */
const program = `
export async function main(argv: string[]): Promise<number> {
  const say = (text: string) => process.stdout.write(text + "\\n");
  if (argv[0] === "die") process.kill(process.pid, "SIGKILL");
  if (argv[0] === "wait") {
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, () => { say(signal); process.exit(7); });
    say("waiting " + process.pid);
    await new Promise((done) => setTimeout(done, 60_000));
  }
  say(JSON.stringify({ argv, major: Number(process.versions.node.split(".")[0]) }));
  return 5;
}
`;

function olderNode(): string | undefined {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const node = join(folder, "node");
    if (existsSync(node) && Number(execFileSync(node, ["-p", "parseInt(process.versions.node)"])) < 24) return node;
  }
  return undefined;
}

const older = olderNode();
if (!older) process.stderr.write("NOT TESTED: the hand-over from an older Node, because none is in PATH\n");

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "launcher-"));
  cpSync(join(project, "bin"), join(folder, "bin"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  mkdirSync(join(folder, "src/cli"), { recursive: true });
  writeFileSync(join(folder, "src/cli/main.ts"), program);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const link = () => symlinkSync(join(project, "node_modules"), join(folder, "node_modules"));
const unlink = () => rmSync(join(folder, "node_modules"), { force: true });

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

function launch(
  node: string,
  ...argv: string[]
): { child: ChildProcess; said: Promise<string>; ended: Promise<Ended> } {
  const child = spawn(node, [join(folder, "bin/ml-connector.js"), ...argv], { stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const said = once(child.stdout, "data").then(([chunk]) => String(chunk));
  const ended = once(child, "close").then(([code, signal]) => ({ code, signal, stdout, stderr }));
  return { child, said, ended };
}

test("a new enough Node runs the program itself, and warns of nothing", async () => {
  const { code, stdout, stderr } = await launch(process.execPath, "a", "b c").ended;
  expect({ code, stderr }).toEqual({ code: 5, stderr: "" });
  expect(JSON.parse(stdout).argv).toEqual(["a", "b c"]);
});

describe.skipIf(!older)("an older Node", () => {
  const node = older ?? "";

  describe("with the Node of the install", () => {
    beforeAll(link);
    afterAll(unlink);

    test("hands over arguments, output and exit code", async () => {
      const { code, stdout, stderr } = await launch(node, "poll", "--json", "Émile & Co").ended;
      expect({ code, stderr }).toEqual({ code: 5, stderr: "" });
      expect(JSON.parse(stdout)).toEqual({ argv: ["poll", "--json", "Émile & Co"], major: 24 });
    });

    test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)("passes %s on and mirrors the answer", async (signal) => {
      const { child, said, ended } = launch(node, "wait");
      await said;
      child.kill(signal);
      const { code, stdout } = await ended;
      expect(code).toBe(7);
      expect(stdout).toMatch(new RegExp(`${signal}\\n$`));
    });

    test("ends by the signal that ended the program", async () => {
      expect(await launch(node, "die").ended).toMatchObject({ code: null, signal: "SIGKILL" });
    });

    test("does not leave the program behind when it is killed itself", async () => {
      const { child, said, ended } = launch(node, "wait");
      await said;
      child.kill("SIGKILL");
      // The pipes close only when the program has ended too.
      const { stdout } = await ended;
      expect(stdout).toMatch(/SIGTERM\n$/);
    });
  });

  test("without one refuses in one line that names both versions", async () => {
    const { code, stdout, stderr } = await launch(node, "--version").ended;
    expect({ code, stdout, lines: stderr.split("\n").length }).toEqual({ code: 2, stdout: "", lines: 2 });
    expect(stderr).toMatch(/needs Node\.js 24\.3 or newer; this is v\d+/);
  });
});
