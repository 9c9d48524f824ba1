/**
 * One call to GP: the request, its time limit, and what its answer means. Everything that this part sends to GP goes
 * through here, so that the company guard (Invariant 6) and the error codes hold for all of it.
 */
import { ConnectorError, type ErrorLocation } from "../../errors/connectorError.ts";
import type { GpConnection } from "../connection.ts";
import type { JsonValue } from "../decode/json.ts";
import type { ServiceProfile } from "../profile/schema.ts";
import type { GpResponse, GpTransport } from "../transport.ts";
import { holdsErrors, readAnswer } from "./answer.ts";
import { failureOf } from "./failure.ts";
import { headerOf } from "./headers.ts";
import { GpPaths } from "./path.ts";
import { GpAnswer, judgeRefusal, type Refusal } from "./refusal.ts";

export interface CallerOptions {
  connection: GpConnection;
  profile: ServiceProfile;
  transport: GpTransport;
  now: () => Date;
}

export interface CallContext {
  /** What was asked for, in the user's words: `the list of vendors`, `purchase order PO2075`. */
  what: string;
  document?: string;
  signal?: AbortSignal;
}

export interface GpAnswered {
  value: JsonValue;
  bytes: number;
}

/** A GP runtime process ends when idle; the next call has to start one again. */
const warmFor = 10 * 60_000;

export class GpCaller {
  readonly paths: GpPaths;
  readonly #options: CallerOptions;
  #lastSuccess = Number.NEGATIVE_INFINITY;

  constructor(options: CallerOptions) {
    this.#options = options;
    this.paths = new GpPaths(options.connection, options.profile);
  }

  /** Where an error happened. */
  at(context: { document?: string } = {}): ErrorLocation {
    const { connection } = this.#options;
    return {
      ...(connection.name ? { connection: connection.name } : {}),
      company: connection.company.database,
      ...(context.document ? { document: context.document } : {}),
      url: new URL(connection.url).host,
    };
  }

