import { execFileSync } from "node:child_process";
import { statfsSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { temporaryDirectory } from "./temporaryDirectory.ts";

/** A file system of its own, in memory, that is easily filled. Undefined where there is no right to mount one. */
export async function smallDisk(size: string): Promise<string | undefined> {
  const folder = await temporaryDirectory();
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size},mode=711`, "tmpfs", folder], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  onTestFinished(() => {
    execFileSync("umount", ["-l", folder]);
  });
  return folder;
}

export function resizeDisk(folder: string, size: string): void {
  execFileSync("mount", ["-o", `remount,size=${size}`, folder]);
}

/** Fills a disk but for so many bytes. @returns what makes the room again */
export function fillDisk(folder: string, left = 0): () => Promise<void> {
  const filler = join(folder, "filler");
  const { bavail, bsize } = statfsSync(folder);
  try {
    writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - left)));
  } catch (error) {
    // Others wrote meanwhile: full it is.
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
  return () => rm(filler);
}

/** Whether disks can be mounted here; says loudly what is not tested where not. */
export function canMount(what: string): boolean {
  const can = process.getuid?.() === 0 && process.platform === "linux";
  if (!can) process.stderr.write(`NOT TESTED: ${what} on a full disk, because this is not root on Linux\n`);
  return can;
}
