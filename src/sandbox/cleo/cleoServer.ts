import type { IncomingMessage, ServerResponse } from "node:http";
import type { SandboxClock } from "../clock.ts";
import { beforeHandling, send } from "../faultEffects.ts";
import type { Effect, FaultBoard, Operation } from "../faults.ts";
import { type Listener, listen, readBody } from "../listener.ts";
import type { CleoOptions } from "../options.ts";
import { json, type Reply } from "../reply.ts";
import type { LoggedRequest, RequestLog } from "../requestLog.ts";
import type { ServerTls } from "../serverTls.ts";
import { type Mailbox, message } from "./mailbox.ts";
import { fileAt, segmentsOf } from "./mailboxPath.ts";
import { readFileParts } from "./multipart.ts";
import type { Tokens } from "./tokens.ts";

export interface CleoServer {
  url: string;
  readonly connections: number;
  close(): Promise<void>;
}

export interface CleoServerParts {
  host: string;
  options: CleoOptions;
  clock: SandboxClock;
  tokens: Tokens;
  mailbox: Mailbox;
  faults: FaultBoard;
  log: RequestLog;
  tls?: ServerTls;
  pause: (ms: number) => Promise<void>;
  onDefect: (error: unknown) => void;
}

/** What a request asks for, once its URL is understood. */
type Asked =
  | { operation: "cleo.token" }
  | { operation: "cleo.upload"; preset: "cic-folders-raw" | "versalex-http"; folder: string; name: string }
  | { operation: "cleo.upload"; preset: "cic-folders-multipart"; folder: string }
  | { operation: "cleo.list"; folder: string; startIndex: number; count: number }
  | { operation: "cleo.download" | "cleo.delete"; folder: string; name: string }
  | { operation: "cleo.other"; reply: Reply };

const formLimit = 64 * 1024;

/** The simulated Cleo: token URL, mailbox folders (raw and multipart), and VersaLex's HTTP file commands. */
export async function startCleoServer(parts: CleoServerParts): Promise<CleoServer> {
  const { options, clock, tokens, mailbox, faults, log } = parts;
  let listener: Listener | undefined;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const method = request.method ?? "GET";
    const target = request.url ?? "/";
    const asked = understand(method, target, options);
    const requestId = firstOf(request.headers["x-request-id"] ?? request.headers["x-job-id"]);
    const entry: Omit<LoggedRequest, "seq" | "status"> = {
      at: clock.now().toISOString(),
      operation: asked.operation,
      method,
      path: target.slice(0, 2000),
      connection: listener?.connectionOf(request.socket) ?? 0,
      requestBytes: Number(request.headers["content-length"] ?? 0),
      ...(requestId === undefined ? {} : { requestId: requestId.slice(0, 200) }),
    };
    const effect = faults.strike({ operation: asked.operation, method, path: target });
    if (effect !== undefined) entry.fault = effect.kind;
    const before = await beforeHandling(effect, request, parts.pause);
    if (before.kind === "gone") {
      log.add({ ...entry, status: 0 });
      return;
    }
    let reply: Reply | undefined;
    if (before.kind === "answer") reply = before.reply;
    else if (asked.operation === "cleo.other") reply = asked.reply;
    else if (asked.operation === "cleo.token") reply = await grant(request, entry);
    else reply = await serve(asked, request, entry, effect);
    log.add({ ...entry, status: reply?.status ?? 0 });
    if (effect?.kind === "slowAnswer") await parts.pause(effect.ms);
    if (reply !== undefined) send(effect, request, response, reply);
  };

  const grant = async (request: IncomingMessage, entry: { credentials?: string }): Promise<Reply | undefined> => {
    const body = await readBody(request, formLimit);
    if (body.kind === "aborted") return undefined;
    if (body.kind === "tooLarge") return message(413, "The form is too large.");
    const type = request.headers["content-type"] ?? "";
    if (!/^application\/x-www-form-urlencoded\b/i.test(type)) return message(415, "A form is expected.");
    const form = new URLSearchParams(body.body.toString("utf8"));
    entry.credentials = `grant ${form.get("grant_type") ?? "(none)"}`.slice(0, 40);
    return tokens.grant(form);
  };

  const serve = async (
    asked: Exclude<Asked, { operation: "cleo.token" | "cleo.other" }>,
    request: IncomingMessage,
    entry: { user?: string; credentials?: string; note?: string },
    effect: Effect | undefined,
  ): Promise<Reply | undefined> => {
    const [scheme = "", credential = ""] = (request.headers.authorization ?? "").split(/\s+/, 2);
    entry.credentials = scheme === "" ? "none" : scheme;
    if (effect?.kind === "expireToken") tokens.expire(credential);
    const user = userOf(tokens, scheme, credential);
    if (user === undefined) {
      return json(
        401,
        { message: "Invalid or expired token." },
        { "www-authenticate": 'Bearer error="invalid_token"' },
      );
    }
    entry.user = user;
    switch (asked.operation) {
      case "cleo.list":
        return mailbox.list(asked.folder, asked.startIndex, asked.count);
      case "cleo.download":
        return mailbox.download(asked);
      case "cleo.delete":
        return mailbox.remove(asked);
      case "cleo.upload": {
        const announced = request.headers["content-length"];
        const size = announced === undefined ? undefined : Number(announced);
        const probe = { folder: asked.folder, name: asked.preset === "cic-folders-multipart" ? "" : asked.name };
        if (asked.preset !== "cic-folders-multipart") {
          const refused = mailbox.refusal(probe, size);
          if (refused !== undefined) return refused;
        }
        const body = await readBody(request, options.maxUploadBytes + formLimit);
        if (body.kind === "aborted") return undefined;
        if (body.kind === "tooLarge") return message(413, "The file is too large.");
        const requestId = firstOf(request.headers["x-request-id"] ?? request.headers["x-job-id"]);
        const facts = {
          user,
          preset: asked.preset,
          ...(requestId === undefined ? {} : { requestId: requestId.slice(0, 200) }),
          answerLost: effect?.kind === "lostAnswer",
        };
        const contentType = request.headers["content-type"] ?? "application/octet-stream";
        if (asked.preset !== "cic-folders-multipart") {
          return (await mailbox.store(probe, body.body, { ...facts, contentType })).reply;
        }
        const files = readFileParts(contentType, body.body)?.filter(({ field }) => field === "file");
        const [file] = files ?? [];
        if (file === undefined || files?.length !== 1) return message(400, "One part named file is expected.");
        const name = segmentsOf(encodeURIComponent(file.fileName));
        if (name?.length !== 1) return message(400, "The file name is not allowed.");
        const place = { folder: asked.folder, name: file.fileName };
        return (await mailbox.store(place, file.content, { ...facts, contentType: file.contentType })).reply;
      }
    }
  };

  const started = await listen(handle, {
    host: parts.host,
    port: options.port,
    ...(parts.tls === undefined ? {} : { tls: parts.tls }),
    onDefect: parts.onDefect,
  });
  listener = started;
  return {
    url: started.url,
    get connections() {
      return started.connections;
    },
    close: () => started.close(),
  };
}

