/**
 * Files in the folders of a Cleo server.
 *
 * A file that lands in an upload folder starts a flow at once and may be gone at once, and there is no idempotency key.
 * So an upload has three outcomes and no exception: `sent` and `notSent` are certain, and everything else is `inDoubt`:
 * the caller must not repeat it by itself (Invariant 3). What is certain is decided by `certainlyNotStored` and by whether
 * a byte of the body left.
 */
import type { Dispatcher } from "undici";
import { ConnectorError, isConnectorError } from "../errors/connectorError.ts";
import {
  type Answer,
  createExchange,
  type Exchange,
  type Failure,
  type Observer,
  type Purpose,
  type Request,
} from "./exchange.ts";
import { certainlyNotStored, doubtOf, failureError, isHtml, type Place, refusalOf } from "./judge.ts";
import { type CleoFile, readPage } from "./listing.ts";
import { multipartOf } from "./multipart.ts";
import { encodeFolder, encodeSegment, fileNameFault, folderFault } from "./path.ts";
import type { Credentials } from "./tokenGrant.ts";
import {
  type Authorization,
  createBasicAuthorization,
  createTokenSource,
  defaultTokenPolicy,
  type TokenPolicy,
  type TokenState,
} from "./tokenSource.ts";
import type { Transport } from "./transport.ts";
import type { Trust } from "./trust.ts";

export interface CleoConnectionSettings {
  name: string;
  /** Without a slash at the end. */
  url: string;
  transport: Transport;
  credentials: Credentials;
  token?: TokenPolicy;
  trust?: Trust | undefined;
  /** Address of an HTTP proxy. */
  proxy?: string | undefined;
  /** Requests at the same time; 8 where not given. */
  concurrency?: number;
  timeoutSeconds?: number;
  maxUploadBytes?: number;
}

export interface CleoClientOptions {
  connection: CleoConnectionSettings;
  now: () => Date;
  observe?: Observer | undefined;
  /** Called with each token received, so that logs can be cleaned of it. */
  learn?: ((secret: string) => void) | undefined;
  dispatcher?: Dispatcher | undefined;
}

export interface Upload {
  /** Segments separated by `/`. */
  folder: string;
  fileName: string;
  bytes: Uint8Array;
  /** Such as `application/edi-x12` or `application/json`. */
  contentType: string;
  /** Of the job or attempt; sent as `X-Request-Id`, so that both sides' logs can be laid side by side. */
  requestId?: string;
}

export type UploadOutcome =
  /** Stored. `alreadyThere`: the name was taken by the same bytes, from an attempt before. */
  | { kind: "sent"; status: number; alreadyThere: boolean }
  /** Certainly not stored; `error.retry` says whether trying again can help. */
  | { kind: "notSent"; error: ConnectorError }
  /** May have been stored (`CLEO_OUTCOME_UNKNOWN`). */
  | { kind: "inDoubt"; error: ConnectorError };

/** Good for one write; holds a token, so keep it out of everything that is stored or shown. */
export interface WriteAuthorization {
  readonly header: () => string;
}

/** What a look into the folder says about an upload in doubt. `absent` proves nothing: a file taken up is gone. */
export type Comparison = "same" | "different" | "absent";

export interface CleoClient {
  /** Requests at the same time; more wait for their turn. */
  readonly concurrency: number;
  /**
   * Gets what the next write needs: by the default policy a token refreshed for it. Done before the caller records that it
   * is sending, so that a process that dies while it waits for a token leaves no upload in doubt. Throws
   * {@link ConnectorError}.
   */
  authorizeWrite(): Promise<WriteAuthorization>;
  /** Never throws for what a server or network does. Without an authorization it gets one itself. */
  upload(upload: Upload, authorization?: WriteAuthorization): Promise<UploadOutcome>;
  /**
   * The files of a folder, at most 100,000. All pages are read before the first file is given: removing files between two
   * pages would move others out of sight. Throws {@link ConnectorError}.
   */
  list(folder: string): Promise<CleoFile[]>;
  /** `undefined` where the file is gone. Throws {@link ConnectorError}. */
  download(folder: string, file: CleoFile): Promise<Buffer | undefined>;
  remove(folder: string, file: CleoFile): Promise<"removed" | "absent">;
  /** Compares the stored file with the bytes that were meant to be there. */
  compare(upload: Upload): Promise<Comparison>;
  tokenState(): TokenState;
  /** Proves that the account is accepted; throws {@link ConnectorError}. */
  authenticate(): Promise<void>;
  /** The account works again: one more login may be tried although it was refused. */
  forgetRefusal(): void;
  close(): Promise<void>;
}

