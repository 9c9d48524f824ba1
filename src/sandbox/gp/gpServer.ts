import type { IncomingMessage, ServerResponse } from "node:http";
import type { SandboxClock } from "../clock.ts";
import { beforeHandling, send } from "../faultEffects.ts";
import type { FaultBoard, Operation } from "../faults.ts";
import { type Listener, listen, readBody, reset } from "../listener.ts";
import type { GpOptions, WindowsAccount } from "../options.ts";
import { empty, type Reply, text } from "../reply.ts";
import type { LoggedRequest, RequestLog } from "../requestLog.ts";
import type { ServerTls } from "../serverTls.ts";
import type { Accounts } from "./accounts.ts";
import type { Companies, Company } from "./company.ts";
import type { DraftKind } from "./drafts/draft.ts";
import { createDraftService } from "./drafts/draftService.ts";
import { channelBindingHash } from "./extendedProtection.ts";
import { helpPage } from "./helpPage.ts";
import { createLogon } from "./logon.ts";
import { createReadService } from "./readService.ts";
import { createRuntimes } from "./runtimes.ts";
import { serviceErrors } from "./serviceError.ts";
import { parseServicePath, type ServicePath } from "./servicePath.ts";

export interface GpServer {
  url: string;
  readonly connections: number;
  readonly handshakes: number;
  /** Requests that carried `GP-Custom-Action`, which posts documents. There must be none. */
  readonly customActions: number;
  close(): Promise<void>;
}

export interface GpServerParts {
  host: string;
  options: GpOptions;
  clock: SandboxClock;
  companies: () => Companies;
  accounts: Accounts;
  faults: FaultBoard;
  log: RequestLog;
  tls?: ServerTls;
  pause: (ms: number) => Promise<void>;
  onDefect: (error: unknown) => void;
}

