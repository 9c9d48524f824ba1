/**
 * The whole poll through the lab's fronts: the connector as its operator runs it, Windows authentication by software of
 * others, and the simulated GP behind it.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { runCommand, sandboxConfiguration } from "../commandLine.ts";
import { databaseUrl, temporaryDatabase } from "../temporaryDatabase.ts";
import { temporaryDirectory } from "../temporaryDirectory.ts";
import type { LabBundle, LabPort } from "./labBundle.ts";

interface Way {
  name: string;
  port: LabPort;
  auth: (lab: LabBundle) => string;
}

const domainUser = (lab: LabBundle) => `username: '${lab.variable("DOMAIN")}\\${lab.variable("USER")}'`;
const withKdc = (lab: LabBundle) => `username: ${lab.variable("UPN")}, kerberos: { kdc: ["${lab.variable("KDC")}"] }`;
const kerberos = (lab: LabBundle) => `${withKdc(lab)}, scheme: negotiate`;

const ways: Way[] = [
  { name: "NTLM on a kept connection", port: "CONN", auth: (lab) => `${domainUser(lab)}, scheme: ntlm` },
  { name: "NTLM with every request", port: "PERREQ", auth: (lab) => `${domainUser(lab)}, scheme: ntlm` },
  {
    name: "NTLM where a body before its time ends the connection",
    port: "NTLM_STRICT",
    auth: (lab) => `${domainUser(lab)}, scheme: ntlm`,
  },
  {
    name: "NTLM with Extended Protection required",
    port: "EPA_REQUIRE",
    auth: (lab) => `${domainUser(lab)}, scheme: ntlm`,
  },
  { name: "Kerberos", port: "APACHE_KRB", auth: kerberos },
  { name: "Kerberos with Extended Protection required", port: "EPA_REQUIRE", auth: kerberos },
  { name: "Basic over TLS", port: "BASIC", auth: (lab) => `${domainUser(lab)}, scheme: basic` },
  { name: "whatever is the strongest on offer", port: "EPA_ALLOW", auth: withKdc },
];

export function pollCases(lab: LabBundle): void {
  describe("a poll through a front server", () => {
    let sandbox: Sandbox;
    beforeAll(async () => {
      sandbox = await startSandbox({
        gp: {
          front: true,
          accounts: [
            { domain: "CONTOSO", username: lab.variable("USER"), password: "", gpUser: true, state: "active" },
          ],
        },
      });
      await lab.lab.serve(sandbox.gpUrl.replace(/\/GPService$/, ""));
    }, 120_000);
    afterAll(() => sandbox?.close());

    it.each(ways)(
      "reads GP and writes Cleo by $name",
      async ({ port, auth }) => {
        const before = sandbox.admin.uploads().length;
        const { exitCode, output, errors } = await poll(port, `${auth(lab)}, password: "\${GP_PASSWORD}"`);
        const report = JSON.parse(output);
        expect(report.error, errors).toBeUndefined();
        expect(exitCode).toBe(1); // two orders of the sample company are meant to be blocked
        expect(report.read).toEqual({ vendors: 18, purchaseOrders: 17 });
        expect(report.outcomes).toMatchObject({ sent: 28, skipped: 5, blocked: 2 });
        expect(sandbox.admin.uploads().length - before).toBe(28);
      },
      60_000,
    );

    it.each([
      { name: "a wrong password", variable: "USER", password: "WRONG_PASSWORD" },
      { name: "a disabled account", variable: "DISABLED_USER", password: "PASSWORD" },
      { name: "an account that must change its password", variable: "EXPIRED_USER", password: "PASSWORD" },
    ])(
      "stops after one try at $name",
      async ({ variable, password }) => {
        const refused = lab.lab.refusals().length;
        const account = `username: '${lab.variable("DOMAIN")}\\${lab.variable(variable)}', scheme: ntlm`;
        const { exitCode, output } = await poll(
          "CONN",
          `${account}, password: "\${GP_PASSWORD}"`,
          lab.variable(password),
        );
        expect(exitCode).toBe(3);
        expect(JSON.parse(output).error).toMatchObject({ code: "GP_LOGON_REFUSED", owner: "gp-admin" });
        expect(lab.lab.refusals().length - refused).toBe(1);
      },
      60_000,
    );

    it("tells a Windows account that GP does not know from a wrong password", async () => {
      const account = `username: '${lab.variable("DOMAIN")}\\${lab.variable("ALT_USER")}', scheme: ntlm`;
      const { exitCode, output } = await poll("CONN", `${account}, password: "\${GP_PASSWORD}"`);
      expect(exitCode).toBe(3);
      expect(JSON.parse(output).error).toMatchObject({ code: "GP_ACCESS_DENIED" });
    }, 60_000);

    async function poll(port: LabPort, auth: string, password = lab.variable("PASSWORD")) {
      const directory = await temporaryDirectory();
      writeFileSync(join(directory, "ca.pem"), lab.lab.ca);
      const file = join(directory, "lab.yaml");
      const origin = lab.variable(`URL_${port}`).replace(/\/$/, "");
      writeFileSync(file, configuration(origin, auth, sandbox.cleoUrl));
      // One that comes with the install takes seconds to make, for each of these.
      const database = await temporaryDatabase({ name: "outside" });
      onTestFinished(() => database.drop());
      const environment = { GP_PASSWORD: password, DATABASE_URL: databaseUrl(database.poolConfig) };
      const applied = await runCommand(directory, ["config", "apply", "-f", file], { environment });
      expect(applied.exitCode, applied.errors).toBe(0);
      return runCommand(directory, ["poll"], { environment });
    }
  });
}

function configuration(origin: string, auth: string, cleoUrl: string): string {
  const tls = origin.startsWith("https:") ? "\n    tls: { caFile: ca.pem }" : "";
  return sandboxConfiguration(
    { gpUrl: `${origin}/GPService`, cleoUrl },
    {
      'auth: { scheme: ntlm, username: CONTOSO\\svc-mlconnector, password: "${GP_PASSWORD}" }': `auth: { ${auth} }${tls}`,
    },
  );
}
