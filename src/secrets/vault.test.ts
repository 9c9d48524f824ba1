import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openVault } from "./vault.ts";

let dataDirectory: string;
beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), "vault-"));
});
afterEach(() => rmSync(dataDirectory, { recursive: true, force: true }));

const keyFile = (): string => join(dataDirectory, "master.key");
const key = (fill: number): string => Buffer.alloc(32, fill).toString("base64");
const codeOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return "no error";
};

describe("sealing", () => {
  test("any text comes back as it was sealed", () => {
    const vault = openVault({ dataDirectory, environment: {} });
    // What is opened is known as a secret for as long as the process lives: an ordinary word would be blanked out in other tests.
    const secret = fc.oneof(
      fc.constant(""),
      fc.string({ unit: "grapheme" }).map((text) => `§${text}§`),
    );
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), secret, (name, text) => {
        expect(vault.open(name, vault.seal(name, text)).reveal()).toBe(text);
      }),
      { numRuns: 60 },
    );
  });

  test("the same text sealed twice gives two different stored forms, neither of which shows it", () => {
    const vault = openVault({ dataDirectory, environment: {} });
    const [first, second] = [vault.seal("cleo/a/password", "S@mple&Pw1"), vault.seal("cleo/a/password", "S@mple&Pw1")];
    expect(first).not.toBe(second);
    expect(first).not.toContain("S@mple");
    expect(first).not.toContain(Buffer.from("S@mple&Pw1").toString("base64url").slice(0, 8));
  });

  test("a stored form moved to another name does not open", () => {
    const vault = openVault({ dataDirectory, environment: {} });
    const sealed = vault.seal("gp/a/password", "one password");
    expect(codeOf(() => vault.open("gp/b/password", sealed))).toBe("SECRETS_DAMAGED");
    expect(codeOf(() => vault.rewrap("gp/b/password", sealed))).toBe("SECRETS_DAMAGED");
    const other = openVault({ dataDirectory, environment: { ML_CONNECTOR_KEY: key(3) } });
    expect(codeOf(() => other.rewrap("gp/b/password", sealed))).toBe("SECRETS_DAMAGED");
  });

  test("no changed character of a stored form goes unnoticed", () => {
    const vault = openVault({ dataDirectory, environment: {} });
    const sealed = vault.seal("n", "text of a secret");
    for (let at = 0; at < sealed.length; at += 1) {
      const bytes = Buffer.from(sealed);
      bytes[at] = sealed[at] === "A" ? 66 : 65;
      const changed = bytes.toString();
      const decoded = (text: string): string =>
        text
          .split(".")
          .map((part, place) => (place < 2 ? part : Buffer.from(part, "base64url").toString("hex")))
          .join(".");
      // The last character of a base64url part may hold bits that belong to no byte.
      if (decoded(changed) === decoded(sealed)) continue;
      expect(["SECRETS_DAMAGED", "SECRETS_KEY_UNKNOWN"], `position ${at}`).toContain(
        codeOf(() => vault.open("n", changed)),
      );
    }
  });

  test("text of another form is refused with a coded error", () => {
    const vault = openVault({ dataDirectory, environment: {} });
    for (const sealed of ["", "plain password", "mlc2.0.0.0", "mlc1....", "a".repeat(100_000)]) {
      expect(codeOf(() => vault.open("n", sealed))).toBe("SECRETS_DAMAGED");
    }
  });
});

describe("the master key", () => {
  test("is created once, for its owner alone", () => {
    const first = openVault({ dataDirectory, environment: {} });
    const second = openVault({ dataDirectory, environment: {} });
    expect(second.open("n", first.seal("n", "text")).reveal()).toBe("text");
    expect(readdirSync(dataDirectory)).toEqual(["master.key"]);
    if (process.platform !== "win32") expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
  });

  test.skipIf(process.platform === "win32")(
    "in a file that others can read is refused, with the command that helps",
    () => {
      openVault({ dataDirectory, environment: {} });
      chmodSync(keyFile(), 0o640);
      expect(() => openVault({ dataDirectory, environment: {} })).toThrow(
        expect.objectContaining({
          code: "SECRETS_KEY_FILE_EXPOSED",
          fix: expect.stringContaining(`chmod 600 ${keyFile()}`),
        }),
      );
    },
  );

  test("in a file without a key is refused", () => {
    for (const content of ["", "# only a heading\n", "too short\n"]) {
      writeFileSync(keyFile(), content, { mode: 0o600 });
      expect(codeOf(() => openVault({ dataDirectory, environment: {} }))).toBe("SECRETS_KEY_FILE_UNREADABLE");
    }
  });

  test("is taken from the environment as base64 or hex, and then no file is made", () => {
    const base64 = openVault({ dataDirectory, environment: { ML_CONNECTOR_KEY: key(7) } });
    const hex = openVault({
      dataDirectory,
      environment: { ML_CONNECTOR_KEY: ` ${Buffer.alloc(32, 7).toString("hex")}\n` },
    });
    expect(hex.open("n", base64.seal("n", "text")).reveal()).toBe("text");
    expect(readdirSync(dataDirectory)).toEqual([]);
  });

  test("of a wrong size in the environment is refused without being shown", () => {
    for (const text of ["hunter2hunter2", Buffer.alloc(16, 1).toString("base64"), "é".repeat(43)]) {
      const failure = (): unknown => openVault({ dataDirectory, environment: { ML_CONNECTOR_KEY: text } });
      expect(codeOf(failure)).toBe("SECRETS_KEY_INVALID");
      expect(failure).not.toThrow(text);
    }
  });

  test("that does not belong to a secret is named by its id", () => {
    const sealed = openVault({ dataDirectory, environment: { ML_CONNECTOR_KEY: key(1) } }).seal("n", "text");
    const other = openVault({ dataDirectory, environment: { ML_CONNECTOR_KEY: key(2) } });
    expect(codeOf(() => other.open("n", sealed))).toBe("SECRETS_KEY_UNKNOWN");
  });
});

