/**
 * Trying the connector without a GP and a Cleo: simulated ones inside of this process, and a link between them, marked as
 * what it is. All else is the product's own path. The link stays when the process ends; the next one that serves the API
 * brings the systems up again at the same addresses, with their data as at the first time.
 */
import type { Configuration } from "../configuration/configuration.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { type Sandbox, startSandbox } from "../sandbox/sandbox.ts";
import type { Application } from "./application.ts";
import { configurationInForce } from "./configurationInForce.ts";
import { type NamedEntry, putEntries } from "./editConfiguration.ts";

export interface TrialSystems {
  link: string;
  gpUrl: string;
  cleoUrl: string;
  /** Where data can be changed and faults armed (docs/sandbox.md). */
  adminUrl: string;
}

export interface SandboxTrial {
  /** The systems, while they are up in this process. */
  running(): Promise<TrialSystems | undefined>;
  /**
   * Brings the sandbox up, and puts its connections and its link in force.
   *
   * @throws {ConnectorError} CONFIGURATION_NAME_TAKEN where a real link or connection has the sandbox's name
   */
  start(application: Application): Promise<TrialSystems>;
  /** Brings it up where the configuration in force has its link. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

/** Of the link and of its two connections. */
const sandboxName = "sandbox";
/** The accounts of a sandbox as it is without options; no secret of anybody. */
const gpPassword = "Sandbox-Pa55!";
const cleoPassword = "S@mple&Pw+1%";

/** @param onDefect takes what is wrong with the sandbox itself */
export function createSandboxTrial(
  { ledger }: Pick<Application, "ledger">,
  onDefect: (error: unknown) => void,
): SandboxTrial {
  let sandbox: Promise<Sandbox> | undefined;

  const inForce = async (): Promise<Configuration> => (await configurationInForce(ledger)).configuration;

  function bringUp(ports: { gp: number; cleo: number }): Promise<Sandbox> {
    sandbox ??= startSandbox(
      {
        gp: { port: ports.gp, coldStartMs: 0 },
        cleo: { port: ports.cleo },
        partner: { automatic: true, by: "folder" },
      },
      { onDefect },
    ).catch((error: unknown) => {
      sandbox = undefined;
      throw error;
    });
    return sandbox;
  }

  /** The ports of before where the configuration has them, so that what is on record stays true. */
  function portsOf({ gp, cleo }: Configuration): { gp: number; cleo: number } {
    const port = (url: string | undefined): number => (url === undefined ? 0 : Number(new URL(url).port) || 0);
    return {
      gp: port(gp.find(({ name }) => name === sandboxName)?.url),
      cleo: port(cleo.find(({ name }) => name === sandboxName)?.url),
    };
  }

  return {
    async running() {
      const up = await sandbox?.catch(() => undefined);
      return up && systemsOf(up);
    },
    async start(application) {
      const configuration = await inForce();
      const taken = configuration.links.find(({ name, sandbox: marked }) => name === sandboxName && marked !== true);
      if (taken !== undefined) {
        throw new ConnectorError(
          "CONFIGURATION_NAME_TAKEN",
          `there is a link "${sandboxName}" that is not the sandbox's`,
          {
            at: { link: sandboxName },
          },
        );
      }
      const up = await bringUp(portsOf(configuration));
      await putEntries(application, entriesFor(up));
      return systemsOf(up);
    },
    async resume() {
      const configuration = await inForce();
      if (configuration.links.some((each) => each.sandbox === true)) await bringUp(portsOf(configuration));
    },
    async close() {
      await (await sandbox?.catch(() => undefined))?.close();
      sandbox = undefined;
    },
  };
}

function systemsOf({ gpUrl, cleoUrl, adminUrl }: Sandbox): TrialSystems {
  return { link: sandboxName, gpUrl, cleoUrl, adminUrl };
}

function entriesFor({ gpUrl, cleoUrl }: Sandbox): NamedEntry[] {
  return [
    {
      section: "gp",
      name: sandboxName,
      entry: {
        url: gpUrl,
        version: "2018",
        company: { database: "TWO", displayName: "Fabrikam, Inc.", timeZone: "America/Chicago" },
        auth: { scheme: "ntlm", username: "CONTOSO\\svc-mlconnector", password: gpPassword },
      },
    },
    {
      section: "cleo",
      name: sandboxName,
      entry: { url: cleoUrl, auth: { username: "gpsvc", password: cleoPassword } },
    },
    {
      section: "links",
      name: sandboxName,
      entry: {
        gp: sandboxName,
        cleo: sandboxName,
        sandbox: true,
        vendors: { folder: "upload/vendors", schedule: "daily at 02:00" },
        purchaseOrders: { folder: "upload/850", schedule: "every 15 minutes" },
        us: { isa: { qualifier: "ZZ", id: "FABRIKAM" }, gs: "FABRIKAM" },
        partners: {
          default: { isa: { qualifier: "ZZ", id: "PARTNER" }, gs: "PARTNER", usage: "T" },
          ACETRAVE0001: { isa: { qualifier: "01", id: "123456789" }, gs: "ACETRAVEL", usage: "T" },
          ADVANCED0001: { format: "json", folder: "upload/po-json" },
        },
        inbound: { poll: { folder: "download", schedule: "every 1 minutes" } },
      },
    },
  ];
}
