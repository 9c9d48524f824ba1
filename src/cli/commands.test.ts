import { Command } from "commander";
import { expect, test } from "vitest";
import { commands } from "./commands.ts";

test.each(Object.entries(commands))("%s is loaded under the name that it has", async (name, load) => {
  const root = new Command();
  const add = await load();
  const { stdout, stderr } = process;
  add(
    root,
    { streams: { stdout, stderr, environment: {} }, environment: {}, stop: new AbortController().signal },
    () => {},
  );
  expect(root.commands.map((command) => command.name())).toEqual([name]);
});
