/**
 * PostgreSQL refuses to run as root. When this process is root, the server runs as another user: the owner of the
 * files that are already there, the owner of the data directory, a user named `ml-connector`, or `nobody`.
 * Nothing is created in the user table.
 */
import { readFile, stat } from "node:fs/promises";

export interface ServerUser {
  uid: number;
  gid: number;
  name: string;
}

/**
 * The user to run the server as; undefined means "as this process" (not root, or Windows).
 *
 * @param folders existing or future folders, the most telling first; the first one not owned by root decides
 */
export async function serverUser(folders: readonly string[]): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = parseAccounts(await readFile("/etc/passwd", "utf8").catch(() => ""));
  for (const folder of folders) {
    const owner = await stat(folder).catch(() => undefined);
    // initdb and postgres look their own user up by number, so one without an entry cannot run them.
    const account = owner && owner.uid !== 0 && accounts.find(({ uid }) => uid === owner.uid);
    if (account) return account;
  }
  const named = accounts.find(({ name }) => name === "ml-connector") ?? accounts.find(({ name }) => name === "nobody");
  return named ?? { uid: 65534, gid: 65534, name: "nobody" };
}

/** The user's name for a message, or its number where it has none. */
export async function nameOfUser(uid: number): Promise<string> {
  const accounts = parseAccounts(await readFile("/etc/passwd", "utf8").catch(() => ""));
  return accounts.find((account) => account.uid === uid)?.name ?? `with number ${uid}`;
}

/** The lines of passwd(5); what is not a line of it is left out. */
export function parseAccounts(passwd: string): ServerUser[] {
  return passwd.split("\n").flatMap((line) => {
    const [name, , uid, gid] = line.split(":");
    return name && /^\d+$/.test(uid ?? "") && /^\d+$/.test(gid ?? "")
      ? [{ name, uid: Number(uid), gid: Number(gid) }]
      : [];
  });
}
