import { afterEach } from "vitest";
import type { SandboxOptions } from "../options.ts";
import { type Sandbox, startSandbox } from "../sandbox.ts";

/** Starts sandboxes that end with the test; a defect inside one fails the test. */
export function sandboxes(): (options?: SandboxOptions) => Promise<Sandbox> {
  const running: Sandbox[] = [];
  const defects: unknown[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
    const [defect] = defects.splice(0);
    if (defect !== undefined) throw defect;
  });
  return async (options = {}) => {
    const sandbox = await startSandbox(
      { ...options, gp: { coldStartMs: 0, ...options.gp } },
      { onDefect: (error) => defects.push(error) },
    );
    running.push(sandbox);
    return sandbox;
  };
}
