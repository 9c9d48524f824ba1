import { execFile, execFileSync } from "node:child_process";

export interface CurlAnswer {
  status: number;
  body: string;
  /** TCP connections that it opened. */
  connections: number;
}

/** Whether there is a curl with NTLM on this machine: a client that was not written here. */
export function curlKnowsNtlm(): boolean {
  try {
    return /\bNTLM\b/.test(execFileSync("curl", ["--version"], { encoding: "utf8" }));
  } catch {
    return false;
  }
}

/** Runs curl over one or more URLs with one connection cache; the answers in order. */
export function curl(urls: readonly string[], ...options: readonly string[]): Promise<CurlAnswer[]> {
  const mark = "\u0001%{http_code} %{num_connects}\u0002";
  const args = ["--silent", "--globoff", "--max-time", "20", "--write-out", mark, ...options, ...urls];
  return new Promise((resolve, reject) => {
    execFile("curl", args, { maxBuffer: 1 << 26 }, (error, output) => {
      const parts = output.split("\u0002").slice(0, -1);
      if (parts.length === 0) {
        reject(error ?? new Error("curl gave no answer"));
        return;
      }
      resolve(
        parts.map((part) => {
          const [body = "", end = ""] = part.split("\u0001");
          const [status, connections] = end.split(" ").map(Number);
          return { status: status ?? 0, body, connections: connections ?? 0 };
        }),
      );
    });
  });
}