const longestListing = 100_000;
const largestDownload = 52_428_800;

/** Requests with one body, each with another token. */
const mostTries = 4;

export function createCleoClient(options: CleoClientOptions): CleoClient {
  const { connection, now } = options;
  const { transport, name } = connection;
  const timeoutSeconds = connection.timeoutSeconds ?? 60;
  const maxUploadBytes = connection.maxUploadBytes ?? 10_485_760;
  const concurrency = connection.concurrency ?? 8;
  const { exchange, close } = createExchange({
    concurrency,
    timeoutSeconds,
    observe: options.observe,
    now,
    dispatcher: options.dispatcher,
    trust: connection.trust,
    proxy: connection.proxy,
  });
  const { authorization, state } = authorize(options, exchange);

  const call = (
    purpose: Purpose,
    template: { method: string; url: string },
    places: Record<string, string>,
  ): Request => ({
    purpose,
    method: template.method,
    url: fill(template.url, { ...places, url: connection.url }),
  });
  const inFolder = (folder: string): Record<string, string> => ({
    folder: encodeFolder(folder),
    folderValue: encodeURIComponent(folder),
  });
  const ofFile = (folder: string, fileName: string): Record<string, string> => ({
    ...inFolder(folder),
    fileName: encodeSegment(fileName),
  });
  const placeOf = (request: Request, file?: string): Place => ({
    connection: name,
    url: request.url,
    ...(file !== undefined && { file }),
  });

  /**
   * Sends with a token; after a 401 once more with a new one, the body made anew. A second 401 is the answer, unless the new token
   * is used by other requests as well: then what ended it may have been meant for theirs.
   */
  const authorized = async (request: Request, header: string): Promise<Answer | Failure> => {
    const send = (value: string): Promise<Answer | Failure> =>
      exchange({
        ...request,
        headers: { accept: "application/json, */*;q=0.5", ...request.headers, authorization: value },
      });
    let value = header;
    for (let tries = 1; ; tries++) {
      const result = await send(value);
      if (result.kind !== "answer" || result.status !== 401) return result;
      if (tries >= mostTries || (tries > 1 && !authorization.isShared(value))) return result;
      value = await authorization.renewed(value);
    }
  };

  const read = async (request: Request, success: readonly number[], file?: string): Promise<Answer> => {
    const at = placeOf(request, file);
    const result = await authorized(request, await authorization.forRead());
    if (result.kind === "failure") throw failureError(result, at);
    if (!success.includes(result.status)) throw refusalOf(result, at, now());
    return result;
  };

  const addressed = (purpose: "download" | "remove", folder: string, file: CleoFile): Request => {
    const template = transport[purpose];
    if (transport.discovery && file.href) return { purpose, method: template.method, url: file.href };
    return call(purpose, template, ofFile(checkedFolder(folder), checkedName(file.name)));
  };

  const download = async (folder: string, file: CleoFile): Promise<Buffer | undefined> => {
    const request = { ...addressed("download", folder, file), largestAnswer: largestDownload };
    try {
      const answer = await read(request, transport.download.success, file.name);
      if (answer.complete) return answer.body;
    } catch (error) {
      if (isConnectorError(error, "CLEO_FOLDER_NOT_FOUND")) return undefined;
      throw error;
    }
    throw new ConnectorError(
      "CLEO_SERVER_ERROR",
      `\`${file.name}\` broke off, or is larger than ${largestDownload} bytes`,
      {
        at: placeOf(request, file.name),
      },
    );
  };

  const compare = async ({ folder, fileName, bytes }: Upload): Promise<Comparison> => {
    const stored = await download(folder, { name: fileName });
    if (stored === undefined) return "absent";
    return stored.equals(bytes) ? "same" : "different";
  };

  const uploadRequest = ({ folder, fileName, bytes, contentType, requestId }: Upload): Request => {
    const { upload } = transport;
    const storedAs = upload.staging === "rename" ? `${fileName}.tmp` : fileName;
    const request = call("upload", upload, ofFile(folder, storedAs));
    const { "content-type": ownType = contentType, ...extra } = lowerCased(upload.headers);
    const content =
      upload.body === "raw"
        ? { contentType: ownType, body: bytes }
        : multipartOf(upload.part, storedAs, ownType, bytes, upload.fields);
    const headers = {
      ...extra,
      "content-type": content.contentType,
      ...(requestId !== undefined && { "x-request-id": requestId.replace(/[^\x21-\x7e]/g, "") }),
    };
    return { ...request, headers, body: content.body };
  };

  const judgeUpload = async (result: Answer | Failure, request: Request, wanted: Upload): Promise<UploadOutcome> => {
    const at = placeOf(request, wanted.fileName);
    if (result.kind === "failure") {
      return result.bodySent
        ? { kind: "inDoubt", error: doubtOf(result, at, now()) }
        : { kind: "notSent", error: failureError(result, at) };
    }
    const { status } = result;
    if (transport.upload.success.includes(status)) {
      if (transport.upload.htmlAnswer === "doubt" && isHtml(result))
        return { kind: "inDoubt", error: doubtOf(result, at, now()) };
      return { kind: "sent", status, alreadyThere: false };
    }
    if (!certainlyNotStored(status)) return { kind: "inDoubt", error: doubtOf(result, at, now()) };
    if ((status === 409 || status === 412) && (await isSame(wanted)))
      return { kind: "sent", status, alreadyThere: true };
    return { kind: "notSent", error: refusalOf(result, at, now()) };
  };

  /** A name that is taken is a success only where the content proves it. */
  const isSame = async (wanted: Upload): Promise<boolean> => {
    try {
      return (await compare(wanted)) === "same";
    } catch {
      return false;
    }
  };

  const rename = async (wanted: Upload, header: string): Promise<UploadOutcome> => {
    const template = transport.rename;
    if (!template) return { kind: "sent", status: 0, alreadyThere: false };
    const places = { ...ofFile(wanted.folder, `${wanted.fileName}.tmp`), newName: encodeSegment(wanted.fileName) };
    const request = {
      ...call("rename", template, places),
      headers: Object.fromEntries(
        Object.entries(template.headers).map(([key, value]) => [key, fill(value, { ...places, url: connection.url })]),
      ),
    };
    const at = placeOf(request, wanted.fileName);
    const result = await authorized(request, header);
    if (result.kind === "failure") return { kind: "inDoubt", error: doubtOf({ ...result, bodySent: true }, at, now()) };
    if (template.success.includes(result.status)) return { kind: "sent", status: result.status, alreadyThere: false };
    return certainlyNotStored(result.status)
      ? { kind: "notSent", error: refusalOf(result, at, now()) }
      : { kind: "inDoubt", error: doubtOf(result, at, now()) };
  };

  return {
    concurrency,

    async authorizeWrite() {
      const value = await authorization.forWrite();
      return { header: () => value };
    },

    async upload(wanted, given) {
      const fault = uploadFault(wanted, maxUploadBytes);
      if (fault) {
        const at = { connection: name, file: wanted.fileName.slice(0, 200) };
        return {
          kind: "notSent",
          error: new ConnectorError("CLEO_FILE_REFUSED", fault.message, { at, fix: fault.fix }),
        };
      }
      const request = uploadRequest(wanted);
      try {
        const header = given?.header() ?? (await authorization.forWrite());
        const outcome = await judgeUpload(await authorized(request, header), request, wanted);
        return outcome.kind === "sent" && !outcome.alreadyThere && transport.upload.staging === "rename"
          ? await rename(wanted, header)
          : outcome;
      } catch (error) {
        // Only authorization throws here, before a body or after a 401.
        if (isConnectorError(error)) return { kind: "notSent", error };
        throw error;
      }
    },

    async list(folder) {
      const places = inFolder(checkedFolder(folder));
      const found = new Map<string, CleoFile>();
      let startIndex = 0;
      for (;;) {
        const count = transport.list.pageSize;
        const request = call("list", transport.list, {
          ...places,
          startIndex: String(startIndex),
          count: String(count),
        });
        const answer = await read({ ...request, largestAnswer: largestDownload }, transport.list.success);
        const page = readPage(answer, transport.list, placeOf(request));
        const before = found.size;
        for (const file of page.files) found.set(file.name, file);
        startIndex += page.received;
        const paged = transport.list.url.includes("{startIndex}");
        const ended = page.received === 0 || !paged || (page.total !== undefined && startIndex >= page.total);
        // A server that ignores the start gives the same page for ever.
        const repeats = found.size === before && page.files.length > 0;
        if (ended || repeats || found.size >= longestListing) return [...found.values()];
      }
    },

    download,
    compare,

    async remove(folder, file) {
      try {
        await read(addressed("remove", folder, file), transport.remove.success, file.name);
        return "removed";
      } catch (error) {
        if (isConnectorError(error, "CLEO_FOLDER_NOT_FOUND")) return "absent";
        throw error;
      }
    },

    tokenState: state,
    async authenticate() {
      await authorization.forWrite();
    },
    forgetRefusal: () => authorization.forgetRefusal(),
    close,
  };
}

