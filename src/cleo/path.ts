/**
 * Folders and file names as Cleo may be given them. Files that land in a VersaLex folder named `autorun` are executed
 * (CVE-2024-55956), and a `..` could reach one from anywhere, so neither is ever sent.
 */

/** Longest file name that every known Cleo product takes. */
export const longestFileName = 120;
const longestFolder = 400;
const deepestFolder = 16;

/** Why `folder` is not one that may be used; `undefined` where it may. Segments are separated by `/`. */
export function folderFault(folder: string): string | undefined {
  if (folder.length > longestFolder) return `is longer than ${longestFolder} characters`;
  const segments = folder.split("/");
  if (segments.length > deepestFolder) return `has more than ${deepestFolder} levels`;
  for (const segment of segments) {
    if (segment === "") return "has an empty part: write it without `/` in front, at the end, or doubled";
    const fault = partFault(segment);
    if (fault) return fault;
  }
  return undefined;
}

/** Why `name` is not a file name that may be sent; `undefined` where it may. */
export function fileNameFault(name: string): string | undefined {
  if (name === "") return "is empty";
  if (name.length > longestFileName) return `is longer than ${longestFileName} characters`;
  if (name.includes("/")) return "contains `/`";
  return partFault(name);
}

/** `upload/850 new` as `upload/850%20new`: each segment percent-encoded (RFC 3986, section 2.1). */
export function encodeFolder(folder: string): string {
  return folder.split("/").map(encodeSegment).join("/");
}

/** Encodes also what `encodeURIComponent` leaves, as some servers give `'`, `(` and `*` a meaning in paths. */
export function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
}

function partFault(part: string): string | undefined {
  if (/^\.+ *$/.test(part)) return "contains `.` or `..` as a part";
  // Windows drops blanks and points at the end of a name, so that `autorun.` is `autorun`.
  if (/^autorun[. ]*$/i.test(part.trim())) return "contains `autorun`, whose files Cleo servers execute";
  if (part.includes("\\")) return "contains `\\`: separate parts by `/`";
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(part)) return "contains a control character";
  if (!part.isWellFormed()) return "contains half of a character";
  return undefined;
}
