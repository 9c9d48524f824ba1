/**
 * What a Cleo, or what comes from one, may do (the list that the test double is built by), and the one test that tries the
 * connector against it. A behaviour that loses its test fails here.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const conformance = "test/conformance/cleo";
const webhook = "src/http/webhooks/cleo.integration.test.ts";
const folder = "src/sync/inbound/collect.integration.test.ts";

const behaviours: readonly (readonly [behaviour: string, file: string, test: string])[] = [
  ["a token without a refresh token", `${conformance}/tokenWithoutRefresh.test.ts`, "each write logs in"],
  [
    "a token with a refresh token that rotates",
    `${conformance}/tokenRefreshed.test.ts`,
    "by the rotated refresh token",
  ],
  ["a token without an announced end", `${conformance}/tokenWithoutExpiry.test.ts`, "without an announced end"],
  [
    "a token that expires between check and write",
    `${conformance}/tokenExpiresEarly.test.ts`,
    "between the renewal and the write",
  ],
  ["a refresh that is rejected", `${conformance}/refreshRejected.test.ts`, "a refused refresh token costs one login"],
  ["a login that is locked", `${conformance}/loginRefused.test.ts`, "is not tried again"],
  ["a password with special characters", `${conformance}/specialPassword.test.ts`, "password"],
  ["a 401 in the middle of a run", `${conformance}/tokenExpiresEarly.test.ts`, "in the middle of a run cost no file"],
  ["a second 401", `${conformance}/tokenRevoked.test.ts`, "access taken away"],
  ["an upload taken, the answer lost", `${conformance}/answerLost.test.ts`, "whose answer is lost is in doubt"],
  ["a file that disappears at once", `${conformance}/doubtSettled.test.ts`, "taken up at once is absent"],
  ["the same name twice, accepted or overwritten", `${conformance}/sameName.test.ts`, "has both uploads sent"],
  ["the same name twice, 409", `${conformance}/sameName.test.ts`, "proves by its content"],
  ["a folder that is forbidden (403)", `${conformance}/refusals.test.ts`, "a forbidden folder is named"],
  ["a 404 of the preset", `${conformance}/refusals.test.ts`, "against a server that speaks"],
  ["a 413", `${conformance}/refusals.test.ts`, "a file larger than the server takes"],
  ["a 429 with Retry-After", `${conformance}/throttled.test.ts`, "hands on how long to wait"],
  ["a page of HTML with 502", `${conformance}/htmlAnswers.test.ts`, "a 502 page"],
  ["a slow list", `${conformance}/pagedList.test.ts`, "slower than the limit"],
  ["a list in pages", `${conformance}/pagedList.test.ts`, "whatever the server's page size"],
  ["a Retry-After as seconds or a date", "src/cleo/client.test.ts", "told to wait by Retry-After"],
  ["a second factor", "src/cleo/tokenSource.test.ts", "X-Cleo-OTP-Code"],
  ["links to files in a listing", "src/cleo/client.test.ts", "_links"],
  ["an upload under a name to be renamed", "src/cleo/client.test.ts", "with staging"],
  ["an inbound file posted again", folder, "recognises what came by webhook"],
  ["a webhook that is chunked", webhook, "takes chunked, gzip and a multipart form"],
  ["a webhook that is duplicated", webhook, "200 with the first receipt after that"],
  ["webhooks out of order, an 810 before its 856", webhook, "in whatever order they come"],
  ["a webhook with a bad key", webhook, "refuses a missing or wrong key with 401"],
  ["a webhook that is too large", webhook, "refuses more than the limit with 413"],
  ["a webhook with malformed X12", webhook, "keeps what it cannot read"],
  ["two interchanges in one body", webhook, "two interchanges in one body"],
];

test.each(behaviours)("%s has its test", (_behaviour, file, title) => {
  const text = readFileSync(join(import.meta.dirname, "../../..", file), "utf8");
  expect(text).toContain(title);
  expect(text).not.toMatch(/\b(?:test|it|describe)\.(?:skip|only|todo)\b/);
});