  /** The parsed answer of a read, or `undefined` where the service says 404. */
  async read(path: string, context: CallContext): Promise<GpAnswered | undefined> {
    const response = await this.send("GET", path, context);
    if (isSuccess(response)) return { value: this.#parse(response, path, context), bytes: response.body.length };
    const refusal = judgeRefusal(response, this.#options.profile, this.#options.now());
    if (refusal.kind === "notFound") return undefined;
    throw this.refused(refusal, response, path, context);
  }

  /** Enters a document; the parsed answer. A 404 is the service's, since a new document is no record yet. */
  async create(path: string, body: string, context: CallContext): Promise<JsonValue> {
    const { profile, now } = this.#options;
    const response = await this.send(profile.verbs.create, path, context, profile.format.accept, body);
    if (isSuccess(response)) return this.#parse(response, path, context);
    const refusal = judgeRefusal(response, profile, now());
    if (refusal.kind === "notFound") throw await this.notThere(path, context);
    throw this.refused(refusal, response, path, context);
  }

  /** The help page: proves address, certificate, logon and tenant, but no company. */
  async help(context: CallContext = { what: "the help page" }): Promise<GpResponse | undefined> {
    const path = this.paths.help();
    const response = await this.send("GET", path, context, "text/html, */*;q=0.1");
    if (isSuccess(response)) return response;
    const refusal = judgeRefusal(response, this.#options.profile, this.#options.now());
    if (refusal.kind === "notFound") return undefined;
    throw this.refused(refusal, response, path, context);
  }

  async send(method: string, path: string, context: CallContext, accept?: string, body?: string): Promise<GpResponse> {
    const { connection, transport, profile, now } = this.#options;
    const call = connection.timeoutSeconds === undefined ? profile.timeouts.call : connection.timeoutSeconds * 1000;
    const warm = now().getTime() - this.#lastSuccess < warmFor;
    try {
      const response = await transport.request({
        method,
        path,
        headers: {
          accept: accept ?? profile.format.accept,
          ...(body === undefined ? {} : { "content-type": "application/json; charset=utf-8" }),
          ...profile.headers,
        },
        ...(body === undefined ? {} : { body }),
        timeout: warm ? call : Math.max(call, profile.timeouts.firstCall),
        ...(context.signal ? { signal: context.signal } : {}),
      });
      if (response.body.length > profile.limits.answerBytes) {
        throw new ConnectorError(
          "GP_ANSWER_TOO_LARGE",
          `the answer to ${context.what} has ${response.body.length} bytes`,
          { at: this.at(context) },
        );
      }
      if (isSuccess(response)) this.#lastSuccess = now().getTime();
      return response;
    } catch (error) {
      throw failureOf(error, this.at(context));
    }
  }

  /** What a 404 to a service means: the tenant is wrong, or only the company or the service. */
  async notThere(path: string, context: CallContext): Promise<ConnectorError> {
    const { connection } = this.#options;
    const help = await this.help();
    if (!help) {
      return new ConnectorError(
        "GP_TENANT_NOT_FOUND",
        `the server has no GP Service with the tenant ${connection.tenant} at ${connection.url}`,
        {
          at: this.at(context),
        },
      );
    }
    return new ConnectorError(
      "GP_SERVICE_NOT_FOUND",
      `the tenant ${connection.tenant} is there, but ${context.what} is not: no company or no service at ${path}`,
      { at: this.at(context) },
    );
  }

  refused(refusal: Refusal, response: GpResponse, path: string, context: CallContext): ConnectorError {
    const code = refusal.kind === "notFound" ? "GP_SERVICE_NOT_FOUND" : refusal.kind;
    const said = refusal.said ? `: ${refusal.said}` : "";
    const { message, fix } = this.#wording(code, response, context);
    return new ConnectorError(code, `${message}${said}`, {
      at: this.at(context),
      cause: new GpAnswer(response, path),
      ...(fix ? { fix } : {}),
      ...(refusal.retryAfter === undefined ? {} : { retryAfter: refusal.retryAfter }),
    });
  }

  #wording(
    code: ConnectorError["code"],
    response: GpResponse,
    { what }: CallContext,
  ): { message: string; fix?: string } {
    const { status } = response;
    const database = this.#options.connection.company.database;
    if (status >= 300 && status < 400) {
      const location = headerOf(response, "location")?.slice(0, 200) ?? "nowhere";
      return {
        message: `the server redirects ${what} to ${location}`,
        fix: "Set `gp.url` to the address that the GP Service itself answers at.",
      };
    }
    switch (code) {
      case "GP_ACCESS_DENIED":
        return {
          message: `GP does not let this Windows account reach ${what} in company ${database}`,
          fix: `Map the Windows account to a GP user (User Setup), give that user access to company ${database} (User Access Setup) and to the service operations (security task and role).`,
        };
      case "GP_UNREACHABLE":
        return {
          message: "a proxy in between asks for a logon of its own (407)",
          fix: "Let this machine reach the GP server without a proxy.",
        };
      case "GP_SERVICE_NOT_FOUND":
        return { message: `the service does not answer this kind of request for ${what} (${status})` };
      case "GP_SERVER_ERROR":
        return { message: `the GP server failed on ${what} (${status})` };
      case "GP_BUSY":
        return { message: `the GP server is too busy for ${what} (${status})` };
      default:
        return { message: `GP refused ${what} (${status})` };
    }
  }

  #parse(response: GpResponse, path: string, context: CallContext): JsonValue {
    const { profile, now } = this.#options;
    const answer = readAnswer(response);
    if (!answer.readable) {
      throw new ConnectorError(
        "GP_ANSWER_UNREADABLE",
        `the answer to ${context.what} cannot be read: ${answer.reason}`,
        {
          at: this.at(context),
          cause: new GpAnswer(response, path),
        },
      );
    }
    if (!holdsErrors(answer.value, profile)) return answer.value;
    const refused = { ...response, status: 422 };
    throw this.refused(judgeRefusal(refused, profile, now()), refused, path, context);
  }
}

const isSuccess = (response: GpResponse): boolean => response.status >= 200 && response.status < 300;
