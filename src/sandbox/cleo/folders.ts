import type { CleoOptions } from "../options.ts";

export interface StoredFile {
  folder: string;
  name: string;
  content: Buffer;
  contentType: string;
  modified: Date;
}

export type FolderState = "open" | "missing" | "forbidden";

/** The mailbox: what lies in its folders now. Uploaded files leave it when a data flow picks them up. */
export interface Folders {
  stateOf(folder: string): FolderState;
  /** Files that are still there, by name. */
  list(folder: string): StoredFile[];
  get(folder: string, name: string): StoredFile | undefined;
  /** @param arrived false for files that Cleo itself puts into a download folder: no data flow takes them */
  put(file: StoredFile, arrived: boolean): void;
  delete(folder: string, name: string): boolean;
  clear(): void;
}

export function createFolders(options: CleoOptions, now: () => Date): Folders {
  const files = new Map<string, StoredFile & { until?: number }>();
  const keyOf = (folder: string, name: string) => `${folder}/${name}`;
  const covers = (roots: readonly string[], folder: string) =>
    roots.some((root) => folder === root || folder.startsWith(`${root}/`));
  const alive = (file: { until?: number } | undefined) => file?.until === undefined || file.until > now().getTime();
  return {
    stateOf(folder) {
      if (covers(options.forbiddenFolders, folder)) return "forbidden";
      if (covers(options.missingFolders, folder) || !covers(options.folders, folder)) return "missing";
      return "open";
    },
    list(folder) {
      const found: StoredFile[] = [];
      for (const [key, file] of files) {
        if (!alive(file)) files.delete(key);
        else if (file.folder === folder) found.push(file);
      }
      return found.sort((left, right) => (left.name < right.name ? -1 : 1));
    },
    get(folder, name) {
      const file = files.get(keyOf(folder, name));
      return alive(file) ? file : undefined;
    },
    put(file, arrived) {
      const flows = arrived && options.pickUp !== "never" && !covers(options.keepFolders, file.folder);
      if (flows && (options.pickUp === "immediate" || options.pickUp === 0)) {
        files.delete(keyOf(file.folder, file.name));
        return;
      }
      const until = flows ? { until: now().getTime() + Number(options.pickUp) } : {};
      files.set(keyOf(file.folder, file.name), { ...file, ...until });
    },
    delete(folder, name) {
      const file = files.get(keyOf(folder, name));
      return files.delete(keyOf(folder, name)) && alive(file);
    },
    clear: () => files.clear(),
  };
}
