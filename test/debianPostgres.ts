/**
 * A PostgreSQL server of the distribution, as a customer would have one: started in a temporary folder, reached over
 * TCP, with a superuser's and an ordinary user's password.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { appendFile, chmod, chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const versions = "/usr/lib/postgresql";

/** The folder with the newest server's programs; undefined where the distribution's PostgreSQL is not installed. */
export function debianPrograms(): string | undefined {
  if (!existsSync(versions)) return undefined;
  return readdirSync(versions)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(versions, version, "bin"))
    .find((folder) => existsSync(join(folder, "initdb")));
}

export interface DebianServer {
  /** Address of a database for a user; the superuser is `postgres`, every password is {@link password}. */
  url(user: string, database: string): string;
  port: number;
  stop(): Promise<void>;
}

export const password = "p@ss:w/rd";

export async function startDebianServer(programs: string): Promise<DebianServer> {
  const folder = await mkdtemp(join(tmpdir(), "debian-postgres-"));
  const as = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  if (as.uid) await chown(folder, as.uid, as.gid);
  await chmod(folder, 0o700);
  const run = (program: string, ...args: string[]) =>
    execFileSync(join(programs, program), args, { ...as, cwd: folder, stdio: ["ignore", "ignore", "inherit"] });

  const passwordFile = join(folder, "password");
  await writeFile(passwordFile, password);
  if (as.uid) await chown(passwordFile, as.uid, as.gid);
  const data = join(folder, "data");
  run(
    "initdb",
    "-D",
    data,
    "-U",
    "postgres",
    "-A",
    "scram-sha-256",
    `--pwfile=${passwordFile}`,
    "-E",
    "UTF8",
    "--no-sync",
  );
  const port = await freePort();
  const settings = { port, listen_addresses: "'127.0.0.1'", unix_socket_directories: `'${folder}'`, fsync: "off" };
  await appendFile(
    join(data, "postgresql.conf"),
    Object.entries(settings)
      .map(([name, value]) => `\n${name} = ${value}`)
      .join(""),
  );
  run("pg_ctl", "start", "-w", "-s", "-D", data, "-l", join(folder, "log"));
  return {
    port,
    url: (user, database) => `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`,
    async stop() {
      run("pg_ctl", "stop", "-w", "-s", "-m", "immediate", "-D", data);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
