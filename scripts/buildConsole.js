/**
 * Builds the web console into console/dist. With `--if-possible`, as `npm ci` runs it, a build that cannot be done
 * (no development dependencies, no package for this machine) is told and not an error: the server works without it.
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const optional = process.argv.includes("--if-possible");

// Whatever the install is for, the console that it serves is the small and fast one.
process.env.NODE_ENV = "production";

try {
  // The source is absent where the package is installed as a dependency: it comes built.
  if (!optional || existsSync(join(root, "console", "index.html"))) {
    const { build } = await import("vite");
    await build({ configFile: join(root, "console", "vite.config.ts"), logLevel: optional ? "error" : "info" });
    if (optional) console.log(`The web console is built (console/dist).`);
  }
} catch (error) {
  if (!optional) throw error;
  console.warn(`The web console was not built: ${error instanceof Error ? error.message : error}`);
  console.warn("Everything else works without it. `npm run build:console` tries again.");
}
