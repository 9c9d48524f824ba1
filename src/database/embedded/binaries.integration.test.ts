import { chmod, chown, cp, lstat, mkdir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryDirectory } from "../../../test/temporaryDirectory.ts";
import { installedBinaries, runnableBinaries } from "./binaries.ts";
import { runCommand } from "./serverCommand.ts";

const isRoot = process.getuid?.() === 0;
if (!isRoot) process.stderr.write("NOT TESTED: programs that another user cannot reach, because this is not root\n");

const nobody = { uid: 65534, gid: 65534, name: "nobody" };

/** The programs as npm lays them down when it runs no script of theirs: without the library links. */
async function installWithoutLinks(folder: string): Promise<string> {
  const native = join(folder, "native");
  await cp(installedBinaries(), native, {
    recursive: true,
    filter: async (path) => !(await lstat(path)).isSymbolicLink(),
  });
  return native;
}

test("the links that npm did not make are made", async () => {
  const native = await installWithoutLinks(await temporaryDirectory());
  const { version, initdb } = await runnableBinaries(native, { as: undefined, copyTo: [], notice: () => {} });
  expect(version).toMatch(/^18\.\d+$/);
  expect(await runCommand(initdb, ["--version"], { as: undefined, cwd: "/", timeout: 10_000 })).toMatchObject({
    code: 0,
  });
});

describe.skipIf(!isRoot)("programs under a closed folder", () => {
  async function closedInstall(): Promise<string> {
    const folder = await temporaryDirectory();
    const native = await installWithoutLinks(folder);
    await chmod(folder, 0o700);
    return native;
  }

  test("are copied once to where the server's user can run them", async () => {
    const native = await closedInstall();
    const open = join(await temporaryDirectory(), "programs");
    const notices: string[] = [];
    const options = { as: nobody, copyTo: [open], notice: (line: string) => notices.push(line) };
    const { postgres } = await runnableBinaries(native, options);
    expect(await runnableBinaries(native, options)).toMatchObject({ postgres });
    expect(notices).toEqual([expect.stringMatching(/copied to .*\/postgresql-[0-9a-f]{12}, /)]);
    expect(await readdir(open)).toEqual([postgres.split("/").at(-3)]);
    expect((await stat(postgres)).mode & 0o022).toBe(0);
  });

  test("are never taken from a folder that another user could have filled", async () => {
    const native = await closedInstall();
    const open = join(await temporaryDirectory(), "programs");
    await mkdir(open);
    await chown(open, nobody.uid, nobody.gid);
    await expect(runnableBinaries(native, { as: nobody, copyTo: [open], notice: () => {} })).rejects.toMatchObject({
      code: "DATABASE_DIRECTORY_UNUSABLE",
      message: expect.stringContaining("is not this user's own"),
    });
    expect(await readdir(open)).toEqual([]);
  });
});
