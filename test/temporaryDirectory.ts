import { statfsSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/**
 * A folder that goes away after the test. As root it is passable, so that the database server can come through.
 *
 * @param parent where it lies
 */
export async function temporaryDirectory(parent = temporaryFolder()): Promise<string> {
  const folder = await mkdtemp(join(parent, "mlc-test-"));
  if (process.getuid?.() === 0) await chmod(folder, 0o711);
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  return folder;
}

/** Memory where there is enough of it (a database waits for no disk), else the system's temporary folder. */
export function temporaryFolder(): string {
  const memory = "/dev/shm";
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize > 2 ** 31 ? memory : tmpdir();
  } catch {
    return tmpdir();
  }
}
