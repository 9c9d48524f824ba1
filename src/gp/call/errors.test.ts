import { describe, expect, it } from "vitest";
import { WindowsAuthError } from "../../windows-auth/index.ts";
import type { GpClient } from "../client.ts";
import { errorOf, keysOf, numbered, setup, vendor } from "../fixtures/client.ts";
import { serviceOf } from "../fixtures/service.ts";

describe("an error of the server", () => {
  const failing = (status: number, body: unknown, headers: Record<string, string> = {}): GpClient =>
    setup((url, request) =>
      url.pathname.includes("/Purchasing/") ? { status, body, headers } : serviceOf({})(url, request),
    ).client;

  it.each<[number, unknown, string, string]>([
    [401, "", "GP_LOGON_REFUSED", "credential"],
    [403, "Forbidden", "GP_ACCESS_DENIED", "permanent"],
    [404, "Endpoint not found", "GP_SERVICE_NOT_FOUND", "permanent"],
    [405, "", "GP_SERVICE_NOT_FOUND", "permanent"],
    [429, "", "GP_BUSY", "transient"],
    [500, "Dexterity runtime fault", "GP_SERVER_ERROR", "transient"],
    [503, "Service Unavailable", "GP_BUSY", "transient"],
    [504, "", "GP_BUSY", "transient"],
    [301, "", "GP_ANSWER_UNREADABLE", "permanent"],
    [
      400,
      { Errors: [{ Code: "X", Message: "The fiscal period for 1/15/2026 is closed." }] },
      "GP_PERIOD_CLOSED",
      "permanent",
    ],
    [409, "The record is locked by user sa.", "GP_RECORD_LOCKED", "transient"],
    [
      500,
      "Error Number = 8053  Stored Procedure= taPopRcptLineInsert  Error Description = Document exists",
      "GP_DUPLICATE",
      "permanent",
    ],
    [400, { Message: "Vendor NOBODY does not exist" }, "GP_VENDOR_UNKNOWN", "permanent"],
    [422, { Errors: [{ Code: "Y", Message: "Buyer ID is wrong" }] }, "GP_REJECTED", "permanent"],
    [400, { Message: "The user is not mapped to a GP user" }, "GP_ACCESS_DENIED", "permanent"],
  ])("%i %j is %s", async (status, body, code, retry) => {
    const error = await errorOf(keysOf(failing(status, body).vendors()));
    expect(error.code).toBe(code);
    expect(error.retry).toBe(retry);
    expect(error.at).toMatchObject({ connection: "gp", company: "TWO", url: "gp.test" });
  });

  it("keeps GP's own words in the message and the answer for the audit, without secrets", async () => {
    const error = await errorOf(
      keysOf(failing(422, { Errors: [{ Code: "Y", Message: "Buyer ID is wrong" }], password: "geheim" }).vendors()),
    );
    expect(error.message).toContain("Buyer ID is wrong");
    const { cause } = error as { cause?: { status: number; body: string } };
    expect(cause).toMatchObject({ status: 422 });
    expect(cause?.body).toContain("Buyer ID is wrong");
    expect(cause?.body).not.toContain("geheim");
  });

  it("keeps only the beginning of a long answer", async () => {
    const error = await errorOf(keysOf(failing(500, "x".repeat(100_000)).vendors()));
    expect(error.message.length).toBeLessThan(1000);
    expect((error.cause as { body: string }).body.length).toBeLessThan(5000);
  });

  it("tells how long to wait where the server says it", async () => {
    const error = await errorOf(keysOf(failing(503, "", { "retry-after": "20" }).vendors()));
    expect(error.retryAfter).toBe(20_000);
  });

  it.each([
    ["an HTML page", "<!DOCTYPE html><html>Sign in</html>", "HTML"],
    ["XML", "<?xml version='1.0'?><Vendors/>", "XML"],
    ["nothing", "", "empty"],
    ["half a JSON", '{"Vendors":[', "JSON"],
    ["JSON of endless depth", "[".repeat(500_000), "JSON|deep"],
    ["no list", { Nothing: 1 }, "no list"],
  ])("an answer that is %s is not readable", async (_, body, said) => {
    const error = await errorOf(keysOf(failing(200, body).vendors()));
    expect(error.code).toBe("GP_ANSWER_UNREADABLE");
    expect(error.message).toMatch(new RegExp(said));
  });

  it("is one, too, where the service says 200 and lists errors", async () => {
    const error = await errorOf(
      keysOf(failing(200, { Errors: [{ Code: "E", Message: "Vendor X does not exist" }], Vendors: [] }).vendors()),
    );
    expect(error.code).toBe("GP_VENDOR_UNKNOWN");
    expect(await keysOf(failing(200, { Errors: [], Vendors: [] }).vendors())).toEqual([]);
  });

  it("is one where bytes do not fit the character set, instead of names with holes", async () => {
    const body = Buffer.from([
      ...Buffer.from('{"Vendors":[{"Key":{"Id":"M'),
      0xfc,
      ...Buffer.from('LLER"}}],"Total":1}'),
    ]);
    const client = (headers: Record<string, string>) =>
      setup((url, request) => (url.pathname.includes("/Purchasing/") ? { body, headers } : serviceOf({})(url, request)))
        .client;
    expect((await errorOf(keysOf(client({}).vendors()))).code).toBe("GP_ANSWER_UNREADABLE");
    expect(await keysOf(client({ "content-type": "application/json; charset=windows-1252" }).vendors())).toEqual([
      "MüLLER",
    ]);
  });

  it("an answer larger than allowed is refused", async () => {
    const { client } = setup(serviceOf({ vendors: numbered(500, vendor) }), {
      extends: "sba",
      limits: { answerBytes: 2048 },
      resources: { vendors: { paging: { size: 500 } } },
    });
    expect((await errorOf(keysOf(client.vendors()))).code).toBe("GP_ANSWER_TOO_LARGE");
  });

  it.each([
    ["UNREACHABLE", "GP_UNREACHABLE"],
    ["TLS", "GP_TLS"],
    ["TIMEOUT", "GP_TIMEOUT"],
    ["CONNECTION_LOST", "GP_SERVER_ERROR"],
    ["LOGON_REFUSED", "GP_LOGON_REFUSED"],
    ["SCHEME_NOT_OFFERED", "GP_SCHEME_NOT_OFFERED"],
    ["CHANNEL_BINDING", "GP_CHANNEL_BINDING"],
    ["PROTOCOL", "GP_AUTHENTICATION_FAILED"],
    ["KERBEROS_CLOCK_SKEW", "GP_KERBEROS"],
  ] as const)("below HTTP, %s is %s", async (code, expected) => {
    const { client } = setup(() => {
      throw new WindowsAuthError(code, "gp.test said so");
    });
    const error = await errorOf(client.ping());
    expect(error.code).toBe(expected);
    expect(error.message).toBe("gp.test said so");
    expect(error.at.url).toBe("gp.test");
  });

  it("below HTTP, a locked account has its own advice", async () => {
    const { client } = setup(() => {
      throw new WindowsAuthError("LOGON_REFUSED", "refused", { reason: "disabled-or-locked" });
    });
    expect((await errorOf(client.ping())).fix).toContain("Unlock");
  });
});
