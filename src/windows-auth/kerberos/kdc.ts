/** Finds the domain controllers of a realm and talks to them, over TCP only (RFC 4120 7.2.2, 7.2.3.2). */
import { Resolver } from "node:dns/promises";
import { connect } from "node:net";
import { WindowsAuthError } from "../error.ts";

export interface Kdc {
  readonly host: string;
  readonly port: number;
}

export interface KdcTimeouts {
  readonly connect: number;
  readonly response: number;
}

const kerberosPort = 88;
const maxReply = 1 << 20;

/** `host` or `host:port`, or `[v6]:port`; port 88 if none is named. @throws WindowsAuthError `INVALID_OPTIONS` */
export function parseKdc(text: string): Kdc {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^\s:[\]/]+))(?::(\d{1,5}))?$/i.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3] ?? kerberosPort);
  if (host === undefined || port < 1 || port > 65535) {
    throw new WindowsAuthError("INVALID_OPTIONS", `kerberos.kdc must be of the form host or host:port, not "${text}"`);
  }
  return { host, port };
}

/** The SRV records `_kerberos._tcp.<realm>`, best first. @throws WindowsAuthError `KERBEROS_KDC_UNREACHABLE` */
export async function findKdcs(realm: string, timeout: number): Promise<Kdc[]> {
  const name = `_kerberos._tcp.${realm.toLowerCase()}`;
  const resolver = new Resolver({ timeout, tries: 1 });
  try {
    const records = await resolver.resolveSrv(name);
    return records
      .toSorted((left, right) => left.priority - right.priority || right.weight - left.weight)
      .map(({ name: host, port }) => ({ host, port }));
  } catch (error) {
    throw new WindowsAuthError(
      "KERBEROS_KDC_UNREACHABLE",
      `DNS names no domain controller for ${realm} (${name}): give kerberos.kdc, or use the DNS server of the domain`,
      { cause: error, leg: "kdc", scheme: "kerberos" },
    );
  }
}

/**
 * Sends one message and reads the answer.
 *
 * @throws WindowsAuthError `KERBEROS_KDC_UNREACHABLE`
 */
export function askKdc(kdc: Kdc, message: Buffer, timeouts: KdcTimeouts, signal?: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: kdc.host, port: kdc.port });
    const chunks: Buffer[] = [];
    let size = 0;
    let timer = setTimeout(() => fail(`does not answer within ${timeouts.connect} ms`), timeouts.connect);
    const abort = () => {
      finish();
      reject(
        new WindowsAuthError("ABORTED", "the request was called off", {
          cause: signal?.reason,
          leg: "kdc",
          scheme: "kerberos",
        }),
      );
    };
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      socket.destroy();
    };
    const fail = (what: string, cause?: Error) => {
      finish();
      const error = `the domain controller ${kdc.host}:${kdc.port} ${what}`;
      reject(new WindowsAuthError("KERBEROS_KDC_UNREACHABLE", error, { cause, leg: "kdc", scheme: "kerberos" }));
    };
    if (signal?.aborted) return abort();
    signal?.addEventListener("abort", abort, { once: true });

    socket.once("connect", () => {
      clearTimeout(timer);
      timer = setTimeout(() => fail(`gives no answer within ${timeouts.response} ms`), timeouts.response);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(message.length);
      socket.write(Buffer.concat([length, message]));
    });
    socket.on("data", (chunk) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size < 4) return;
      const head = chunks.length === 1 ? chunk : Buffer.concat(chunks);
      const expected = head.readUInt32BE();
      if (expected > maxReply) return fail("sends an answer that is out of bounds");
      if (size < 4 + expected) return;
      finish();
      resolve(head.subarray(4, 4 + expected));
    });
    socket.once("error", (error) =>
      fail(`cannot be reached: ${(error as NodeJS.ErrnoException).code ?? error.message}`, error),
    );
    socket.once("close", () => fail("closed the connection without an answer"));
  });
}
