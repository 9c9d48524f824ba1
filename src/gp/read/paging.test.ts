import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ArrivedRow, cursorOf, judgePage, type PageAsked, type PagingState, startPaging } from "./paging.ts";

const rowsOf = (...digests: string[]): ArrivedRow[] => digests.map((digest) => ({ digest }));

type Change = { kind: "remove" | "moveToEnd" | "moveToStart" | "insert"; at: number };

/** Reads a list to its end while `changes` happen to it, one after each request. */
function readAll(
  list: string[],
  cap: (page: number) => number,
  changes: Change[][] = [],
  withTotal = false,
  restartAt = -1,
) {
  const rows = [...list];
  const untouched = new Set(list);
  const read: string[] = [];
  let { state, next }: { state: PagingState; next: PageAsked | undefined } = startPaging();
  let requests = 0;
  let inserted = 0;
  while (next) {
    const page = rows.slice(next.skip, next.skip + cap(requests));
    const verdict = judgePage(state, next, rowsOf(...page), withTotal ? rows.length : undefined, 10_000);
    if (verdict.kind === "stuck" || verdict.kind === "unstable")
      return { end: verdict.kind, read, requests, untouched };
    state = verdict.state;
    next = verdict.next;
    if (verdict.kind === "read") read.push(...verdict.fresh.map((index) => page[index] ?? ""));
    if (next && requests === restartAt) ({ state, next } = startPaging(cursorOf(state)));
    for (const change of changes[requests] ?? []) {
      const at = change.at % Math.max(1, rows.length);
      if (change.kind === "insert") rows.splice(at, 0, `new${inserted++}`);
      else if (rows.length > 0) {
        const [row = ""] = rows.splice(at, 1);
        untouched.delete(row);
        // An edited row has another content.
        if (change.kind === "moveToEnd") rows.push(`${row}'`);
        if (change.kind === "moveToStart") rows.unshift(`${row}'`);
      }
    }
    requests++;
  }
  return { end: "complete" as const, read, requests, untouched };
}

const list = (length: number): string[] => Array.from({ length }, (_, index) => `row${index}`);

describe("paging", () => {
  it("looks across the end of the only page and behind it, and stops", () => {
    const { read, requests } = readAll(list(5), () => 100);
    expect(read).toEqual(list(5));
    expect(requests).toBe(3);
  });

  it("needs one request for an empty list, and stops at the announced total", () => {
    expect(readAll([], () => 100).requests).toBe(1);
    expect(readAll(list(5), () => 100, [], true).requests).toBe(2);
    expect(readAll(list(20), () => 10, [], true).requests).toBe(3);
  });

  it("is not deceived by a total that counts the page", () => {
    const rows = list(95);
    let { state, next }: { state: PagingState; next: PageAsked | undefined } = startPaging();
    const read: string[] = [];
    while (next) {
      const page = rows.slice(next.skip, next.skip + 10);
      const verdict = judgePage(state, next, rowsOf(...page), page.length, 100);
      if (verdict.kind !== "read") throw new Error(verdict.kind);
      read.push(...verdict.fresh.map((index) => page[index] ?? ""));
      ({ state, next } = verdict);
    }
    expect(read).toEqual(rows);
  });

  it("goes on after a page that is shorter than asked for", () => {
    expect(readAll(list(50), () => 7).read).toEqual(list(50));
  });

  it("reads a list from a server that sends one row at a time", () => {
    expect(readAll(list(4), () => 1).read).toEqual(list(4));
  });

  it("does not lose the row that slides into the last page", () => {
    const { read } = readAll(list(20), () => 10, [[{ kind: "remove", at: 3 }]]);
    expect(read).toEqual(list(20));
  });

  it("does not lose rows when more of them move than a page overlaps", () => {
    const moved: Change[] = Array.from({ length: 8 }, () => ({ kind: "moveToEnd", at: 0 }));
    const { read, end } = readAll(list(30), () => 10, [moved]);
    expect(end).toBe("complete");
    for (const row of list(30).slice(10)) expect(read).toContain(row);
  });

  it("notices a service that sends the same page again and again", () => {
    const page = rowsOf("a", "b", "c");
    let { state, next }: { state: PagingState; next: PageAsked | undefined } = startPaging();
    const verdicts: string[] = [];
    for (let request = 0; request < 20 && next; request++) {
      const verdict = judgePage(state, next, page, undefined, 10_000);
      verdicts.push(verdict.kind);
      if (verdict.kind !== "read") break;
      ({ state, next } = verdict);
    }
    expect(verdicts.at(-1)).toBe("stuck");
    expect(verdicts.length).toBeLessThan(12);
  });

  it("notices a service that never comes to an end", () => {
    let { state, next }: { state: PagingState; next: PageAsked | undefined } = startPaging();
    let kind = "read";
    let requests = 0;
    while (next && kind === "read" && requests < 100) {
      const { skip } = next;
      const verdict = judgePage(state, next, rowsOf(`${skip}`, `${skip + 1}`, `${skip + 2}`), undefined, 50);
      kind = verdict.kind;
      if (verdict.kind === "read") ({ state, next } = verdict);
      requests++;
    }
    expect(kind).toBe("stuck");
    expect(requests).toBe(51);
  });

  it("yields every row exactly once however a quiet list is split into pages, also after a restart", () => {
    fc.assert(
      fc.property(
        fc.nat(120),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 20 }),
        fc.boolean(),
        fc.integer({ min: -1, max: 10 }),
        (length, caps, withTotal, restartAt) => {
          const { read, end } = readAll(
            list(length),
            (page) => caps[page % caps.length] ?? 1,
            [],
            withTotal,
            restartAt,
          );
          expect(end).toBe("complete");
          expect([...new Set(read)]).toEqual(list(length));
          if (restartAt < 0) expect(read.length).toBe(length);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("yields every row that stays as it is at least once while others come, go and move", () => {
    const change = fc.record({
      kind: fc.constantFrom("remove" as const, "moveToEnd" as const, "moveToStart" as const, "insert" as const),
      at: fc.nat(200),
    });
    let completed = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 120 }),
        fc.integer({ min: 2, max: 25 }),
        fc.array(fc.array(change, { maxLength: 6 }), { maxLength: 12 }),
        (length, cap, changes) => {
          const { read, end, untouched } = readAll(list(length), () => cap, changes);
          if (end !== "complete") return;
          completed++;
          const seen = new Set(read);
          for (const row of untouched) expect(seen.has(row), `${row} was lost`).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
    expect(completed).toBeGreaterThan(900);
  });
});
