// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${NAME}` is the syntax of the file under test.
import { describe, expect, test } from "vitest";
import { partnerSettings } from "./configuration.ts";
import { ConfigurationError } from "./configurationError.ts";
import { parseConfiguration } from "./parse.ts";
import { renderConfiguration } from "./render.ts";

const environment = { GP_PASSWORD: "gp secret 1", CLEO_PASSWORD: "cleo secret 2", CLEO_WEBHOOK_KEY: "hook secret 3" };
const certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

const sample = `gp:
  - name: gp
    url: https://gp.corp.contoso.test/GPService
    tenant: DefaultTenant
    version: "2018"
    company: { database: TWO, timeZone: America/Chicago }
    auth: { scheme: auto, username: CONTOSO\\svc-mlconnector, password: "\${GP_PASSWORD}" }
    tls: { caFile: corp-ca.pem }
    profile: sba
cleo:
  - name: cleo
    url: https://tenant.cleointegration.com
    auth: { username: gpsvc, password: "\${CLEO_PASSWORD}" }
    transport: cic-folders-raw
links:
  - name: two-to-cleo
    gp: gp
    cleo: cleo
    vendors:        { format: json, folder: upload/vendors, schedule: "0 2 * * *" }
    purchaseOrders: { format: x12, folder: upload/850, schedule: every 15 minutes, statuses: [new, released, changeOrder], start: 2026-01-01 }
    partners:
      default:      { isa: { qualifier: ZZ, id: PARTNER }, gs: PARTNER, version: "004010", usage: T }
      ACETRAVE0001: { isa: { qualifier: "01", id: "123456789" }, format: x12, folder: upload/850/ace }
    us:             { isa: { qualifier: ZZ, id: FABRIKAM }, gs: FABRIKAM }
    inbound:        { webhook: { key: "\${CLEO_WEBHOOK_KEY}" }, poll: { folder: download, schedule: every 30 minutes }, targets: { "856": receipt, "810": payables } }
`;

const options = {
  file: "/etc/ml/connector.yaml",
  environment,
  readText: (path: string) => {
    if (path === "/etc/ml/corp-ca.pem") return certificate;
    throw Object.assign(new Error("no such file"), { code: "ENOENT" });
  },
};
const parse = (text: string, more: object = {}) => parseConfiguration(text, { ...options, ...more });

/** `line code message` of each problem. */
function problemsOf(text: string, more: object = {}): string[] {
  try {
    parse(text, more);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map((problem) => `${problem.at.line} ${problem.code} ${problem.message}`);
  }
  return [];
}

const change = (from: string | RegExp, to: string): string => {
  const changed = sample.replace(from, to);
  if (changed === sample) throw new Error(`the sample has no ${from}`);
  return changed;
};

