import { expect, it } from "vitest";
import { openCheckedSite } from "../../test/checkedSite.ts";
import { sandboxSecrets } from "../../test/commandLine.ts";
import { pingCleo, pingGp } from "./pingConnection.ts";

const gpOf = (url: string, more = {}) => ({
  name: "new",
  url,
  version: "2018",
  company: { database: "TWO", timeZone: "America/Chicago" },
  auth: { username: "CONTOSO\\svc-mlconnector" },
  ...more,
});
const cleoOf = (url: string) => ({ name: "new", url, auth: { username: "gpsvc" } });

it("tries a GP connection that is not in force, with a password that is not stored", async () => {
  const { sandbox, application } = await openCheckedSite();
  const { ok, lines, company } = await pingGp(application, {
    connection: gpOf(sandbox.gpUrl),
    password: "Sandbox-Pa55!",
  });
  expect(ok).toBe(true);
  expect(company).toEqual({ database: "TWO", name: "Fabrikam, Inc.", id: "-1" });
  expect(lines.map(({ code }) => code)).toEqual(
    expect.arrayContaining(["CHECK_GP_LOGON", "CHECK_GP_VENDORS_READABLE", "CHECK_GP_ORDERS_READABLE"]),
  );
  expect(new Set(sandbox.admin.gpRequests().map(({ method }) => method))).toEqual(new Set(["GET"]));
});

it("says what is wrong with a GP connection, and tries a logon once", async () => {
  const { sandbox, application } = await openCheckedSite();
  const { ok, lines } = await pingGp(application, { connection: gpOf(sandbox.gpUrl), password: "not-this-one" });
  expect(ok).toBe(false);
  expect(lines.at(-1)).toMatchObject({ code: "GP_LOGON_REFUSED", owner: "gp-admin" });
  expect(sandbox.admin.state().gp.wrongPasswords).toBe(1);
  expect(JSON.stringify(lines)).not.toContain("not-this-one");
});

it("takes the stored password where none is given", async () => {
  const { sandbox, application } = await openCheckedSite();
  expect(await pingGp(application, { connection: gpOf(sandbox.gpUrl, { name: "gp" }) })).toMatchObject({ ok: true });
  const { lines } = await pingGp(application, { connection: gpOf(sandbox.gpUrl) });
  expect(lines.at(-1)).toMatchObject({ code: "SECRETS_MISSING", stage: "identity" });
});

it("tries a Cleo connection and its folders, and writes nothing", async () => {
  const { sandbox, application } = await openCheckedSite();
  const password = sandboxSecrets.CLEO_PASSWORD;
  const good = await pingCleo(application, { connection: cleoOf(sandbox.cleoUrl), password, folders: ["upload/850"] });
  expect(good).toMatchObject({ ok: true });
  const bad = await pingCleo(application, { connection: cleoOf(sandbox.cleoUrl), password, folders: ["nowhere/850"] });
  expect(bad.lines.find(({ status }) => status === "fail")).toMatchObject({ code: "CLEO_FOLDER_NOT_FOUND" });
  const wrong = await pingCleo(application, { connection: cleoOf(sandbox.cleoUrl), password: "not-this-one" });
  expect(wrong.lines.at(-1)).toMatchObject({ code: "CLEO_LOGIN_REFUSED" });
  expect(sandbox.admin.uploads()).toHaveLength(0);
});

it("names the setting that does not hold, before any call", async () => {
  const { sandbox, application } = await openCheckedSite();
  const connection = gpOf(sandbox.gpUrl, { version: "2013" });
  await expect(pingGp(application, { connection, password: "x" })).rejects.toMatchObject({
    code: "CONFIGURATION_VALUE",
    at: { field: "version" },
  });
  expect(sandbox.admin.gpRequests()).toHaveLength(0);
});