function authorize(
  options: CleoClientOptions,
  exchange: Exchange,
): { authorization: Authorization; state: () => TokenState } {
  const { connection, now } = options;
  const { transport, credentials } = connection;
  const policy = connection.token ?? defaultTokenPolicy;
  if (transport.authentication === "bearer") {
    const source = createTokenSource({
      url: fill(transport.token.url, { url: connection.url }),
      grant: transport.token.grant,
      refresh: transport.token.refresh,
      credentials,
      policy,
      exchange,
      now,
      learn: options.learn,
    });
    return { authorization: source, state: source.state };
  }
  const logIn = async (authorization: string): Promise<void> => {
    if (!transport.login) return;
    const url = fill(transport.login.url, { url: connection.url });
    const result = await exchange({
      purpose: "login",
      method: transport.login.method,
      url,
      headers: { authorization },
    });
    if (result.kind === "failure") throw failureError(result, { url });
    if (result.status === 401 || result.status === 403) {
      throw new ConnectorError("CLEO_LOGIN_REFUSED", `Cleo refused the account with ${result.status}`, { at: { url } });
    }
    if (!transport.login.success.includes(result.status)) throw refusalOf(result, { url }, now());
  };
  return {
    authorization: createBasicAuthorization(credentials, logIn, now, policy.cooldownMinutes),
    state: () => ({}),
  };
}

