/**
 * Starts and stops the AD lab (a Samba domain with Apache and an HTTP.sys-like front), which lies beside the project.
 * `AD_LAB_ENV` may name the env file of a lab that runs already; that one is used and left alone.
 */
import { execFile, spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const folder = resolve(import.meta.dirname, "../../../shared/ad-lab");
/** Always the same, so that a lab which a killed run left behind is found and ended by the next one. */
const directory = join(tmpdir(), "ml-connector-ad-lab");
const lock = `${directory}.pid`;

/** Why the lab cannot be had on this machine, or `undefined`. */
export function labObstacle(): string | undefined {
  if (process.env.AD_LAB_ENV !== undefined) return undefined;
  if (!existsSync(join(folder, "up"))) return "../shared/ad-lab is not there";
  if (process.getuid?.() !== 0) return "it needs root";
  if (isInUse()) return "another test run has its lab up, and a machine can have one only";
  if (!existsSync(directory) && spawnSync("wbinfo", ["-p"]).status === 0) {
    return "another winbindd runs on this machine; if it is a lab, name its env file in AD_LAB_ENV";
  }
  return undefined;
}

function isInUse(): boolean {
  if (!existsSync(lock)) return false;
  const holder = Number(readFileSync(lock, "utf8"));
  return holder !== process.pid && existsSync(`/proc/${holder}`);
}

export interface AdLab {
  readonly ca: Buffer;
  /** What the front server wrote about refused logons, one line each. */
  refusals(): readonly string[];
  /** Runs samba-tool on the lab's domain. */
  sambaTool(...command: readonly string[]): Promise<string>;
  /** Passes what its front servers let in on to this address, with the user in `X-Remote-User`. */
  serve(upstream: string): Promise<void>;
  stop(): Promise<void>;
  readonly variables: Readonly<Record<string, string>>;
}

/** @throws if the lab does not come up, with what it said */
export async function startLab(): Promise<AdLab> {
  const given = process.env.AD_LAB_ENV;
  if (given === undefined) {
    writeFileSync(lock, String(process.pid));
    await run(join(folder, "up"), ["--dir", directory, "--base-port", "18680"], { maxBuffer: 1 << 24 });
  }
  const environmentFile = given ?? join(directory, "env");
  const { stdout } = await run("bash", ["-c", '. "$0" && env -0', environmentFile]);
  const variables: Record<string, string> = {};
  for (const line of stdout.split("\0")) {
    const [, name, value] = /^ADLAB_(\w+)=(.*)$/s.exec(line) ?? [];
    if (name !== undefined && value !== undefined) variables[name] = value;
  }
  const home = variables.DIR ?? directory;
  return {
    ca: readFileSync(variables.CA ?? ""),
    refusals: () =>
      readFileSync(join(home, "log/gate.log"), "utf8")
        .split("\n")
        .filter((line) => / 40[01] /.test(line)),
    async sambaTool(...command) {
      const configuration = `--configfile=${join(home, "samba/etc/smb.conf")}`;
      return (await run("samba-tool", [...command, configuration])).stdout;
    },
    async serve(upstream) {
      if (given !== undefined) throw new Error("a lab that was there before serves its own upstream");
      await run(join(folder, "up"), ["--dir", directory, "--base-port", "18680", "--upstream", upstream], {
        maxBuffer: 1 << 24,
      });
    },
    async stop() {
      if (given !== undefined) return;
      await run(join(folder, "down"), ["--dir", directory, "--purge"]);
      rmSync(lock, { force: true });
    },
    variables,
  };
}
