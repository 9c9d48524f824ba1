import { expect, test } from "vitest";
import { ConfigurationError } from "./configurationError.ts";
import { parseConfiguration } from "./parse.ts";
import { renderConfiguration } from "./render.ts";

const base = `gp:
  - { name: gp, url: https://gp.test/GPService, version: "2018", company: { database: TWO, timeZone: UTC }, auth: { username: a, password: "\${P}" } }
cleo:
  - { name: cleo, url: https://cleo.test, auth: { username: a, password: "\${P}" } }
links:
  - { name: two, gp: gp, cleo: cleo }
notifications:
`;
const environment = { P: "pw-of-mail", HOOK: "https://hooks.test/T0/secret-part", SIGN: "signing-key" };
const parse = (notifications: string) => parseConfiguration(base + notifications, { file: "site.yaml", environment });
const faultsOf = (notifications: string): string[] => {
  try {
    parse(notifications);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems.map(({ message }) => message);
    throw error;
  }
};

const whole = `  mailServer: { host: smtp.test, security: tls, username: u, password: "\${P}", from: a@b.test }
  channels:
    - { name: ops, email: { to: [ops@b.test] } }
    - { name: hook, webhook: { url: "\${HOOK}", secret: "\${SIGN}" }, events: [alert.raised], links: [two] }
    - { name: slack, slack: { url: "\${HOOK}" } }
    - { name: teams, teams: { url: "\${HOOK}" } }
`;

test("Channels come out with their usual values, and their secrets as references only.", () => {
  const { configuration, secrets } = parse(whole);
  expect(configuration.notifications?.mailServer).toMatchObject({ port: 465, password: { variable: "P" } });
  expect(configuration.notifications?.channels.map(({ events }) => events.length)).toEqual([2, 1, 2, 2]);
  expect(JSON.stringify(configuration)).not.toContain("secret-part");
  expect(secrets.get("notifications/hook/url")?.reveal()).toBe(environment.HOOK);
  expect(secrets.get("notifications/hook/secret")?.reveal()).toBe(environment.SIGN);
  expect(secrets.get("notifications/mail/password")?.reveal()).toBe(environment.P);
});

test("An export is a file that means the same, without secrets.", () => {
  const { configuration } = parse(whole);
  const text = renderConfiguration(configuration);
  for (const secret of Object.values(environment)) expect(text).not.toContain(secret);
  expect(parseConfiguration(text, { file: "site.yaml", environment }).configuration).toEqual(configuration);
});

test("What does not hold together is said, each with its place.", () => {
  expect(faultsOf("  channels: [{ name: a, email: { to: [a@b.test] } }]\n")).toEqual([
    "`notifications.mailServer` is missing: the channel `a` sends mail",
  ]);
  expect(faultsOf("  channels: [{ name: a }, { name: b, slack: { url: x }, teams: { url: x } }]\n")).toEqual([
    "`notifications.channels[0]` needs exactly one of `email`, `webhook`, `slack` and `teams`",
    "`notifications.channels[1]` needs exactly one of `email`, `webhook`, `slack` and `teams`",
  ]);
  expect(
    faultsOf("  channels: [{ name: a, slack: { url: x }, links: [three] }, { name: A, slack: { url: x } }]\n"),
  ).toEqual([
    "`notifications.channels[0].links[0]` names `three`, which is no entry under `links:`",
    "`notifications.channels[1].name` repeats a name",
  ]);
  expect(faultsOf("  mailServer: { host: smtp.test, from: a@b.test, username: u }\n")).toEqual([
    "`notifications.mailServer` needs `username` and `password` together, or neither",
  ]);
  expect(faultsOf("  channels: [{ name: a, slack: { url: x }, events: [alert.raise] }]\n")[0]).toContain(
    "alert.raised",
  );
  expect(faultsOf("  mailServer: { host: smtp.test, from: 'a@b.test\\r\\nBcc: c@d.test' }\n")).toHaveLength(1);
});
