import { closeSync, fsyncSync, openSync } from "node:fs";

/**
 * Puts the names in a folder on disk: without it a power loss could take a new file away whose bytes are there. Windows does
 * that by itself, and opens no folder.
 */
export function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
