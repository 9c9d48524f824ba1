/**
 * A process of its own that opens a data directory and does what it is told, for tests in which processes are
 * killed, race each other, or run as another user.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { openDatabase } from "../src/database/database.ts";
import { type ErrorReport, reportOf } from "../src/errors/connectorError.ts";

export interface Answer {
  error?: ErrorReport;
  notices: string[];
}

export interface DatabaseProcess {
  pid: number;
  /** The answer to opening, which it does by itself: the server of `TEST_DATABASE_URL`, or else the directory. */
  opened: Promise<Answer>;
  tell(command: `lock ${string}` | `query ${string}` | "close"): Promise<Answer>;
  kill(): Promise<void>;
}

export interface ProcessOptions {
  uid?: number;
  gid?: number;
  env?: NodeJS.ProcessEnv;
  /** The folder that the process runs in. */
  cwd?: string;
}

export function databaseProcess(dataDirectory: string, options: ProcessOptions = {}): DatabaseProcess {
  const child = spawn(process.execPath, [import.meta.filename, dataDirectory], {
    stdio: ["pipe", "pipe", "inherit"],
    ...options,
    env: { ...process.env, ...options.env },
  });
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<Answer> => {
    const { value, done } = await lines.next();
    if (done) throw new Error("The process ended without an answer");
    return JSON.parse(value) as Answer;
  };
  return {
    pid: child.pid ?? 0,
    opened: answer(),
    tell(command) {
      child.stdin.write(`${command}\n`);
      return answer();
    },
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

async function obey(dataDirectory: string): Promise<void> {
  const { default: pg } = await import("pg");
  const notices: string[] = [];
  const answer = (error?: unknown) => {
    const report = error === undefined ? {} : { error: reportOf(error) };
    process.stdout.write(`${JSON.stringify({ ...report, notices: notices.splice(0) })}\n`);
  };
  try {
    const database = await openDatabase({
      dataDirectory,
      databaseUrl: process.env.TEST_DATABASE_URL,
      notice: (line) => notices.push(line),
    });
    answer();
    for await (const line of createInterface({ input: process.stdin })) {
      const [command, ...rest] = line.split(" ");
      try {
        if (command === "lock") await database.lockRole(rest.join(" "));
        if (command === "query") {
          const client = new pg.Client(database.poolConfig);
          await client.connect();
          await client.query(rest.join(" ")).finally(() => client.end());
        }
        if (command === "close") await database.close();
        answer();
      } catch (error) {
        answer(error);
      }
      if (command === "close") break;
    }
  } catch (error) {
    answer(error);
  }
}

if (process.argv[1] === import.meta.filename) await obey(process.argv[2] ?? "");
