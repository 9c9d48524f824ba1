import type { IncomingMessage } from "node:http";
import { ZodError, z } from "zod";
import { send } from "../faultEffects.ts";
import { fault } from "../faults.ts";
import { listen, readBody } from "../listener.ts";
import { empty, json, type Reply } from "../reply.ts";
import * as requests from "./requests.ts";
import type { SandboxAdmin } from "./sandboxAdmin.ts";

export interface AdminServer {
  url: string;
  close(): Promise<void>;
}

const bodyLimit = 32 * 1024 * 1024;

/** `{...}` marks a segment that is handed to the route, decoded. */
interface Route {
  method: "GET" | "POST" | "DELETE";
  path: string;
  run: (call: { at: (name: string) => string; query: URLSearchParams; body: unknown }) => Reply | Promise<Reply>;
}

/**
 * The admin endpoint: plain JSON, loopback only. It has no password; a request that does not name this machine as its host (a page in a
 * browser that was led here) is refused.
 */
export async function startAdminServer(
  admin: SandboxAdmin,
  options: { port: number; onDefect: (error: unknown) => void },
): Promise<AdminServer> {
  const routes = routesOf(admin);
  const started = await listen(
    async (request, response) => {
      send(undefined, request, response, await answer(routes, request));
    },
    { host: "127.0.0.1", port: options.port, onDefect: options.onDefect },
  );
  return { url: started.url, close: () => started.close() };
}

async function answer(routes: readonly Route[], request: IncomingMessage): Promise<Reply> {
  if (!/^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(request.headers.host ?? "")) {
    return problem(403, "the admin endpoint answers to 127.0.0.1 and localhost only");
  }
  const [path = "/", query = ""] = (request.url ?? "/").split("?", 2);
  const body = await readBody(request, bodyLimit);
  if (body.kind !== "read") return { ...problem(413, "the body is too large"), headers: { connection: "close" } };
  const fitting = routes.map((route) => ({ route, values: match(route.path, path) })).filter(({ values }) => values);
  const found = fitting.find(({ route }) => route.method === request.method);
  if (found === undefined) {
    return fitting.length > 0 ? problem(405, "wrong method") : problem(404, `no route ${path}; see docs/sandbox.md`);
  }
  try {
    return await found.route.run({
      at: (name) => found.values?.[name] ?? "",
      query: new URLSearchParams(query),
      body: body.body.length === 0 ? {} : JSON.parse(body.body.toString("utf8")),
    });
  } catch (error) {
    if (error instanceof ZodError) return problem(400, z.prettifyError(error));
    if (error instanceof SyntaxError || error instanceof RangeError) return problem(400, error.message);
    throw error;
  }
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const actual = given[index] ?? "";
    if (!segment.startsWith("{")) {
      if (segment !== actual) return undefined;
      continue;
    }
    try {
      values[segment.slice(1, -1)] = decodeURIComponent(actual);
    } catch {
      return undefined;
    }
  }
  return values;
}

