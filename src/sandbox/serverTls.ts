import { readFile } from "node:fs/promises";

/** PEM texts. */
export interface ServerTls {
  certificate: string;
  key: string;
}

export async function readServerTls(files: { certificateFile: string; keyFile: string }): Promise<ServerTls> {
  const [certificate, key] = await Promise.all([
    readFile(files.certificateFile, "utf8"),
    readFile(files.keyFile, "utf8"),
  ]);
  return { certificate, key };
}
