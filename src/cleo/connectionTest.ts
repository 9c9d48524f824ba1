/**
 * Proves a Cleo connection link by link: account, then each folder, then (only where asked) a harmless file uploaded and
 * removed again. A file in a live folder would start a flow, so the probe goes to a folder of its own.
 */
import { ConnectorError, isConnectorError } from "../errors/connectorError.ts";
import type { CleoClient } from "./client.ts";

export interface ConnectionTestOptions {
  /** Folders that must be readable; live ones too, as they are only listed. */
  folders: readonly string[];
  /** Folder without a data flow; no upload is tried where it is not given. */
  probeFolder?: string;
  /** Makes the probe's name its own, for example the time. */
  probeId: string;
}

export interface ConnectionTestStep {
  step: "login" | "list" | "upload" | "remove";
  folder?: string;
  /** Absent where the step succeeded. */
  error?: ConnectorError;
  /** Of a listing: how many files it showed. */
  files?: number;
}

/** The steps that were made, in order; after a refused login no further one is. */
export async function testConnection(
  client: CleoClient,
  options: ConnectionTestOptions,
): Promise<ConnectionTestStep[]> {
  const steps: ConnectionTestStep[] = [];
  const attempt = async (
    step: ConnectionTestStep,
    work: () => Promise<Partial<ConnectionTestStep>>,
  ): Promise<boolean> => {
    try {
      steps.push({ ...step, ...(await work()) });
    } catch (error) {
      if (!isConnectorError(error)) throw error;
      steps.push({ ...step, error });
    }
    return steps.at(-1)?.error === undefined;
  };

  const loggedIn = await attempt({ step: "login" }, async () => {
    await client.authenticate();
    return {};
  });
  if (!loggedIn) return steps;
  for (const folder of options.folders) {
    await attempt({ step: "list", folder }, async () => ({ files: (await client.list(folder)).length }));
  }
  const { probeFolder } = options;
  if (probeFolder === undefined) return steps;
  const fileName = `ML-CONNECTOR-PROBE-${options.probeId}.txt`.replace(/[^A-Za-z0-9.-]/g, "-");
  const stored = await attempt({ step: "upload", folder: probeFolder }, async () => {
    if (options.folders.includes(probeFolder)) {
      throw new ConnectorError(
        "CLEO_FOLDER_FORBIDDEN",
        `\`${probeFolder}\` is in use by a link; a probe there would start its data flow`,
        {
          fix: "Name a folder that no data flow is attached to.",
        },
      );
    }
    const outcome = await client.upload({
      folder: probeFolder,
      fileName,
      bytes: Buffer.from("Connection test of ml-connector. This file may be deleted.\r\n"),
      contentType: "text/plain",
    });
    return outcome.kind === "sent" ? {} : { error: outcome.error };
  });
  if (stored) {
    await attempt({ step: "remove", folder: probeFolder }, async () => {
      await client.remove(probeFolder, { name: fileName });
      return {};
    });
  }
  return steps;
}
