import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ChainWalk,
  exportEnd,
  exportLine,
  genesisHash,
  hashEntry,
  type TrailEntry,
  verifyExport,
} from "./auditChain.ts";

function trail(entries: number): string {
  let previousHash = genesisHash;
  let text = "";
  for (let position = 1; position <= entries; position++) {
    const entry: TrailEntry = {
      position,
      at: new Date(Date.UTC(2026, 0, 15, 9, 30, position)).toISOString(),
      actor: "cli:alice",
      action: "delivery.sent",
      jobId: position % 2 ? "job_1" : null,
      link: "two-to-cleo",
      subject: `dlv_${position}`,
      detail: { file: "upload/850/PO_TWO_PO2075_r1_9f2c1ab4.x12", status: 201, note: "über “Grenzen”" },
    };
    const hash = hashEntry(previousHash, entry);
    text += exportLine({ ...entry, previousHash, hash });
    previousHash = hash;
  }
  return text + exportEnd(entries, previousHash);
}

const linesOf = (bytes: Uint8Array): string[] =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes).split(/(?<=\n)/);

describe("an exported audit trail", () => {
  const text = trail(12);
  const bytes = Buffer.from(text);

  it.each(["", "links:\n  - name: two\n", "\u0000\u0001"])("is not what %j is", async (other) => {
    const lines = other === "" ? [] : linesOf(Buffer.from(other));
    expect(await verifyExport(lines)).toMatchObject({ ok: false, entries: 0, noExport: true });
    expect(await verifyExport(linesOf(bytes.subarray(0, 40)))).not.toHaveProperty("noExport");
  });

  it("is proved by itself", async () => {
    expect(await verifyExport(linesOf(bytes))).toMatchObject({ ok: true, entries: 12 });
    expect(await verifyExport(linesOf(Buffer.from(trail(0))))).toEqual({ ok: true, entries: 0, head: genesisHash });
  });

  it("shows any byte that was changed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ change;
        expect((await verifyExport(linesOf(changed))).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it("shows any byte that was put in or taken out", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.option(fc.integer({ min: 0, max: 255 })), async (at, inserted) => {
        const head = bytes.subarray(0, at);
        const changed =
          inserted === null
            ? Buffer.concat([head, bytes.subarray(at + 1)])
            : Buffer.concat([head, Buffer.from([inserted]), bytes.subarray(at)]);
        expect((await verifyExport(linesOf(changed))).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it("shows entries left out, swapped or cut off at the end", async () => {
    const lines = linesOf(bytes);
    const without = (at: number) => lines.filter((_, index) => index !== at);
    for (let at = 0; at < lines.length; at++) expect((await verifyExport(without(at))).ok, `line ${at}`).toBe(false);
    const swapped = lines.with(3, lines[4] ?? "").with(4, lines[3] ?? "");
    expect(await verifyExport(swapped)).toMatchObject({ ok: false, entries: 3, line: 4 });
    expect(await verifyExport(lines.slice(0, -1))).toMatchObject({
      ok: false,
      reason: expect.stringContaining("cut off"),
    });
  });

  it("is not fooled by a chain that somebody made anew from the middle, against a head that was noted before", async () => {
    const noted = (await verifyExport(linesOf(bytes))).head;
    const forged = trail(12).replaceAll("cli:alice", "cli:mallo");
    expect((await verifyExport(linesOf(Buffer.from(forged)))).ok).toBe(false);
    expect(new ChainWalk().head).not.toBe(noted);
  });
});
