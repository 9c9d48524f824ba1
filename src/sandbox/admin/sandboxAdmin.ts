import type { z } from "zod";
import type { Upload, UploadLog } from "../cleo/uploadLog.ts";
import type { ClockChange } from "../clock.ts";
import type { PurchaseOrder, Vendor } from "../entities.ts";
import type { ArmedFault, FaultInput } from "../faults.ts";
import type { TradingPartner } from "../partner/partner.ts";
import type { LoggedRequest } from "../requestLog.ts";
import type { CompanyEdits } from "./companyEdits.ts";
import type { cleoUserChange, inboundFile, windowsAccountChange } from "./requests.ts";

/** Everything that a test or a demo may do to a running sandbox; the admin endpoint offers the same over HTTP. */
export interface SandboxAdmin {
  uploads(since?: number): Upload[];
  uploadContent: UploadLog["content"];
  gpRequests(since?: number): LoggedRequest[];
  cleoRequests(since?: number): LoggedRequest[];
  state(): SandboxState;

  /** @throws ZodError where the fault is malformed */
  armFault(fault: FaultInput): ArmedFault;
  faults(): ArmedFault[];
  clearFaults(id?: number): void;

  /** Changes to the data of a company; the first one when no database is named. */
  company(database?: string): CompanyEdits;
  vendor(id: string, database?: string): Vendor | undefined;
  purchaseOrder(number: string, database?: string): PurchaseOrder | undefined;

  setClock(change: ClockChange): void;
  /** Ends all access tokens; with `refreshTokens` those too. Returns how many there were. */
  expireTokens(refreshTokens?: boolean): number;
  /** False where there is no such account. */
  changeWindowsAccount(change: z.output<typeof windowsAccountChange>): boolean;
  changeCleoUser(change: z.output<typeof cleoUserChange>): boolean;
  /** Puts a file into a folder of the mailbox, as Cleo does with documents for us. False where there is no such folder. */
  putFile(file: z.output<typeof inboundFile>): boolean;
  /** The one who answers orders. */
  partner: TradingPartner;
  /** Data, logs, faults and the mailbox as they were at the start; tokens end. */
  reset(): Promise<void>;
}

export interface SandboxState {
  now: string;
  today: string;
  timeZone: string;
  gp: {
    connections: number;
    handshakes: number;
    requests: number;
    /** Logons refused because of the password. */
    wrongPasswords: number;
    customActions: number;
    accounts: { user: string; state: string; failures: number }[];
    companies: { database: string; id: number; displayName: string; vendors: number; purchaseOrders: number }[];
  };
  cleo: {
    connections: number;
    requests: number;
    uploads: number;
    tokens: { passwordGrants: number; refreshGrants: number; refused: number; live: number };
    users: { username: string; state: string }[];
  };
  faults: ArmedFault[];
}