describe("rotation", () => {
  test("re-wraps every secret; the former key then opens nothing, and goes at the next rotation", async () => {
    const vault = openVault({ dataDirectory, environment: {} });
    const former = readFileSync(keyFile(), "utf8").trim().split("\n").at(-1);
    let stored = vault.seal("n", "text");
    const rotate = (): Promise<void> =>
      vault.rotate(async (rewrap) => {
        stored = rewrap("n", stored);
      });
    await rotate();
    expect(vault.isCurrent("n", stored)).toBe(true);
    expect(vault.open("n", stored).reveal()).toBe("text");
    const withFormer = openVault({
      dataDirectory: join(dataDirectory, "x"),
      environment: { ML_CONNECTOR_KEY: former },
    });
    expect(codeOf(() => withFormer.open("n", stored))).toBe("SECRETS_KEY_UNKNOWN");
    await rotate();
    expect(readFileSync(keyFile(), "utf8")).not.toContain(former);
    expect(openVault({ dataDirectory, environment: {} }).open("n", stored).reveal()).toBe("text");
  });

  test("is followed by a worker that seals with an older key in memory", async () => {
    const worker = openVault({ dataDirectory, environment: {} });
    const operator = openVault({ dataDirectory, environment: {} });
    await operator.rotate(async () => {});
    await operator.rotate(async () => {});
    const sealed = worker.seal("n", "text");
    expect(openVault({ dataDirectory, environment: {} }).open("n", sealed).reveal()).toBe("text");
  });

  test("by two at the same time loses nothing", async () => {
    const [one, other] = [openVault({ dataDirectory, environment: {} }), openVault({ dataDirectory, environment: {} })];
    let stored = one.seal("n", "text");
    await one.rotate(async (rewrapOne) => {
      // Twice, so that the key of the outer rotation is out of use before that one goes on.
      for (let time = 0; time < 2; time += 1) {
        await other.rotate(async (rewrapOther) => {
          stored = rewrapOther("n", stored);
        });
      }
      stored = rewrapOne("n", stored);
    });
    expect(openVault({ dataDirectory, environment: {} }).open("n", stored).reveal()).toBe("text");
  });

  test("that stops half way leaves old and new forms readable, and can be repeated", async () => {
    const vault = openVault({ dataDirectory, environment: {} });
    const stored = { a: vault.seal("a", "text a"), b: vault.seal("b", "text b") };
    const interrupted = vault.rotate(async (rewrap) => {
      stored.a = rewrap("a", stored.a);
      throw new Error("database gone");
    });
    await expect(interrupted).rejects.toThrow("database gone");
    const restarted = openVault({ dataDirectory, environment: {} });
    expect([restarted.open("a", stored.a).reveal(), restarted.open("b", stored.b).reveal()]).toEqual([
      "text a",
      "text b",
    ]);
    await restarted.rotate(async (rewrap) => {
      stored.a = rewrap("a", stored.a);
      stored.b = rewrap("b", stored.b);
    });
    expect(openVault({ dataDirectory, environment: {} }).open("b", stored.b).reveal()).toBe("text b");
  });

  test("by one worker is noticed by another that is running", async () => {
    const [one, other] = [openVault({ dataDirectory, environment: {} }), openVault({ dataDirectory, environment: {} })];
    let stored = one.seal("n", "text");
    await one.rotate(async (rewrap) => {
      stored = rewrap("n", stored);
    });
    expect(other.open("n", stored).reveal()).toBe("text");
  });

  test("of a key from the environment needs the former key beside it", async () => {
    const before = openVault({ dataDirectory, environment: { ML_CONNECTOR_KEY: key(1) } });
    await expect(before.rotate(async () => {})).rejects.toMatchObject({ code: "SECRETS_ROTATION_BY_ENVIRONMENT" });
    let stored = before.seal("n", "text");
    const after = openVault({
      dataDirectory,
      environment: { ML_CONNECTOR_KEY: key(2), ML_CONNECTOR_KEY_PREVIOUS: key(1) },
    });
    await after.rotate(async (rewrap) => {
      stored = rewrap("n", stored);
    });
    const alone = openVault({ dataDirectory, environment: { ML_CONNECTOR_KEY: key(2) } });
    expect(alone.open("n", stored).reveal()).toBe("text");
  });

  test("moves secrets from the key file to a key in the environment", async () => {
    const sealed = openVault({ dataDirectory, environment: {} }).seal("n", "text");
    const moved = openVault({ dataDirectory, environment: { ML_CONNECTOR_KEY: key(9) } }).rewrap("n", sealed);
    rmSync(keyFile());
    const alone = openVault({ dataDirectory, environment: { ML_CONNECTOR_KEY: key(9) } });
    expect(alone.open("n", moved).reveal()).toBe("text");
  });
});
