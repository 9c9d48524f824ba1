import { fileError } from "../../app/fileError.ts";
import { ConnectorError } from "../../errors/connectorError.ts";

interface Output {
  on(event: "error", heard: (error: Error) => void): unknown;
}

/**
 * Keeps a process alive whose output goes nowhere: a log on a full disk, a reader that has left.
 *
 * @returns gives the error of an answer that was not written whole; a reader that left wanted no more, and is none
 */
export function keepLostOutput(stdout: Output, stderr: Output): () => unknown {
  let lost: unknown;
  stderr.on("error", () => {});
  stdout.on("error", (error) => {
    if ("code" in error && error.code === "EPIPE") return;
    const explained = fileError(error, "standard output");
    lost ??=
      explained instanceof ConnectorError
        ? new ConnectorError(explained.code, explained.message, {
            fix: "Send the output to where there is room, and repeat the command if its answer is needed. What it did is done.",
            cause: error,
          })
        : explained;
  });
  return () => lost;
}