function userOf(tokens: Tokens, scheme: string, credential: string): string | undefined {
  if (scheme.toLowerCase() === "bearer") return tokens.userOf(credential);
  if (scheme.toLowerCase() !== "basic") return undefined;
  const text = Buffer.from(credential, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 ? undefined : tokens.userOfPassword(text.slice(0, colon), text.slice(colon + 1));
}

function understand(method: string, target: string, options: CleoOptions): Asked {
  const [path = "/", rawQuery = ""] = target.split("?", 2);
  const query = new URLSearchParams(rawQuery);
  if (path === "/api/authentication") {
    return method === "POST" ? { operation: "cleo.token" } : other(405, "POST is expected.");
  }
  if (path.startsWith("/api/folders"))
    return understandFolders(method, path.slice("/api/folders".length), query, options);
  if (path === "/" && options.presets.includes("versalex-http"))
    return understandVersalex(method, query, options.folders[0] ?? "");
  return other(404, "There is no such resource.");
}

function understandFolders(method: string, path: string, query: URLSearchParams, options: CleoOptions): Asked {
  const segments = segmentsOf(path);
  if (segments === undefined || (path !== "" && !path.startsWith("/"))) return other(400, "The path is not allowed.");
  const file = fileAt(segments);
  switch (method) {
    case "PUT":
      if (!options.presets.includes("cic-folders-raw")) return other(405, "PUT is not supported.");
      if (file === undefined) return other(400, "A folder and a file name are expected.");
      return { operation: "cleo.upload", preset: "cic-folders-raw", ...file };
    case "POST":
      if (!options.presets.includes("cic-folders-multipart")) return other(405, "POST is not supported.");
      return { operation: "cleo.upload", preset: "cic-folders-multipart", folder: segments.join("/") };
    case "DELETE":
      return file === undefined ? other(400, "A file is expected.") : { operation: "cleo.delete", ...file };
    case "GET": {
      // A file is told from a folder by the dot in its name: the file may be gone already, and a listing would be a wrong answer then.
      if (file?.name.includes(".") && !path.endsWith("/")) return { operation: "cleo.download", ...file };
      const startIndex = whole(query.get("startIndex"), 0);
      const count = whole(query.get("count"), options.pageCap);
      if (startIndex === undefined || count === undefined) return other(400, "startIndex and count are whole numbers.");
      if (segments.length === 0) {
        const resources = options.folders.map((name) => ({ name, _links: { self: { href: `/api/folders/${name}` } } }));
        return { operation: "cleo.other", reply: json(200, { totalResults: resources.length, resources }) };
      }
      return { operation: "cleo.list", folder: segments.join("/"), startIndex, count };
    }
    default:
      return other(405, `${method} is not supported.`);
  }
}

/** VersaLex's file commands; `directory` has the defaults of its documentation. */
function understandVersalex(method: string, query: URLSearchParams, root: string): Asked {
  if (method !== "POST") return other(405, "POST is expected.");
  const command = query.get("request");
  const segments = segmentsOf(query.get("directory") ?? (command === "send" ? "inbox" : "outbox/payload"));
  const name = query.get("filename") ?? "";
  if (segments === undefined || segments.length === 0) return other(400, "The directory is not allowed.");
  const folder = segments.join("/");
  if (command === "list") return { operation: "cleo.list", folder, startIndex: 0, count: Number.MAX_SAFE_INTEGER };
  // Only the logon is asked for; a listing of nothing answers that.
  if (command === "connect0") return { operation: "cleo.list", folder: root, startIndex: 0, count: 0 };
  const allowed = segmentsOf(encodeURIComponent(name));
  if (allowed?.length !== 1) return other(400, "The file name is not allowed.");
  switch (command) {
    case "send":
      return { operation: "cleo.upload", preset: "versalex-http", folder, name };
    case "receive":
      return { operation: "cleo.download", folder, name };
    case "delete":
      return { operation: "cleo.delete", folder, name };
    default:
      return other(400, "The request is not known.");
  }
}

function other(status: number, text: string): Asked {
  return { operation: "cleo.other" satisfies Operation, reply: message(status, text) };
}

function whole(text: string | null, absent: number): number | undefined {
  if (text === null) return absent;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