describe("a sound file", () => {
  test("becomes connections and links with their defaults", () => {
    const { configuration } = parse(sample);
    expect(configuration.gp[0]).toMatchObject({
      name: "gp",
      company: { database: "TWO", urlValue: "TWO", timeZone: "America/Chicago" },
      auth: { username: "CONTOSO\\svc-mlconnector", password: { secret: "gp/gp/password", variable: "GP_PASSWORD" } },
      tls: { ca: certificate },
      concurrency: 2,
    });
    expect(configuration.cleo[0]).toMatchObject({
      transport: { name: "cic-folders-raw" },
      token: { policy: "refreshBeforeEachWrite", cooldownMinutes: 15 },
    });
    expect(configuration.links[0]).toMatchObject({
      timeZone: "America/Chicago",
      vendors: {
        schedule: { kind: "cron", cron: "0 2 * * *" },
        sweep: { kind: "cron" },
        onUnknown: "verifyThenResend",
      },
      purchaseOrders: { schedule: { kind: "interval", minutes: 15 }, start: "2026-01-01", onUnknown: "hold" },
      inbound: { targets: { "855": "confirmation", "856": "receipt", "810": "payables" } },
    });
  });

  test("keeps its secrets beside the configuration, never in it", () => {
    const { configuration, secrets } = parse(sample);
    expect([...secrets].map(([name, value]) => [name, value.reveal()])).toEqual([
      ["gp/gp/password", "gp secret 1"],
      ["cleo/cleo/password", "cleo secret 2"],
      ["link/two-to-cleo/webhook", "hook secret 3"],
    ]);
    expect(JSON.stringify(configuration)).not.toContain("secret 1");
    expect(JSON.stringify([...secrets])).not.toContain("secret 1");
  });

  test("comes back the same after an export, without a secret in it", () => {
    const written = change('"${CLEO_PASSWORD}"', '"S@mple&Pw1 written out"');
    const applied = parse(written);
    const exported = renderConfiguration(applied.configuration);
    expect(exported).not.toMatch(/S@mple|gp secret/);
    const again = parse(exported, { environment: { ...environment, CLEO_CLEO_PASSWORD: "S@mple&Pw1 written out" } });
    expect(again.configuration).toEqual(applied.configuration);
    expect(renderConfiguration(again.configuration)).toBe(exported);
  });

  test("is exported in the order of the documentation, whatever order a store has put its keys in", () => {
    const { configuration } = parse(sample);
    const reversed = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(reversed)
        : typeof value === "object" && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, inner]) => [key, reversed(inner)]),
            )
          : value;
    const exported = renderConfiguration(reversed(configuration) as typeof configuration);
    expect(exported.match(/^\S+:/gm)).toEqual(["gp:", "cleo:", "links:"]);
    expect(
      exported
        .match(/^ {2}- \w+|^ {4}\w+/gm)
        ?.slice(0, 4)
        .map((key) => key.trim()),
    ).toEqual(["- name", "url", "tenant", "version"]);
  });

  test("may leave out a variable whose secret is stored already", () => {
    const { kept, secrets } = parse(sample, {
      environment: { ...environment, GP_PASSWORD: undefined },
      stored: new Set(["gp/gp/password"]),
    });
    expect(kept).toEqual(["gp/gp/password"]);
    expect(secrets.has("gp/gp/password")).toBe(false);
  });

  test("gives each vendor its partner settings over the default ones", () => {
    const link = parse(sample).configuration.links[0];
    if (!link) throw new Error("no link");
    expect(partnerSettings(link, "ACETRAVE0001")).toMatchObject({
      vendor: "ACETRAVE0001",
      isa: { qualifier: "01", id: "123456789" },
      gs: "PARTNER",
      folder: "upload/850/ace",
      version: "004010",
      interchangeVersion: "00401",
    });
    expect(partnerSettings(link, "OTHER")).toMatchObject({ vendor: "default", isa: { id: "PARTNER" } });
    expect(partnerSettings(link, "constructor").vendor).toBe("default");
  });
});

