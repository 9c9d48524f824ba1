/**
 * "Try with the sandbox": a simulated GP and Cleo inside this process, and a link between them, so that somebody without
 * access to the real ones sees everything work. Its connections and its link are named `sandbox`; nothing else of the
 * configuration is touched. After a restart the sandbox is gone and its link fails to reach it; trying again starts another
 * one under the same names.
 */
import { type Sandbox, startSandbox } from "../sandbox/sandbox.ts";
import type { Application } from "./application.ts";
import { putEntry } from "./editConfiguration.ts";

export interface SandboxTrial {
  /** Starts the sandbox, unless it runs, and puts its link in force. */
  start(application: Application): Promise<{ link: string; gpUrl: string; cleoUrl: string; adminUrl: string }>;
  close(): Promise<void>;
}

const name = "sandbox";

/** @param onDefect takes what is wrong with the sandbox itself */
export function createSandboxTrial(onDefect: (error: unknown) => void): SandboxTrial {
  let running: Promise<Sandbox> | undefined;
  return {
    async start(application) {
      running ??= startSandbox({}, { onDefect });
      const sandbox = await running.catch((error: unknown) => {
        running = undefined;
        throw error;
      });
      const { gpUrl, cleoUrl, adminUrl } = sandbox;
      await putEntry(application, "gp", name, {
        url: gpUrl,
        version: "2018",
        company: { database: "TWO", displayName: "Fabrikam, Inc.", timeZone: "America/Chicago" },
        auth: { scheme: "ntlm", username: "CONTOSO\\svc-mlconnector", password: "Sandbox-Pa55!" },
      });
      await putEntry(application, "cleo", name, {
        url: cleoUrl,
        auth: { username: "gpsvc", password: "S@mple&Pw+1%" },
      });
      await putEntry(application, "links", name, {
        gp: name,
        cleo: name,
        vendors: { folder: "upload/vendors", schedule: "daily at 02:00" },
        purchaseOrders: { folder: "upload/850", schedule: "every 15 minutes" },
        us: { isa: { qualifier: "ZZ", id: "FABRIKAM" }, gs: "FABRIKAM" },
        partners: {
          default: { isa: { qualifier: "ZZ", id: "PARTNER" }, gs: "PARTNER", usage: "T" },
          ACETRAVE0001: { isa: { qualifier: "01", id: "123456789" }, gs: "ACETRAVEL", usage: "T" },
          ADVANCED0001: { format: "json", folder: "upload/po-json" },
        },
      });
      return { link: name, gpUrl, cleoUrl, adminUrl };
    },
    async close() {
      const sandbox = await running?.catch(() => undefined);
      running = undefined;
      await sandbox?.close();
    },
  };
}
