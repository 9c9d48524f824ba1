import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { type BuiltProgram, builtProgram } from "../builtProgram.ts";

export interface ConnectorProcess {
  url: string;
  stop: () => Promise<void>;
}

/**
 * `ml-connector start` in a process of its own, as a user has it, at a free port.
 *
 * @param built what is run; outside of a test run there is no program that was built for it
 */
export async function startConnector(
  dataDirectory: string,
  built?: Pick<BuiltProgram, "program" | "environment">,
): Promise<ConnectorProcess> {
  const { program, environment } = built ?? (await builtProgram());
  const child = spawn(process.execPath, [program, "start", "--port", "0", "--data", dataDirectory, "--json"], {
    env: { ...process.env, ...environment },
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGINT");
    await once(child, "close");
  };
  try {
    return { url: await printedUrl(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The first thing that it prints, once it listens. */
async function printedUrl(child: ChildProcess): Promise<string> {
  let errors = "";
  child.stderr?.on("data", (chunk) => {
    errors += chunk;
  });
  let text = "";
  if (child.stdout === null) throw new Error("the process has no output");
  for await (const line of createInterface({ input: child.stdout })) {
    text += line;
    try {
      return (JSON.parse(text) as { url: string }).url;
    } catch {
      // The document goes on in the next line.
    }
  }
  throw new Error(`the connector ended before it listened: ${errors}`);
}