function uploadFault(
  { folder, fileName, bytes }: Upload,
  largest: number,
): { message: string; fix: string } | undefined {
  const folderProblem = folderFault(folder);
  if (folderProblem)
    return {
      message: `the folder \`${folder.slice(0, 200)}\` ${folderProblem}`,
      fix: "Correct the folder in the link or the partner's settings.",
    };
  const nameProblem = fileNameFault(fileName);
  if (nameProblem)
    return { message: `the file name ${nameProblem}`, fix: "Shorten or correct what the file name is made from." };
  if (bytes.byteLength > largest) {
    return {
      message: `the file has ${bytes.byteLength} bytes, more than the ${largest} that are allowed`,
      fix: "Raise `cleo.maxUploadBytes` after the Cleo administrator has said what the mailbox takes, or split the document.",
    };
  }
  return undefined;
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function checkedFolder(folder: string): string {
  const fault = folderFault(folder);
  if (fault)
    throw new ConnectorError("CLEO_FOLDER_NOT_FOUND", `the folder \`${folder.slice(0, 200)}\` ${fault}`, {
      at: { field: "folder" },
    });
  return folder;
}

function checkedName(fileName: string): string {
  const fault = fileNameFault(fileName);
  if (fault) throw new ConnectorError("CLEO_FILE_REFUSED", `the file name ${fault}`);
  return fileName;
}

function fill(template: string, places: Readonly<Record<string, string>>): string {
  return template.replace(/\{([A-Za-z]+)\}/g, (whole, place: string) => places[place] ?? whole);
}
