/**
 * Nothing posted is ever written; no posting action is ever sent to GP (Invariant 5).
 *
 * This is the innermost layer around the transport: whatever the code above does, only two kinds of requests get out.
 * Reads without a body, and the creation of a document at one of the paths for drafts, spelled exactly so, with a body
 * that says Work. There is no update and no deletion. A service profile cannot widen this to a posting service.
 */
import { ConnectorError, type ErrorLocation } from "../../errors/connectorError.ts";
import { isObject, type JsonValue, parseJson } from "../decode/json.ts";
import type { GpRequest, GpTransport } from "../transport.ts";

export interface WritesAllowed {
  /** Path of `gp.url`; everything lies below it. */
  base: string;
  method: string;
  /** Expanded paths at which drafts are created. */
  paths: readonly string[];
}

/** Headers by which a request can become another one on its way. */
const forbiddenHeaders =
  /^(?:gp-custom-action|.*custom-?action.*|x-http-method(?:-override)?|x-method-override|soapaction)$/i;
const postingPath = /posting|batches|\bpost\b|void|gp-?custom/i;
/** Members by which a document could say that it is more than a draft. */
const forbiddenMembers =
  /^(?:gp-?custom-?action|custom-?action|action|posted|isposted|postedby|posteddate|post|audittrailcode|isvoided|void|voided|updateifexists)$/i;

export function withPostingGuard(transport: GpTransport, allowed: WritesAllowed, at: ErrorLocation): GpTransport {
  return {
    async request(request) {
      const reason = reasonToRefuse(request, allowed);
      if (reason) {
        throw new ConnectorError("GP_WRITE_FORBIDDEN", `a request to GP was held back: ${reason}`, { at });
      }
      return transport.request(request);
    },
    close: () => transport.close(),
  };
}

/** Why a request must not be sent; `undefined` where it may. */
export function reasonToRefuse(request: GpRequest, allowed: WritesAllowed): string | undefined {
  const { method, path, headers = {}, body } = request;
  for (const name of Object.keys(headers)) {
    if (forbiddenHeaders.test(name.trim())) return `the header ${JSON.stringify(name.slice(0, 60))} can post`;
  }
  if (!path.startsWith(`${allowed.base}/`)) return "its path is outside of the GP service";
  if (/[\s\\]|\/\.{1,2}(?:\/|$)|\/\/|%2e%2e|%00|%0d|%0a/i.test(path.split("?")[0] ?? ""))
    return "its path is not plain";
  if (method === "GET") return body === undefined ? undefined : "a read has no body";
  if (method !== allowed.method) return `the verb ${JSON.stringify(method.slice(0, 20))} changes what is there`;
  if (!allowed.paths.includes(path)) return "its path is none at which drafts are created";
  if (postingPath.test(decoded(path.slice(allowed.base.length).replace(/Companies\([^/]*\)/, ""))))
    return "its path leads to a posting service";
  if (typeof body !== "string") return "a draft is sent as JSON text";
  return reasonInBody(body);
}

function reasonInBody(body: string): string | undefined {
  let document: JsonValue;
  try {
    document = parseJson(body);
  } catch {
    return "its body is not JSON";
  }
  if (!isObject(document)) return "its body is not one document";
  if (document.TransactionState !== "Work") return "its body does not say that the document is Work";
  return forbiddenMember(document);
}

function forbiddenMember(value: JsonValue): string | undefined {
  if (Array.isArray(value)) return first(value.map(forbiddenMember));
  if (!isObject(value)) return undefined;
  return first(
    Object.entries(value).map(([name, inner]) => {
      if (forbiddenMembers.test(name)) return `its member ${JSON.stringify(name.slice(0, 60))} is not for drafts`;
      if (/^(?:transaction_?state|dcstatus|voidstts)$/i.test(name) && inner !== "Work")
        return `its member ${name} says more than Work`;
      return forbiddenMember(inner);
    }),
  );
}

const first = (reasons: readonly (string | undefined)[]): string | undefined =>
  reasons.find((reason) => reason !== undefined);

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return "posting";
  }
}
