import type { IncomingMessage, ServerResponse } from "node:http";
import type { Effect } from "./faults.ts";
import { reset } from "./listener.ts";
import type { Reply } from "./reply.ts";

export const htmlErrorPage =
  "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>";

/** What becomes of a request before its real handler runs. */
export type BeforeHandling = { kind: "goOn" } | { kind: "answer"; reply: Reply } | { kind: "gone" };

/**
 * Lets an effect act before the request is carried out. `gone`: the connection was reset or is left hanging, nothing more
 * may be written to it.
 */
export async function beforeHandling(
  effect: Effect | undefined,
  request: IncomingMessage,
  pause: (ms: number) => Promise<void>,
): Promise<BeforeHandling> {
  switch (effect?.kind) {
    case "status": {
      const html = effect.body === undefined && effect.status >= 500;
      const body = effect.body ?? (html ? htmlErrorPage.replaceAll("502 Bad Gateway", `${effect.status} Error`) : "");
      return {
        kind: "answer",
        reply: {
          status: effect.status,
          headers: { "content-type": effect.contentType ?? (html ? "text/html" : "text/plain"), ...effect.headers },
          body: Buffer.from(body),
        },
      };
    }
    case "delay":
      await pause(effect.ms);
      return { kind: "goOn" };
    case "hang":
      request.resume();
      return { kind: "gone" };
    case "resetBeforeBody":
      reset(request.socket);
      return { kind: "gone" };
    case "resetMidBody":
      await new Promise<void>((resolve) => {
        request.once("data", () => resolve());
        request.once("end", () => resolve());
        request.once("close", () => resolve());
      });
      reset(request.socket);
      return { kind: "gone" };
    default:
      return { kind: "goOn" };
  }
}

/** Sends the answer, or what the effect leaves of it. */
export function send(
  effect: Effect | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
): void {
  if (effect?.kind === "lostAnswer") {
    reset(request.socket);
    return;
  }
  if (effect?.kind === "doneButStatus") {
    write(response, {
      status: effect.status,
      headers: { "content-type": "text/html" },
      body: Buffer.from(htmlErrorPage.replaceAll("502 Bad Gateway", `${effect.status} Error`)),
    });
    return;
  }
  if (effect?.kind === "truncate" && reply.body.length > 1) {
    response.writeHead(reply.status, { ...reply.headers, "content-length": reply.body.length });
    response.write(reply.body.subarray(0, Math.floor(reply.body.length / 2)), () => request.socket.destroy());
    return;
  }
  write(response, reply);
}

function write(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, {
    ...reply.headers,
    ...(reply.status === 204 || reply.status === 304 ? {} : { "content-length": reply.body.length }),
  });
  response.end(reply.body);
}
