const words: Readonly<Record<string, string>> = {
  ENOENT: "it does not exist",
  EACCES: "this account may not",
  EPERM: "this account may not",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is no folder",
  EEXIST: "it is there already",
  EROFS: "its disk is read-only",
  ENOSPC: "its disk is full",
  EDQUOT: "the quota of this account is used up",
  EFBIG: "it would be too large for its disk",
  EMFILE: "too many files are open",
};

/** Why the system refused to read or write a file, in words; its code where there are none for it. */
export function systemFault(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === undefined ? message : (words[code] ?? `the system says ${code}`);
}

/** Whether an error comes from a call to the system, such as that for a file. */
export function isSystemFault(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && /^E[A-Z0-9]+$/.test((error as NodeJS.ErrnoException).code ?? "");
}
