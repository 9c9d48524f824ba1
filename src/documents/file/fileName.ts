/**
 * The name under which a document revision is written, the same on every attempt:
 * `PO_TWO_PO2075_r1_9f2c1ab4.x12`. Cleo administrators search jobs by it, so the document's number stands in it.
 *
 * @param digest hexadecimal SHA-256 of the bytes; its first eight digits go into the name
 */
export function fileName(parts: {
  type: "PO" | "VENDOR" | "997";
  database: string;
  key: string;
  revision: number;
  digest: string;
  extension: "x12" | "json";
}): string {
  const { type, database, key, revision, digest, extension } = parts;
  return `${type}_${plain(database)}_${plain(key)}_r${revision}_${digest.slice(0, 8)}.${extension}`;
}

function plain(text: string): string {
  return text.replace(/[^A-Za-z0-9.-]/g, "-");
}