/** The simulated Service Based Architecture endpoint of Dynamics GP. */
export async function startGpServer(parts: GpServerParts): Promise<GpServer> {
  const { options, clock, faults, log } = parts;
  const error = serviceErrors(options.errorBodies);
  const logon = createLogon(
    options,
    parts.accounts,
    () => clock.now(),
    parts.tls === undefined ? undefined : channelBindingHash(parts.tls.certificate),
  );
  const runtimes = createRuntimes(options, parts.pause);
  const reader = createReadService(options, error);
  const drafts = createDraftService(options, clock, error);
  let customActions = 0;
  let listener: Listener | undefined;

  const answer = (call: Call): Reply => {
    const { path, query, method, account } = call;
    if (path === undefined || path.tenant !== options.tenant) {
      return error(404, "ResourceNotFound", "There is no such tenant or resource.");
    }
    if (!account.gpUser) {
      return error(
        options.accessRefusedStatus,
        "UserNotMapped",
        "The Windows account is not assigned to a Dynamics GP user.",
      );
    }
    if (path.service === "help") {
      const services = servicesOf(options).map(({ name }) => name);
      return text(200, helpPage(options.tenant, options.version, services), "text/html");
    }
    const company = parts.companies().byUrl(path.company ?? "");
    if (company === undefined) return error(404, "CompanyNotFound", `The company '${path.company}' was not found.`);
    if (account.companies !== undefined && !account.companies.includes(company.database)) {
      return error(
        options.accessRefusedStatus,
        "CompanyAccess",
        `The user has no access to the company '${company.displayName}'.`,
      );
    }
    const service = serviceAt(path, options);
    if (service === undefined) return error(404, "ServiceNotFound", `The service '${path.service}' is not installed.`);
    const reply = run(service, company, call, path.keys?.join(";"), query, method);
    return reply ?? error(405, "MethodNotAllowed", `${method} is not supported here.`);
  };

  /** `undefined`: the service does not have this verb. */
  const run = (
    service: Service,
    company: Company,
    call: Call,
    key: string | undefined,
    query: URLSearchParams,
    method: string,
  ): Reply | undefined => {
    const { entity } = service;
    switch (entity) {
      case "Companies":
        return method === "GET" ? reader.companies(company) : undefined;
      case "FiscalPeriods":
        return method === "GET" ? drafts.periods(company) : undefined;
      case "Vendors":
      case "PurchaseOrders": {
        if (method === "GET" && key !== undefined) return reader.one(entity, company, key);
        const reference = query.get("Reference");
        if (method === "GET" && entity === "PurchaseOrders" && reference !== null) {
          return drafts.ordersByReference(company, reference);
        }
        if (method === "GET") return reader.list(entity, company, query);
        if (method !== "POST" || key !== undefined || entity === "Vendors" || call.action) return undefined;
        return drafts.create(entity, company, call.user, call.body);
      }
      default:
        if (key === undefined) {
          if (method === "GET") return drafts.list(entity, company, query);
          return method === "POST" && !call.action ? drafts.create(entity, company, call.user, call.body) : undefined;
        }
        if (method === "GET") return drafts.one(entity, company, key);
        if (method === "DELETE") return drafts.remove(entity, company, key);
        return method === "POST" && call.action ? drafts.post(entity, company, key) : undefined;
    }
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { socket } = request;
    const method = request.method ?? "GET";
    const target = request.url ?? "/";
    const [rawPath = "/", rawQuery = ""] = target.split("?", 2);
    const path = parseServicePath(rawPath);
    const operation = operationOf(path, method);
    const entry: Omit<LoggedRequest, "seq" | "status"> = {
      at: clock.now().toISOString(),
      operation,
      method,
      path: target.slice(0, 2000),
      connection: listener?.connectionOf(socket) ?? 0,
      requestBytes: Number(request.headers["content-length"] ?? 0),
    };
    const record = (status: number, more: Partial<LoggedRequest> = {}) => {
      log.add({ ...entry, handshakes: logon.handshakesOf(socket), status, ...more });
    };

    if (request.headers.authorization !== undefined) {
      const logonEffect = faults.strike({ operation: "logon", method, path: target });
      const outcome = await beforeHandling(logonEffect, request, parts.pause);
      if (logonEffect !== undefined && outcome.kind !== "goOn") {
        record(outcome.kind === "answer" ? outcome.reply.status : 0, { fault: logonEffect.kind });
        if (outcome.kind === "answer") send(undefined, request, response, outcome.reply);
        return;
      }
    }
    const who = logon.check(socket, request.headers.authorization, remoteUserOf(request));
    const credentials = { credentials: who.credentials, ...(who.note === undefined ? {} : { note: who.note }) };
    if (who.kind === "refused") {
      record(who.status, credentials);
      const challenge: Record<string, string[]> =
        who.challenges.length > 0 ? { "www-authenticate": who.challenges } : {};
      if (options.hangUpOnEarlyBody && hasBody(request)) {
        reset(socket);
        return;
      }
      send(undefined, request, response, empty(who.status, { ...challenge, ...closing(socket) }));
      return;
    }
    const known = { ...credentials, user: who.user };
    const effect = faults.strike({ operation, method, path: target });
    const struck = { ...known, ...(effect === undefined ? {} : { fault: effect.kind }) };
    const before = await beforeHandling(effect, request, parts.pause);
    if (before.kind === "gone") {
      record(0, struck);
      return;
    }
    if (before.kind === "answer") {
      record(before.reply.status, struck);
      send(undefined, request, response, before.reply);
      return;
    }
    const body = await readBody(request, options.maxBodyBytes);
    if (body.kind === "aborted") {
      record(0, { ...struck, note: "the client went away while sending" });
      return;
    }
    if (body.kind === "tooLarge") {
      record(413, struck);
      send(undefined, request, response, error(413, "TooLarge", "The request is too large."));
      return;
    }
    const action = request.headers["gp-custom-action"];
    if (action !== undefined) {
      customActions += 1;
      struck.note = `GP-Custom-Action: ${String(action).slice(0, 40)}`;
    }
    const leave = await runtimes.enter();
    try {
      const reply = answer({
        path,
        query: new URLSearchParams(rawQuery),
        method,
        account: who.account,
        user: who.user,
        body: body.body,
        action: action !== undefined,
      });
      record(reply.status, struck);
      if (effect?.kind === "slowAnswer") await parts.pause(effect.ms);
      const challenge: Record<string, string[]> = reply.status === 401 ? { "www-authenticate": logon.offers } : {};
      send(effect, request, response, { ...reply, headers: { ...reply.headers, ...challenge, ...closing(socket) } });
    } finally {
      leave();
    }
  };

  const served = new WeakMap<object, number>();
  /** `Connection: close` on the last answer that this connection may carry. */
  const closing = (socket: object): Record<string, string> => {
    const count = (served.get(socket) ?? 0) + 1;
    served.set(socket, count);
    return options.closeAfter > 0 && count >= options.closeAfter ? { connection: "close" } : {};
  };

  const started = await listen(handle, {
    host: parts.host,
    port: options.port,
    idleTimeoutMs: options.idleTimeoutMs,
    ...(parts.tls === undefined ? {} : { tls: parts.tls }),
    onDefect: parts.onDefect,
  });
  listener = started;
  return {
    url: `${started.url}/GPService`,
    get connections() {
      return started.connections;
    },
    get handshakes() {
      return logon.handshakes;
    },
    get customActions() {
      return customActions;
    },
    close: () => started.close(),
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

interface Call {
  path: ServicePath | undefined;
  query: URLSearchParams;
  method: string;
  account: WindowsAccount;
  user: string;
  body: Buffer;
  /** The request carried `GP-Custom-Action`. */
  action: boolean;
}

interface Service {
  name: string;
  entity: "Companies" | "FiscalPeriods" | "Vendors" | "PurchaseOrders" | DraftKind;
}

/** What is installed: stock GP has no purchase order processing. */
function servicesOf(options: GpOptions): Service[] {
  const purchasing: Service[] = [
    { name: "Purchasing/PurchaseOrders", entity: "PurchaseOrders" },
    { name: "Purchasing/PurchaseReceipts", entity: "PurchaseReceipts" },
    { name: "Purchasing/PurchaseInvoices", entity: "PurchaseInvoices" },
  ];
  return [
    { name: "Companies/Companies", entity: "Companies" },
    ...(options.fiscalPeriodService
      ? [{ name: "Companies/FiscalPeriods", entity: "FiscalPeriods" } satisfies Service]
      : []),
    { name: "Purchasing/Vendors", entity: "Vendors" },
    { name: "Purchasing/PayablesInvoices", entity: "PayablesInvoices" },
    { name: "Sales/ReceivablesInvoices", entity: "ReceivablesInvoices" },
    ...(options.purchaseOrderService ? purchasing : []),
  ];
}

function serviceAt(path: ServicePath, options: GpOptions): Service | undefined {
  return servicesOf(options).find(({ name }) => `dynamics/${name}`.toLowerCase() === path.service.toLowerCase());
}

function operationOf(path: ServicePath | undefined, method: string): Operation {
  const one = path?.keys !== undefined;
  switch (path?.service.toLowerCase()) {
    case "help":
      return "gp.help";
    case "dynamics/companies/companies":
      return "gp.companies";
    case "dynamics/purchasing/vendors":
      return one ? "gp.vendor" : "gp.vendors";
    case "dynamics/purchasing/purchaseorders":
      if (method === "POST") return "gp.draft";
      return one ? "gp.purchaseOrder" : "gp.purchaseOrders";
    case "dynamics/purchasing/purchasereceipts":
    case "dynamics/purchasing/purchaseinvoices":
    case "dynamics/purchasing/payablesinvoices":
    case "dynamics/sales/receivablesinvoices":
      return "gp.draft";
    default:
      return "gp.other";
  }
}

function remoteUserOf(request: IncomingMessage): string | undefined {
  const value = request.headers["x-remote-user"];
  return typeof value === "string" && value !== "" ? value : undefined;
}
