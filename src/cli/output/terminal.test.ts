import { describe, expect, it } from "vitest";
import { openTerminal, type Streams } from "./terminal.ts";

const control = "\u001b[";

function recorder(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 20, written, write: (text: string) => written.push(text) };
}

function opened(given: { out?: boolean; err?: boolean; json?: boolean; environment?: Streams["environment"] }) {
  const stdout = recorder(given.out ?? false);
  const stderr = recorder(given.err ?? false);
  const terminal = openTerminal({ stdout, stderr, environment: given.environment ?? {} }, given.json ?? false);
  return { terminal, stdout: stdout.written, stderr: stderr.written };
}

describe("colour", () => {
  it("is used on a terminal only", () => {
    expect(opened({ out: true }).terminal.colors.red("x")).toContain(control);
    expect(opened({ out: false, err: true }).terminal.colors.red("x")).toBe("x");
  });

  it("follows stderr for what goes there, whatever stdout is", () => {
    expect(opened({ out: true, err: false }).terminal.errorColors.red("x")).toBe("x");
    expect(opened({ out: false, err: true }).terminal.errorColors.red("x")).toContain(control);
    expect(opened({ out: false, err: true, json: true }).terminal.colors.red("x")).toContain(control);
  });

  it.each([{ NO_COLOR: "1" }, { TERM: "dumb" }])("is not used where %j says so", (environment) => {
    const { terminal } = opened({ out: true, err: true, environment });
    expect([terminal.colors.red("x"), terminal.errorColors.red("x")]).toEqual(["x", "x"]);
  });

  it("stays where NO_COLOR is empty", () => {
    expect(opened({ out: true, environment: { NO_COLOR: "" } }).terminal.colors.red("x")).toContain(control);
  });
});

describe("what is written where", () => {
  it("is text on stdout for a person", () => {
    const { terminal, stdout, stderr } = opened({});
    terminal.print("answer");
    terminal.say("beside");
    terminal.printJson({ a: 1 });
    expect(stdout).toEqual(["answer\n", "beside\n"]);
    expect(stderr).toEqual([]);
  });

  it("is one JSON document on stdout and the text on stderr with --json", () => {
    const { terminal, stdout, stderr } = opened({ json: true });
    terminal.say("beside");
    terminal.print("answer");
    terminal.printJson({ a: 1 });
    expect(JSON.parse(stdout.join(""))).toEqual({ a: 1 });
    expect(stderr).toEqual(["beside\n"]);
  });
});

describe("progress", () => {
  it("is silent where stderr is no terminal", () => {
    const { terminal, stderr } = opened({ out: true, err: false });
    terminal.progress("3 of 9");
    terminal.clear();
    expect(stderr).toEqual([]);
  });

  it("keeps to one line, also of wide characters, and goes away before text comes", () => {
    const { terminal, stdout, stderr } = opened({ out: true, err: true });
    terminal.progress("富士通株式会社富士通株式会社");
    expect(stderr).toEqual([`\r${control}2K富士通株式会社富士`]);
    terminal.say("done");
    terminal.say("again");
    expect(stderr.slice(1)).toEqual([`\r${control}2K`]);
    expect(stdout).toEqual(["done\n", "again\n"]);
  });
});
