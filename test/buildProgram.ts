/** `node buildProgram.ts <folder>`: see builtProgram.ts. A process of its own, so that no test has the bundler in its memory. */
import { join, resolve } from "node:path";
import { build } from "rolldown";

const project = resolve(import.meta.dirname, "..");

await build({
  input: {
    "cli/main": join(project, "src/cli/main.ts"),
    "chaos/workerProcess": join(project, "test/chaos/workerProcess.ts"),
  },
  platform: "node",
  logLevel: "warn",
  output: {
    dir: process.argv[2],
    format: "esm",
    // As deep as the sources, which look for what lies beside them two folders up.
    entryFileNames: "[name].js",
    chunkFileNames: "parts/[name]-[hash].js",
    sourcemap: true,
  },
});
