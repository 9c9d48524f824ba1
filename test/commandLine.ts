import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Sandbox } from "../src/sandbox/sandbox.ts";
import { builtProgram } from "./builtProgram.ts";

export interface Run {
  exitCode: number | null;
  output: string;
  errors: string;
}

/** The accounts of a sandbox as it is without options. */
export const sandboxSecrets = { GP_PASSWORD: "Sandbox-Pa55!", CLEO_PASSWORD: "S@mple&Pw+1%" };

export interface RunOptions {
  /** As a person reads it, without `--json`. */
  text?: boolean;
  environment?: Readonly<Record<string, string>>;
  /** Given the means to end the program with SIGKILL; called at its start. */
  kill?: (now: () => void) => void;
}

/** Runs a command in a process of its own, as a user does; with `--json` where nothing else is said. */
export async function runCommand(directory: string, words: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { program, environment } = await builtProgram();
  const form = options.text ? [] : ["--json"];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...words, "--data", join(directory, "data"), ...form], {
      env: { ...process.env, ...environment, ...sandboxSecrets, ...options.environment },
    });
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ exitCode, output, errors }));
    options.kill?.(() => child.kill("SIGKILL"));
  });
}

/** A configuration for a sandbox: one GP, one Cleo, one link; `change` replaces parts of its text. */
export function sandboxConfiguration(
  { gpUrl, cleoUrl }: Pick<Sandbox, "gpUrl" | "cleoUrl">,
  change: Readonly<Record<string, string>> = {},
): string {
  let text = `gp:
  - name: gp
    url: ${gpUrl}
    version: "2018"
    company: { database: TWO, timeZone: America/Chicago }
    auth: { scheme: ntlm, username: CONTOSO\\svc-mlconnector, password: "\${GP_PASSWORD}" }
cleo:
  - name: cleo
    url: ${cleoUrl}
    auth: { username: gpsvc, password: "\${CLEO_PASSWORD}" }
links:
  - name: two-to-cleo
    gp: gp
    cleo: cleo
    vendors:        { folder: upload/vendors, schedule: manual }
    purchaseOrders: { folder: upload/850, schedule: manual }
    us:             { isa: { qualifier: ZZ, id: FABRIKAM }, gs: FABRIKAM }
    partners:
      default:      { isa: { qualifier: ZZ, id: PARTNER }, gs: PARTNER }
`;
  for (const [from, to] of Object.entries(change)) {
    if (!text.includes(from)) throw new Error(`the configuration holds no ${from}`);
    text = text.replace(from, () => to);
  }
  return text;
}
