import { expect, onTestFinished, test } from "vitest";
import { startSandbox } from "../sandbox/sandbox.ts";
import { SecretValue } from "../secrets/secretValue.ts";
import { createLogonGuard, type LogonGuard } from "../windows-auth/index.ts";
import { openGpTransport } from "./openSystems.ts";

test("A refused Windows password is tried no second time by any client of one application, and another application knows nothing of it.", async () => {
  const sandbox = await startSandbox({ gp: { coldStartMs: 0 } });
  onTestFinished(sandbox.close);
  const logOn = async (logonGuard: LogonGuard) => {
    const connection = {
      name: "gp",
      url: sandbox.gpUrl,
      tls: {},
      concurrency: 2,
      auth: {
        scheme: "ntlm",
        username: "CONTOSO\\svc-mlconnector",
        password: { secret: "gp/gp/password", variable: "GP_PASSWORD" },
        channelBinding: "auto",
        persistence: "detect",
      },
    } as const;
    const transport = openGpTransport(connection, new SecretValue("Sandbox-Pa55!"), logonGuard);
    onTestFinished(() => transport.close());
    const path = "/GPService/Tenants(DefaultTenant)/help";
    return transport.request({ method: "GET", path }).then(
      ({ status }) => status,
      ({ code }) => code,
    );
  };
  const tries = () => sandbox.admin.gpRequests().filter(({ credentials }) => credentials === "NTLM type 3").length;
  const ours = createLogonGuard();
  sandbox.admin.changeWindowsAccount({ user: "svc-mlconnector", state: "disabled" });
  expect(await logOn(ours)).toBe("LOGON_REFUSED");
  sandbox.admin.changeWindowsAccount({ user: "svc-mlconnector", state: "active" });
  expect(await logOn(ours)).toBe("LOGON_REFUSED");
  expect(tries()).toBe(1);
  expect(await logOn(createLogonGuard())).toBe(200);
});
