import { afterEach } from "vitest";
import {
  type CleoClient,
  type CleoConnectionSettings,
  createCleoClient,
  type Upload,
} from "../../../src/cleo/client.ts";
import type { ExchangeRecord } from "../../../src/cleo/exchange.ts";
import { resolveTransport, type TransportChoice } from "../../../src/cleo/transport.ts";
import type { SandboxOptions } from "../../../src/sandbox/options.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/sandbox.ts";

export interface Bundle {
  sandbox: Sandbox;
  client: CleoClient;
  records: ExchangeRecord[];
  /** Names of the files that Cleo accepted, in order. */
  accepted(): string[];
  /** Status of each upload request, in order; `undefined` where no answer came. */
  uploadStatuses(): (number | undefined)[];
  grants(): { password: number; refresh: number; refused: number };
}

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

/** A sandbox Cleo with these options and a client for it; both are closed after the test. */
export async function cleo(
  options: SandboxOptions["cleo"] = {},
  transport: TransportChoice = "cic-folders-raw",
  settings: Partial<CleoConnectionSettings> = {},
): Promise<Bundle> {
  const sandbox = await startSandbox({ cleo: options });
  const records: ExchangeRecord[] = [];
  const client = createCleoClient({
    connection: {
      name: "cleo",
      url: sandbox.cleoUrl,
      transport: resolveTransport(transport),
      credentials: { username: "gpsvc", password: { reveal: () => "S@mple&Pw+1%" } },
      timeoutSeconds: 5,
      ...settings,
    },
    now: () => new Date(),
    observe: (record) => records.push(record),
  });
  open.push(sandbox, client);
  return {
    sandbox,
    client,
    records,
    accepted: () => sandbox.admin.uploads().map(({ name }) => name),
    uploadStatuses: () => records.filter(({ purpose }) => purpose === "upload").map(({ status }) => status),
    grants: () => {
      const { passwordGrants, refreshGrants, refused } = sandbox.admin.state().cleo.tokens;
      return { password: passwordGrants, refresh: refreshGrants, refused };
    },
  };
}

/** A purchase order file; `number` makes its name. */
export function order(number = "PO2075", folder = "upload/850"): Upload {
  return {
    folder,
    fileName: `PO_TWO_${number}_r1_9f2c1ab4.x12`,
    bytes: Buffer.from(`ISA*00*${number}~`),
    contentType: "application/edi-x12",
  };
}