/** Exported for the test that compares them with the documentation. */
export function routesOf(admin: SandboxAdmin): Route[] {
  const since = (query: URLSearchParams) => whole.parse(query.get("since") ?? "0");
  const editing = z.object({ company: z.string().optional(), touch: z.boolean().optional() });
  /** Splits `company` and `touch` from the change itself. */
  const edit = (body: unknown) => {
    const { company, touch, ...change } = z.looseObject(editing.shape).parse(body);
    return { edits: admin.company(company), change, options: touch === undefined ? {} : { touch } };
  };
  return [
    { method: "GET", path: "/state", run: () => json(200, admin.state()) },
    { method: "GET", path: "/uploads", run: ({ query }) => json(200, { uploads: admin.uploads(since(query)) }) },
    {
      method: "GET",
      path: "/uploads/{seq}/content",
      run: async ({ at }) => {
        const content = await admin.uploadContent(whole.parse(at("seq")));
        if (content === undefined) return problem(404, "no such upload");
        return { status: 200, headers: { "content-type": "application/octet-stream" }, body: content };
      },
    },
    {
      method: "GET",
      path: "/gp/requests",
      run: ({ query }) => json(200, { requests: admin.gpRequests(since(query)) }),
    },
    {
      method: "GET",
      path: "/cleo/requests",
      run: ({ query }) => json(200, { requests: admin.cleoRequests(since(query)) }),
    },

    { method: "GET", path: "/faults", run: () => json(200, { faults: admin.faults() }) },
    { method: "POST", path: "/faults", run: ({ body }) => json(201, admin.armFault(fault.parse(body))) },
    { method: "DELETE", path: "/faults", run: () => done(() => admin.clearFaults()) },
    { method: "DELETE", path: "/faults/{id}", run: ({ at }) => done(() => admin.clearFaults(whole.parse(at("id")))) },

    {
      method: "GET",
      path: "/gp/vendors/{id}",
      run: ({ at, query }) => orMissing(admin.vendor(at("id"), query.get("company") ?? undefined)),
    },
    {
      method: "POST",
      path: "/gp/vendors",
      run: ({ body }) => {
        const { edits, change } = edit(body);
        return json(201, edits.addVendor(requests.newVendor.parse(change)));
      },
    },
    {
      method: "POST",
      path: "/gp/vendors/{id}",
      run: ({ at, body }) => {
        const { edits, change, options } = edit(body);
        return orMissing(edits.editVendor(at("id"), requests.vendorChange.parse(change), options));
      },
    },
    {
      method: "DELETE",
      path: "/gp/vendors/{id}",
      run: ({ at, query }) => orGone(admin.company(query.get("company") ?? undefined).deleteVendor(at("id"))),
    },
    {
      method: "POST",
      path: "/gp/vendors/{id}/addresses/{code}",
      run: ({ at, body }) => {
        const { edits, change, options } = edit(body);
        return orMissing(edits.editVendorAddress(at("id"), at("code"), requests.addressChange.parse(change), options));
      },
    },
    {
      method: "GET",
      path: "/gp/purchase-orders/{number}",
      run: ({ at, query }) => orMissing(admin.purchaseOrder(at("number"), query.get("company") ?? undefined)),
    },
    {
      method: "POST",
      path: "/gp/purchase-orders",
      run: ({ body }) => {
        const { edits, change } = edit(body);
        return json(201, edits.addPurchaseOrder(requests.newOrder.parse(change)));
      },
    },
    {
      method: "POST",
      path: "/gp/purchase-orders/{number}",
      run: ({ at, body }) => {
        const { edits, change, options } = edit(body);
        return orMissing(edits.editPurchaseOrder(at("number"), requests.orderChange.parse(change), options));
      },
    },
    {
      method: "DELETE",
      path: "/gp/purchase-orders/{number}",
      run: ({ at, query }) =>
        orGone(admin.company(query.get("company") ?? undefined).deletePurchaseOrder(at("number"))),
    },
    {
      method: "POST",
      path: "/gp/purchase-orders/{number}/close",
      run: ({ at, body }) => {
        const { edits, change } = edit(body);
        const { status } = closing.parse(change);
        return orMissing(edits.closePurchaseOrder(at("number"), status));
      },
    },
    {
      method: "POST",
      path: "/gp/purchase-orders/{number}/lines",
      run: ({ at, body }) => {
        const { edits, change, options } = edit(body);
        return orMissing(edits.addLine(at("number"), requests.newLine.parse(change), options));
      },
    },
    {
      method: "POST",
      path: "/gp/purchase-orders/{number}/lines/{ord}",
      run: ({ at, body }) => {
        const { edits, change, options } = edit(body);
        return orMissing(
          edits.editLine(at("number"), whole.parse(at("ord")), requests.lineChange.parse(change), options),
        );
      },
    },
    {
      method: "DELETE",
      path: "/gp/purchase-orders/{number}/lines/{ord}",
      run: ({ at, query }) =>
        orMissing(admin.company(query.get("company") ?? undefined).deleteLine(at("number"), whole.parse(at("ord")))),
    },
    {
      method: "GET",
      path: "/gp/drafts",
      run: ({ query }) => json(200, { drafts: admin.company(query.get("company") ?? undefined).drafts() }),
    },
    {
      method: "POST",
      path: "/gp/drafts/{kind}/{key}/post",
      run: ({ at, body }) => orMissing(edit(body).edits.postDraft(requests.draftKind.parse(at("kind")), at("key"))),
    },
    {
      method: "POST",
      path: "/gp/periods",
      run: ({ body }) => {
        const { edits, change } = edit(body);
        return done(() => edits.setPeriod(requests.periodChange.parse(change)));
      },
    },
    {
      method: "POST",
      path: "/gp/accounts",
      run: ({ body }) => orGone(admin.changeWindowsAccount(requests.windowsAccountChange.parse(body))),
    },

    {
      method: "POST",
      path: "/cleo/users",
      run: ({ body }) => orGone(admin.changeCleoUser(requests.cleoUserChange.parse(body))),
    },
    {
      method: "POST",
      path: "/cleo/tokens/expire",
      run: ({ body }) => {
        const { refreshTokens } = z.strictObject({ refreshTokens: z.boolean().default(false) }).parse(body);
        return json(200, { expired: admin.expireTokens(refreshTokens) });
      },
    },
    {
      method: "POST",
      path: "/cleo/files",
      run: ({ body }) => orGone(admin.putFile(requests.inboundFile.parse(body)), 201),
    },

    {
      method: "GET",
      path: "/partner/orders",
      run: () => json(200, { orders: admin.partner.orders() }),
    },
    {
      method: "GET",
      path: "/partner/answers",
      run: ({ query }) => json(200, { answers: admin.partner.sent(since(query)) }),
    },
    {
      method: "POST",
      path: "/partner/answers",
      run: async ({ body }) => {
        const { purchaseOrder, answers } = requests.partnerAnswer.parse(body);
        return json(201, { answers: await admin.partner.answer(purchaseOrder, answers) });
      },
    },
    {
      method: "POST",
      path: "/partner",
      run: ({ body }) => {
        admin.partner.behave(requests.partnerChange(body));
        return empty(204);
      },
    },

    {
      method: "POST",
      path: "/clock",
      run: ({ body }) => {
        admin.setClock(requests.clockChange.parse(body));
        const { now, today, timeZone } = admin.state();
        return json(200, { now, today, timeZone });
      },
    },
    {
      method: "POST",
      path: "/reset",
      run: async () => {
        await admin.reset();
        return empty(204);
      },
    },
  ];
}

const whole = z.coerce.number().int().min(0);
const closing = z.strictObject({
  status: z.union([z.literal(4), z.literal(5), z.literal(6)]).default(5),
});

function problem(status: number, message: string): Reply {
  return json(status, { error: message });
}

function done(action: () => void): Reply {
  action();
  return empty(204);
}

function orMissing(record: object | undefined): Reply {
  return record === undefined ? problem(404, "there is no such record") : json(200, record);
}

function orGone(found: boolean, status = 204): Reply {
  return found ? empty(status) : problem(404, "there is no such record");
}
