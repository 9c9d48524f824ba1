import type { IncomingMessage, ServerResponse } from "node:http";
import type { SandboxClock } from "../clock.ts";
import { beforeHandling, send } from "../faultEffects.ts";
import type { FaultBoard, Operation } from "../faults.ts";
import { type Listener, listen, readBody } from "../listener.ts";
import type { GpOptions, WindowsAccount } from "../options.ts";
import { empty, type Reply, text } from "../reply.ts";
import type { LoggedRequest, RequestLog } from "../requestLog.ts";
import type { Accounts } from "./accounts.ts";
import type { Companies } from "./company.ts";
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
  pause: (ms: number) => Promise<void>;
  onDefect: (error: unknown) => void;
}

/** The simulated Service Based Architecture endpoint of Dynamics GP. */
export async function startGpServer(parts: GpServerParts): Promise<GpServer> {
  const { options, clock, faults, log } = parts;
  const error = serviceErrors(options.errorBodies);
  const logon = createLogon(options, parts.accounts, () => clock.now());
  const runtimes = createRuntimes(options, parts.pause);
  const reader = createReadService(options, error);
  let customActions = 0;
  let listener: Listener | undefined;

  const answer = (
    path: ServicePath | undefined,
    query: URLSearchParams,
    method: string,
    account: WindowsAccount,
  ): Reply => {
    if (path === undefined || path.tenant !== options.tenant) {
      return error(404, "ResourceNotFound", "There is no such tenant or resource.");
    }
    if (!account.gpUser)
      return error(403, "UserNotMapped", "The Windows account is not assigned to a Dynamics GP user.");
    if (path.service === "help")
      return text(200, helpPage(options.tenant, options.version, servicesOf(options)), "text/html");
    const company = parts.companies().byUrl(path.company ?? "");
    if (company === undefined) return error(404, "CompanyNotFound", `The company '${path.company}' was not found.`);
    if (account.companies !== undefined && !account.companies.includes(company.database)) {
      return error(403, "CompanyAccess", `The user has no access to the company '${company.displayName}'.`);
    }
    const service = path.service.toLowerCase();
    const known =
      service === "dynamics/companies/companies" ||
      service === "dynamics/purchasing/vendors" ||
      (service === "dynamics/purchasing/purchaseorders" && options.purchaseOrderService);
    if (!known) return error(404, "ServiceNotFound", `The service '${path.service}' is not installed.`);
    if (method !== "GET") return { ...error(405, "MethodNotAllowed", `${method} is not supported here.`) };
    if (service === "dynamics/companies/companies") return reader.companies(company);
    const entity = service === "dynamics/purchasing/vendors" ? "Vendors" : "PurchaseOrders";
    return path.keys === undefined
      ? reader.list(entity, company, query)
      : reader.one(entity, company, path.keys.join(";"));
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { socket } = request;
    const method = request.method ?? "GET";
    const target = request.url ?? "/";
    const [rawPath = "/", rawQuery = ""] = target.split("?", 2);
    const path = parseServicePath(rawPath);
    const operation = operationOf(path);
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
    const who = logon.check(socket, request.headers.authorization);
    const credentials = { credentials: who.credentials, ...(who.note === undefined ? {} : { note: who.note }) };
    if (who.kind === "refused") {
      record(who.status, credentials);
      const challenge: Record<string, string[]> =
        who.challenges.length > 0 ? { "www-authenticate": who.challenges } : {};
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
      const reply = answer(path, new URLSearchParams(rawQuery), method, who.account);
      record(reply.status, struck);
      send(effect, request, response, { ...reply, headers: { ...reply.headers, ...closing(socket) } });
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

function servicesOf(options: GpOptions): string[] {
  return [
    "Companies/Companies",
    "Purchasing/Vendors",
    ...(options.purchaseOrderService ? ["Purchasing/PurchaseOrders"] : []),
  ];
}

function operationOf(path: ServicePath | undefined): Operation {
  const one = path?.keys !== undefined;
  switch (path?.service.toLowerCase()) {
    case "help":
      return "gp.help";
    case "dynamics/companies/companies":
      return "gp.companies";
    case "dynamics/purchasing/vendors":
      return one ? "gp.vendor" : "gp.vendors";
    case "dynamics/purchasing/purchaseorders":
      return one ? "gp.purchaseOrder" : "gp.purchaseOrders";
    default:
      return "gp.other";
  }
}
