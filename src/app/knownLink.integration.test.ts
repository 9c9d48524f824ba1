import { afterAll, beforeAll, expect, test } from "vitest";
import { type TemporaryLedger, temporaryLedger } from "../../test/temporaryLedger.ts";
import { storeConfiguration } from "../ledger/configurations.ts";
import { expectKnownLink } from "./knownLink.ts";

let opened: TemporaryLedger;
beforeAll(async () => {
  opened = await temporaryLedger();
  const document = { links: [{ name: "two" }] };
  const now = new Date("2026-03-18T17:00:00Z");
  await opened.ledger.transaction().execute((transaction) => storeConfiguration(transaction, document, "test", now));
});
afterAll(() => opened.close());

test("A link of which nothing is found must be one, or the program itself; of one that is gone what is found is enough.", async () => {
  for (const link of [undefined, "two", "program"]) await expectKnownLink(opened.ledger, link, []);
  await expectKnownLink(opened.ledger, "gone", ["a job"]);
  await expect(expectKnownLink(opened.ledger, "tow", [])).rejects.toMatchObject({
    ...{ code: "LINK_UNKNOWN", fix: "Name one of: two." },
  });
});
