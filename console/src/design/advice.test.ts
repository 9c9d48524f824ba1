import { expect, test } from "vitest";
import { findings } from "../../../src/check/findings.ts";
import { errorRegistry } from "../../../src/errors/registry.ts";
import { adviceOnScreen } from "./advice.ts";

/** Told at a terminal, or mended on the machine itself: there is nothing to click. */
const onTheMachine = new Set([
  "BACKUP_UNREADABLE",
  "DATABASE_ADDRESS_TAKEN",
  "DATABASE_DIRECTORY_FOREIGN",
  "DATABASE_DIRECTORY_UNUSABLE",
  "INTERNAL",
  "LEDGER_HANDED_OVER",
  "REQUEST_FOREIGN",
  "RESTORE_TARGET_NOT_EMPTY",
  "SECRETS_KEY_FILE_EXPOSED",
  "SECRETS_KEY_UNKNOWN",
  "SECRETS_ROTATION_BY_ENVIRONMENT",
  "SERVER_CERTIFICATE_UNUSABLE",
  "SERVER_PORT_TAKEN",
  "SETUP_CODE_WRONG",
  "USAGE",
  "WEBHOOK_STORAGE",
  "X12_NOT_DESCRIBED",
]);

test("advice that names a command says on the screen what to click instead", () => {
  const commands = Object.entries(errorRegistry)
    .map(([code, { fix }]) => [code, adviceOnScreen(code, fix)] as const)
    .filter(([code, text]) => /`(?:ml-connector|--)|apply the configuration/.test(text) && !onTheMachine.has(code));
  expect(commands).toEqual([]);
});

test("what the fit check advises says on the screen what to click instead of a command", () => {
  const commands = Object.entries(findings)
    .map(([code, { fix = "" }]) => [code, adviceOnScreen(code, fix)] as const)
    .filter(([, text]) => /`(?:ml-connector|check|--)/.test(text));
  expect(commands).toEqual([]);
});

test("every code that is answered otherwise on the screen is in the registry", () => {
  const fix = "Run `ml-connector x`.";
  const known = Object.keys(errorRegistry).filter((code) => adviceOnScreen(code, fix) !== fix);
  expect(known.length).toBeGreaterThan(40);
});

test("an occurrence's own advice is kept where it names no command", () => {
  expect(adviceOnScreen("DOCUMENT_UNIT_UNMAPPED", "Ask the buyer.")).toBe("Ask the buyer.");
});