describe("faults", () => {
  test("an unknown key is named with its line and the nearest valid one", () => {
    expect(problemsOf(change("tenant:", "tenent:"))).toEqual([
      "4 CONFIGURATION_KEY_UNKNOWN `gp[0].tenent` is no key under `gp[0]`; did you mean `tenant`?",
    ]);
    expect(problemsOf(change("usage: T", "useage: T"))).toEqual([
      "22 CONFIGURATION_KEY_UNKNOWN `links[0].partners.default.useage` is no key under `links[0].partners.default`; did you mean `usage`?",
    ]);
    expect(problemsOf(`${sample}webhooks: {}\n`)[0]).toMatch(
      /^26 CONFIGURATION_KEY_UNKNOWN `webhooks` is no key at the top/,
    );
  });

  test("a key of a transport override is looked up among the transport's keys", () => {
    expect(
      problemsOf(
        change("transport: cic-folders-raw", "transport: { extends: cic-folders-raw, upload: { methd: PUT } }"),
      ),
    ).toEqual([
      "14 CONFIGURATION_KEY_UNKNOWN `cleo[0].transport.upload.methd` is no key under `cleo[0].transport.upload`; did you mean `method`?",
    ]);
  });

  test.each([
    [
      "a missing key",
      "url: https://tenant.cleointegration.com\n    ",
      "",
      "11 CONFIGURATION_KEY_MISSING `cleo[0].url` is missing: a text",
    ],
    [
      "a number without quotes",
      '"004010"',
      "004010",
      "22 CONFIGURATION_VALUE `links[0].partners.default.version` must be one of",
    ],
    [
      "an id without quotes",
      '"123456789"',
      "123456789",
      "23 CONFIGURATION_VALUE `links[0].partners.ACETRAVE0001.isa.id` must be a text: write it in quotes",
    ],
    [
      "a code out of its list",
      "format: json",
      "format: csv",
      "19 CONFIGURATION_VALUE `links[0].vendors.format` must be `json`",
    ],
    [
      "a mistyped preset",
      "cic-folders-raw",
      "cic-folder-raw",
      "14 CONFIGURATION_VALUE `cleo[0].transport` must be one of `cic-folders-raw`, `cic-folders-multipart`, `versalex-http`; did you mean `cic-folders-raw`?",
    ],
    [
      "a bad schedule",
      "every 15 minutes",
      "every 15 minuets",
      "20 CONFIGURATION_VALUE `links[0].purchaseOrders.schedule` is not understood; write",
    ],
    [
      "a bad cron field",
      "0 2 * * *",
      "0 25 * * *",
      "19 CONFIGURATION_VALUE `links[0].vendors.schedule` has a wrong hour field `25`: expected 0 to 23",
    ],
    [
      "a date that no calendar has",
      "2026-01-01",
      "2026-02-30",
      "20 CONFIGURATION_VALUE `links[0].purchaseOrders.start` must be a date of the calendar",
    ],
    [
      "an unknown time zone",
      "America/Chicago",
      "America/Chikago",
      "6 CONFIGURATION_VALUE `gp[0].company.timeZone` must be a time zone",
    ],
    [
      "a link to no connection",
      "gp: gp\n    cleo",
      "gp: gpx\n    cleo",
      "17 CONFIGURATION_NAME_UNKNOWN `links[0].gp` names `gpx`, which is no entry under `gp:`; did you mean `gp`?",
    ],
    [
      "a variable that is not set",
      "${CLEO_WEBHOOK_KEY}",
      "${OTHER_KEY}",
      "25 CONFIGURATION_VARIABLE_MISSING `links[0].inbound.webhook.key` needs the environment variable OTHER_KEY",
    ],
    [
      "a variable outside a secret",
      "url: https://tenant",
      "url: https://${TENANT}",
      "12 CONFIGURATION_VALUE `cleo[0].url` holds a dollar sign",
    ],
    [
      "a certificate file that is not there",
      "corp-ca.pem",
      "other.pem",
      "8 CONFIGURATION_FILE_UNREADABLE `gp[0].tls.caFile` names other.pem, which cannot be read: it does not exist",
    ],
    [
      "a folder that could be executed",
      "upload/vendors",
      "upload/AutoRun",
      "19 CONFIGURATION_VALUE `links[0].vendors.folder` contains `autorun`",
    ],
    [
      "a folder that leaves its place",
      "upload/vendors",
      "upload/../x",
      "19 CONFIGURATION_VALUE `links[0].vendors.folder` contains `.` or `..`",
    ],
    [
      "a password in the address",
      "https://tenant",
      "https://me:pw@tenant",
      "12 CONFIGURATION_VALUE `cleo[0].url` must not hold a user name",
    ],
    [
      "a wrong key of a service profile",
      "profile: sba",
      "profile: { extends: sba, resources: { vendorz: {} } }",
      "9 GP_PROFILE_INVALID `gp[0].profile.resources.vendorz` is wrong: the service profile does not fit: `resources.vendorz`",
    ],
    [
      "an unknown service profile",
      "profile: sba",
      "profile: soap",
      "9 GP_PROFILE_INVALID `gp[0].profile` is wrong: the service profile does not fit: there is no profile",
    ],
    [
      "a database name with blanks",
      "database: TWO",
      'database: "Fabrikam, Inc."',
      "6 CONFIGURATION_VALUE `gp[0].company.database` must be",
    ],
    ["our ids missing for X12", / {4}us: .*\n/, "", "16 CONFIGURATION_KEY_MISSING `links[0].us` is missing"],
    [
      "separators that are the same",
      "usage: T",
      'usage: T, separators: { element: "~" }',
      "22 CONFIGURATION_VALUE `links[0].partners.default.separators` must all differ",
    ],
    [
      "a template that leads elsewhere",
      "transport: cic-folders-raw",
      'transport: { extends: cic-folders-raw, upload: { url: "https://evil.test/{fileName}" } }',
      "14 CONFIGURATION_VALUE `cleo[0].transport.upload.url` must begin with {url}/",
    ],
    [
      "a template without its file name",
      "transport: cic-folders-raw",
      'transport: { extends: cic-folders-raw, upload: { url: "{url}/{folder}" } }',
      "14 CONFIGURATION_VALUE `cleo[0].transport` does not hold together",
    ],
  ])("%s", (_what, from, to, problem) => {
    const found = problemsOf(change(from, to));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(problem);
  });

  test("all of a file are reported together, in the order of their lines", () => {
    const text = change("tenant:", "tenent:").replace("usage: T", "usage: X").replace("every 30 minutes", "sometimes");
    const lines = problemsOf(text).map((problem) => Number(problem.split(" ")[0]));
    expect(lines).toEqual([4, 22, 25]);
  });

  test("names given twice are found whatever their capitals", () => {
    const second = sample.match(/ {2}- name: cleo\n(?: {4}.*\n)+/)?.[0].replace("name: cleo", "name: Cleo") ?? "";
    expect(problemsOf(sample.replace("links:", `${second}links:`))).toEqual([
      "15 CONFIGURATION_NAME_TAKEN `cleo[1].name` repeats the name `Cleo`",
    ]);
  });

  test("YAML that cannot be read is reported by line, without the text of the line", () => {
    const found = problemsOf(change('password: "${GP_PASSWORD}" }', 'password: "hunter2 }'));
    expect(found[0]).toMatch(/CONFIGURATION_SYNTAX/);
    expect(found.join()).not.toContain("hunter2");
    expect(problemsOf(`${sample}gp: []\n`)[0]).toContain(
      "26 CONFIGURATION_SYNTAX the YAML cannot be read: a key stands twice",
    );
  });

  test("an empty file and one that is no mapping say what is missing", () => {
    expect(problemsOf("").join("\n")).toContain("`gp` is missing");
    expect(problemsOf("- a\n- b\n")).toHaveLength(1);
    expect(problemsOf("just text")).toHaveLength(1);
  });

  test("aliases that multiply without end are refused", () => {
    const bomb = Array.from(
      { length: 9 },
      (_, level) =>
        `a${level}: &a${level} [${Array(9)
          .fill(level ? `*a${level - 1}` : "x")
          .join(",")}]`,
    );
    expect(problemsOf(bomb.join("\n"))[0]).toContain("CONFIGURATION_SYNTAX");
  });

  test("no fault shows a secret", () => {
    const text = change('"${CLEO_PASSWORD}"', "[S@mple&Pw1]").replace("tenant:", "tenent:");
    expect(problemsOf(text).join()).not.toContain("S@mple");
  });

  test("a report carries the file, the line, the key and the advice", () => {
    try {
      parse(change("tenant:", "tenent:"));
      expect.unreachable();
    } catch (error) {
      expect((error as ConfigurationError).report()).toMatchObject({
        code: "CONFIGURATION_INVALID",
        at: { file: "/etc/ml/connector.yaml" },
        others: [
          {
            at: { file: "/etc/ml/connector.yaml", line: 4, field: "gp[0].tenent" },
            fix: "Write `tenant` instead of `tenent`, or remove it.",
            owner: "operator",
          },
        ],
      });
    }
  });
});
