/**
 * The program and the worker of the chaos suite with all that they load in a few files each, built once per run when the first
 * test asks: a start takes a third of the time that it takes from the sources, and the tests start hundreds.
 *
 * It lies in a folder as the package does: `bin`, `dist`, and links to what is read beside them.
 */
import { execFile } from "node:child_process";
import { cpSync, existsSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { inject } from "vitest";
import { withStartLock } from "../src/database/embedded/startLock.ts";

export interface BuiltProgram {
  /** What Node is to run: `ml-connector`. */
  program: string;
  /** The same for a bare worker (chaos/workerProcess.ts). */
  worker: string;
  /** For the environment of what is run: where compiled code is kept until the run is over. */
  environment: Readonly<Record<string, string>>;
}

const project = resolve(import.meta.dirname, "..");

export async function builtProgram(): Promise<BuiltProgram> {
  const { directory } = inject("builtProgram");
  const program = join(directory, "bin", "ml-connector.js");
  await withStartLock(directory, async () => {
    if (!existsSync(program)) await build(directory);
  });
  return {
    program,
    worker: join(directory, "dist", "chaos", "workerProcess.js"),
    environment: { NODE_COMPILE_CACHE: join(directory, "compiled") },
  };
}

async function build(directory: string): Promise<void> {
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, "buildProgram.ts"), join(directory, "dist")]);
  for (const name of ["package.json", "node_modules", "console"]) {
    const to = join(directory, name);
    if (!existsSync(to)) symlinkSync(join(project, name), to);
  }
  // Comes last, since it tells that the rest is there.
  cpSync(join(project, "bin"), join(directory, "bin"), { recursive: true });
}
