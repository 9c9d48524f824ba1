/**
 * Writes `dist/`, the form in which the package is installed: Node runs TypeScript from a checkout, but strips no
 * types under `node_modules`. Run by `npm pack`; nothing in the checkout uses the result.
 */
import { spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");

rmSync(join(root, "dist"), { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [compiler, "-p", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});
if (status !== 0) process.exit(status ?? 1);

// Data that is read beside the code: whatever is not TypeScript.
cpSync(join(root, "src"), join(root, "dist"), {
  recursive: true,
  filter: (path) => !/\.tsx?$/.test(path),
});

// The web console, which the server looks for beside its own code.
const consoleBuild = spawnSync(process.execPath, [join(root, "scripts", "buildConsole.js")], {
  cwd: root,
  stdio: "inherit",
});
if (consoleBuild.status !== 0) process.exit(consoleBuild.status ?? 1);
