import { createHmac } from "node:crypto";
import { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { md4 } from "../../windows-auth/crypto/md4.ts";
import { type GpOptions, sandboxOptions } from "../options.ts";
import { createAccounts } from "./accounts.ts";
import { createLogon } from "./logon.ts";

const password = "Sandbox-Pa55!";
const [user, domain] = ["svc-mlconnector", "CONTOSO"];
const type1 = Buffer.concat([
  Buffer.from("NTLMSSP\0", "latin1"),
  Buffer.from("0100000005820800", "hex"),
  Buffer.alloc(24),
]);

function setUp(options: Partial<GpOptions> = {}) {
  const gp = { ...sandboxOptions.parse({}).gp, ...options };
  const accounts = createAccounts(gp);
  const logon = createLogon(gp, accounts, () => new Date("2026-01-15T10:00:00Z"));
  const send = (socket: Socket, token: Buffer) => logon.check(socket, `NTLM ${token.toString("base64")}`);
  /** The type 3 that answers the challenge of this connection. */
  const answerTo = (socket: Socket): Buffer => {
    const outcome = send(socket, type1);
    const challenge = outcome.kind === "refused" ? (outcome.challenges[0]?.split(" ")[1] ?? "") : "";
    return type3(Buffer.from(challenge, "base64").subarray(24, 32));
  };
  return { accounts, answerTo, logon, send };
}

/** NTLMv2 without integrity code, as MS-NLMP 3.3.2 and 2.2.1.3 lay it out. */
function type3(challenge: Buffer): Buffer {
  const utf16 = (text: string) => Buffer.from(text, "utf16le");
  const hmac = (key: Buffer, data: Buffer) => createHmac("md5", key).update(data).digest();
  const key = hmac(md4(utf16(password)), utf16(user.toUpperCase() + domain));
  const blob = Buffer.from(`0101000000000000${"00".repeat(8)}${"aa".repeat(8)}00000000${"00".repeat(8)}`, "hex");
  const response = Buffer.concat([hmac(key, Buffer.concat([challenge, blob])), blob]);
  const parts = [Buffer.alloc(24), response, utf16(domain), utf16(user), Buffer.alloc(0), Buffer.alloc(0)];
  const head = Buffer.alloc(72);
  head.write("NTLMSSP\0", "latin1");
  head.writeUInt32LE(3, 8);
  let offset = head.length;
  for (const [index, part] of parts.entries()) {
    head.writeUInt16LE(part.length, 12 + index * 8);
    head.writeUInt16LE(part.length, 14 + index * 8);
    head.writeUInt32LE(offset, 16 + index * 8);
    offset += part.length;
  }
  head.writeUInt32LE(0x0008_8201, 60);
  return Buffer.concat([head, ...parts]);
}

describe("the logon of a connection", () => {
  test("lasts, until somebody begins another one on it", () => {
    const { answerTo, logon, send } = setUp();
    const socket = new Socket();
    expect(send(socket, answerTo(socket))).toMatchObject({ kind: "loggedOn", user: "CONTOSO\\svc-mlconnector" });
    expect(logon.check(socket, undefined)).toMatchObject({ kind: "loggedOn", credentials: "session" });
    send(socket, type1);
    expect(logon.check(socket, undefined)).toMatchObject({ kind: "refused", status: 401 });
    expect(logon.handshakesOf(socket)).toBe(1);
  });

  test("is nothing to another connection", () => {
    const { answerTo, logon, send } = setUp();
    const socket = new Socket();
    send(socket, answerTo(socket));
    expect(logon.check(new Socket(), undefined)).toMatchObject({ kind: "refused", status: 401 });
  });

  test("lasts for one request where the options say so", () => {
    const { answerTo, logon, send } = setUp({ authentication: "request" });
    const socket = new Socket();
    expect(send(socket, answerTo(socket)).kind).toBe("loggedOn");
    expect(logon.check(socket, undefined)).toMatchObject({ kind: "refused", status: 401 });
  });
});

describe("an answer to a challenge", () => {
  test("works once", () => {
    const { answerTo, send } = setUp();
    const socket = new Socket();
    const answer = answerTo(socket);
    expect(send(socket, answer).kind).toBe("loggedOn");
    expect(send(socket, answer)).toMatchObject({ kind: "refused", status: 400 });
  });

  test("fits its own challenge only", () => {
    const { accounts, answerTo, send } = setUp();
    const socket = new Socket();
    const answer = answerTo(socket);
    answerTo(socket);
    expect(send(socket, answer)).toMatchObject({ kind: "refused", status: 401, note: "wrong password" });
    expect(accounts.refusals).toBe(1);
  });

  test("has to come under the scheme that began the handshake", () => {
    const { answerTo, logon } = setUp({ schemes: ["Negotiate", "NTLM"] });
    const socket = new Socket();
    const answer = answerTo(socket).toString("base64");
    expect(logon.check(socket, `Negotiate ${answer}`)).toMatchObject({ kind: "refused", status: 400 });
  });

  test("is refused, right or not, while the account is locked", () => {
    const { accounts, answerTo, send } = setUp();
    accounts.set("svc-mlconnector", { state: "locked" });
    const socket = new Socket();
    expect(send(socket, answerTo(socket))).toMatchObject({ kind: "refused", status: 401, note: "account locked" });
    expect(accounts.refusals).toBe(0);
  });
});

describe("behind a front server", () => {
  const { logon } = setUp({ front: true });

  test.each(["CONTOSO\\svc-mlconnector", "svc-mlconnector@contoso.test"])("%s is who the front says", (name) => {
    const outcome = logon.check(new Socket(), undefined, name);
    expect(outcome).toMatchObject({ kind: "loggedOn", user: name, account: { gpUser: true } });
  });

  test("a user whom Windows knows and GP does not is logged on without a GP user", () => {
    expect(logon.check(new Socket(), undefined, "CONTOSO\\ann")).toMatchObject({
      kind: "loggedOn",
      account: { gpUser: false },
    });
  });

  test("nobody is logged on when the front names nobody", () => {
    expect(logon.check(new Socket(), undefined)).toMatchObject({ kind: "refused", status: 401 });
  });

  test("the name counts for nothing where there is no front", () => {
    const outcome = setUp().logon.check(new Socket(), undefined, "CONTOSO\\svc-mlconnector");
    expect(outcome).toMatchObject({ kind: "refused", status: 401 });
  });
});
