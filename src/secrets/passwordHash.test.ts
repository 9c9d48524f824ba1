import { describe, expect, it } from "vitest";
import { hashPassword, verifyPassword } from "./passwordHash.ts";

describe("a password hash", () => {
  it("knows its password, and no other", async () => {
    const stored = await hashPassword("correct horse battery");
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(stored).not.toContain("horse");
    expect(await verifyPassword("correct horse battery", stored)).toBe(true);
    expect(await verifyPassword("correct horse batterY", stored)).toBe(false);
  });

  it("is another one each time", async () => {
    expect(await hashPassword("same password twice")).not.toBe(await hashPassword("same password twice"));
  });

  it("takes the same characters for the same password, however they were composed", async () => {
    expect(await verifyPassword("mu\u0308nchen 2026 mai", await hashPassword("m\u00fcnchen 2026 mai"))).toBe(true);
  });

  it("says no where nothing, or nothing readable, is stored", async () => {
    expect(await verifyPassword("anything at all", undefined)).toBe(false);
    expect(await verifyPassword("anything at all", "$2b$10$abcdefghijklmnopqrstuv")).toBe(false);
  });

  it("agrees with the reference implementation of argon2id", async () => {
    // Of test.c of phc-winner-argon2: t 2, m 2^16 KiB, p 1.
    const reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    expect(await verifyPassword("password", reference)).toBe(true);
    expect(await verifyPassword("Password", reference)).toBe(false);
  });
});
