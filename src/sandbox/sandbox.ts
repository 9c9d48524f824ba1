/**
 * A Dynamics GP and a Cleo to try the connector against: two HTTP servers with the manners (good and bad) of the real ones, and an
 * admin endpoint that changes data, arms faults and shows what arrived. See docs/sandbox.md.
 */

import { type AdminServer, startAdminServer } from "./admin/adminServer.ts";
import { companyEdits } from "./admin/companyEdits.ts";
import type { SandboxAdmin } from "./admin/sandboxAdmin.ts";
import { type CleoServer, startCleoServer } from "./cleo/cleoServer.ts";
import { createFolders } from "./cleo/folders.ts";
import { createMailbox } from "./cleo/mailbox.ts";
import { segmentsOf } from "./cleo/mailboxPath.ts";
import { createTokens } from "./cleo/tokens.ts";
import { openUploadLog } from "./cleo/uploadLog.ts";
import { createClock } from "./clock.ts";
import { createFaultBoard, fault, seededRandom } from "./faults.ts";
import { createAccounts } from "./gp/accounts.ts";
import { type Company, createCompanies } from "./gp/company.ts";
import { type GpServer, startGpServer } from "./gp/gpServer.ts";
import { type ResolvedOptions, type SandboxOptions, sandboxOptions } from "./options.ts";
import { createTradingPartner } from "./partner/partner.ts";
import { createRequestLog } from "./requestLog.ts";
import { readServerTls, type ServerTls } from "./serverTls.ts";

export interface Sandbox {
  /** `http://127.0.0.1:port/GPService` (`https` with `gp.tls`), as it goes into `gp.url`. */
  gpUrl: string;
  /** `http://127.0.0.1:port`, as it goes into `cleo.url`. */
  cleoUrl: string;
  adminUrl: string;
  admin: SandboxAdmin;
  /** Ends all connections and closes the journal. */
  close(): Promise<void>;
}

export interface SandboxSurroundings {
  now?: () => Date;
  /** Called for a defect of the sandbox itself; the request gets a 500. By default it is thrown where nobody catches it. */
  onDefect?: (error: unknown) => void;
}

/**
 * Starts the sandbox and resolves when all three servers listen.
 *
 * @throws ZodError for unknown or malformed options; system errors for a port in use or a journal that cannot be written
 */
export async function startSandbox(
  given: SandboxOptions = {},
  surroundings: SandboxSurroundings = {},
): Promise<Sandbox> {
  const options = sandboxOptions.parse(given);
  const clock = createClock(surroundings.now ?? (() => new Date()), options.gp.timeZone, options.gp.today);
  const onDefect =
    surroundings.onDefect ??
    ((error: unknown) => {
      queueMicrotask(() => {
        throw error;
      });
    });
  const closing = new AbortController();
  const pause = (ms: number) => wait(ms, closing.signal);

  const faults = createFaultBoard(seededRandom(options.seed), options.faults);
  const gpLog = createRequestLog(options.requestLogLength);
  const cleoLog = createRequestLog(options.requestLogLength);
  const accounts = createAccounts(options.gp);
  let companies = createCompanies(options.gp, clock.today());
  const uploads = await openUploadLog(options.journal);
  const tokens = createTokens(options.cleo, () => clock.now().getTime());
  const folders = createFolders(options.cleo, () => clock.now());
  const leave = (folder: string, name: string, content: Buffer, contentType: string): boolean => {
    const segments = segmentsOf(folder);
    if (segments === undefined || folders.stateOf(segments.join("/")) !== "open") return false;
    folders.put({ folder: segments.join("/"), name, content, contentType, modified: clock.now() }, false);
    return true;
  };
  const partner = createTradingPartner(options.partner, { clock, seed: options.seed, pause, leave, onDefect });
  const mailbox = createMailbox(options.cleo, folders, uploads, clock, partner.take);

  const companyOf = (database: string | undefined): Company => {
    const company = database === undefined ? companies.first : companies.byDatabase(database);
    if (company === undefined) throw new RangeError(`the sandbox has no company ${database}`);
    return company;
  };

  const started: { close(): Promise<void> }[] = [uploads];
  const stop = async () => {
    closing.abort();
    await Promise.all(started.map((part) => part.close()));
  };
  try {
    const gp: GpServer = await startGpServer({
      host: options.host,
      options: options.gp,
      ...(await tlsOf(options.gp.tls)),
      clock,
      companies: () => companies,
      accounts,
      faults,
      log: gpLog,
      pause,
      onDefect,
    });
    started.push(gp);
    const cleo: CleoServer = await startCleoServer({
      host: options.host,
      options: options.cleo,
      ...(await tlsOf(options.cleo.tls)),
      clock,
      tokens,
      mailbox,
      faults,
      log: cleoLog,
      pause,
      onDefect,
    });
    started.push(cleo);

    const admin: SandboxAdmin = {
      uploads: (since = 0) => uploads.since(since),
      uploadContent: (seq) => uploads.content(seq),
      gpRequests: (since = 0) => gpLog.since(since),
      cleoRequests: (since = 0) => cleoLog.since(since),
      state: () => ({
        now: clock.now().toISOString(),
        today: clock.today(),
        timeZone: clock.timeZone,
        gp: {
          connections: gp.connections,
          handshakes: gp.handshakes,
          requests: gpLog.total,
          wrongPasswords: accounts.refusals,
          customActions: gp.customActions,
          accounts: accounts.list(),
          companies: companies.all().map(({ database, id, displayName, vendors, purchaseOrders }) => ({
            database,
            id,
            displayName,
            vendors: vendors.size,
            purchaseOrders: purchaseOrders.size,
          })),
        },
        cleo: {
          connections: cleo.connections,
          requests: cleoLog.total,
          uploads: uploads.last,
          tokens: tokens.counts,
          users: tokens.list(),
        },
        faults: faults.list(),
      }),
      armFault: (input) => faults.arm(fault.parse(input)),
      faults: () => faults.list(),
      clearFaults: (id) => faults.clear(id),
      company: (database) => companyEdits(companyOf(database), options.gp, clock),
      vendor: (id, database) => companyOf(database).vendors.get(id),
      purchaseOrder: (number, database) => companyOf(database).purchaseOrders.get(number),
      setClock: (change) => clock.set(change),
      expireTokens: (refreshTokens) => tokens.expireAll(refreshTokens),
      changeWindowsAccount: ({ user, ...change }) => accounts.set(user, change),
      changeCleoUser: ({ username, ...change }) => tokens.setUser(username, change),
      putFile: ({ folder, name, content, encoding, contentType }) =>
        leave(folder, name, Buffer.from(content, encoding), contentType),
      partner,
      async reset() {
        companies = createCompanies(options.gp, clock.today());
        await uploads.clear();
        folders.clear();
        faults.clear();
        partner.clear();
        tokens.expireAll(true);
        gpLog.clear();
        cleoLog.clear();
      },
    };
    const adminServer: AdminServer = await startAdminServer(admin, { port: options.admin.port, onDefect });
    started.push(adminServer);
    return { gpUrl: gp.url, cleoUrl: cleo.url, adminUrl: adminServer.url, admin, close: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function tlsOf(files: ResolvedOptions["gp"]["tls"]): Promise<{ tls?: ServerTls }> {
  return files === undefined ? {} : { tls: await readServerTls(files) };
}

/** Resolves early when the sandbox is closed: nobody is left to wait for. */
function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(end, ms);
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    }
    signal.addEventListener("abort", end);
  });
}
