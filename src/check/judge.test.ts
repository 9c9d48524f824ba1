import { describe, expect, it } from "vitest";
import type { Link } from "../configuration/configuration.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import type { BusinessDate } from "../gp/index.ts";
import { coverageOf } from "../gp/index.ts";
import { createCauseBook } from "./causes.ts";
import { judgeCompany, judgeVersion } from "./judgeCompany.ts";
import { judgeLoad } from "./judgeLoad.ts";
import { judgePartners } from "./judgePartners.ts";
import { fitOf, judgeData, judgeShape } from "./judgeSurvey.ts";
import type { CheckLine } from "./report.ts";
import type { Survey } from "./survey.ts";
import { verdictOf } from "./verdict.ts";

const survey = (over: Partial<Survey> = {}): Survey => ({
  read: 10,
  complete: true,
  total: 10,
  ready: 10,
  blocked: 0,
  skipped: new Map(),
  causes: createCauseBook(),
  unreadable: 0,
  withoutModifiedDate: 0,
  recent: 0,
  rowsPerPage: 10,
  pages: 1,
  dateFilterIgnored: false,
  lines: 20,
  linesWithCostCenter: 20,
  ordersWithLines: 10,
  vendors: new Map(),
  adapted: new Map(),
  samples: [],
  ...over,
});
const codes = (lines: readonly CheckLine[]) => lines.map(({ code, status }) => `${status} ${code}`);
const unit = (line: number, name: string) =>
  new ConnectorError("DOCUMENT_UNIT_UNMAPPED", `line ${line}: the unit of measure "${name}" has no X12 code`, {
    at: { document: "PO1", field: `Lines[ORD ${line * 16384}].UofM`, element: "PO103" },
  }).report();

describe("causes", () => {
  it("are one where one repair frees all, whatever line and order they stand in", () => {
    const book = createCauseBook();
    book.add("PO1", { ...unit(1, "PALLET-6"), others: [unit(2, "PALLET-6"), unit(3, "KEG")] });
    book.add("PO2", unit(4, "PALLET-6"));
    const missing = (number: string) => new ConnectorError("DOCUMENT_NO_LINES", `${number} has no lines`).report();
    for (const number of ["PO3", "PO4", "PO5"]) book.add(number, missing(number));
    expect(
      book.list().causes.map(({ message, field, count, documents }) => [count, message, field, documents]),
    ).toEqual([
      [3, "the document has no lines", undefined, ["PO3", "PO4", "PO5"]],
      [2, 'the unit of measure "PALLET-6" has no X12 code', "Lines[].UofM", ["PO1", "PO2"]],
      [1, 'the unit of measure "KEG" has no X12 code', "Lines[].UofM", ["PO1"]],
    ]);
  });

  it("stay bounded where each record has another one", () => {
    const book = createCauseBook();
    for (let each = 0; each < 3000; each++) book.add(`PO${each}`, unit(1, `UNIT-${each}`));
    const { causes, omitted } = book.list();
    expect(causes).toHaveLength(30);
    expect(causes[0]).toMatchObject({ message: "further causes of this kind", count: 2000 });
    expect(omitted).toBe(971);
  });
});

describe("the version", () => {
  const judged = (configured: string, stated: string | undefined, today: string) =>
    codes(judgeVersion(configured, coverageOf(configured), stated, today));

  it("is good while Microsoft supports it, and to know of when not", () => {
    expect(judged("18.x", "18.5", "2026-11-25")).toEqual(["pass CHECK_GP_VERSION"]);
    expect(judged("18.x", "18.5", "2030-01-01")).toEqual(["warn CHECK_GP_VERSION_SUPPORT"]);
    expect(judged("2015", "2015", "2026-11-25")).toEqual(["warn CHECK_GP_VERSION_SUPPORT"]);
  });

  it("is unverified where the server does not say it, and differs where it says another one", () => {
    expect(judged("18.x", undefined, "2026-11-25")).toContain("unverified CHECK_GP_VERSION_UNSAID");
    expect(judged("2018", "18.6", "2020-01-01")).toContain("warn CHECK_GP_VERSION_DIFFERS");
  });
});

describe("the company", () => {
  it("is called on orders as partners know it, or the check says so", () => {
    const company = { database: "TWO", name: "Fabrikam, Inc.", id: "-1" };
    const configured = { database: "TWO", timeZone: "UTC", urlValue: "TWO" };
    expect(codes(judgeCompany(company, { company: configured }))).toEqual([
      "pass CHECK_GP_COMPANY",
      "warn CHECK_GP_COMPANY_NAME",
    ]);
    expect(codes(judgeCompany(company, { company: { ...configured, displayName: "Fabrikam, Inc." } }))).toEqual([
      "pass CHECK_GP_COMPANY",
    ]);
  });
});

describe("records", () => {
  it("without lines, dates or cost centers are told", () => {
    expect(codes(judgeShape(undefined, survey({ ordersWithLines: 0, lines: 0, linesWithCostCenter: 0 })))).toContain(
      "fail CHECK_GP_ORDERS_WITHOUT_LINES",
    );
    expect(codes(judgeShape(survey({ withoutModifiedDate: 3 }), undefined))).toEqual([
      "pass CHECK_GP_VENDOR_SHAPE",
      "warn CHECK_GP_DATES_MISSING",
    ]);
  });

  it("are never good where there are none", () => {
    const none = survey({ read: 0, ready: 0, lines: 0, ordersWithLines: 0 });
    expect(codes([...judgeShape(none, none), ...judgeData(none, none)])).toEqual([
      "unverified CHECK_GP_NOTHING_TO_READ",
      "unverified CHECK_GP_NOTHING_TO_READ",
      "unverified CHECK_NO_OPEN_ORDERS",
    ]);
  });

  it("fail where none would go out, and have conditions where some would not", () => {
    expect(codes(judgeData(undefined, survey({ ready: 9, blocked: 1 })))).toEqual(["warn CHECK_ORDERS_PARTLY_READY"]);
    expect(codes(judgeData(undefined, survey({ ready: 0, blocked: 10 })))).toEqual(["fail CHECK_ORDERS_NOT_READY"]);
  });

  it("say which part was looked at", () => {
    const { total: _, ...rest } = survey();
    const part = { ...rest, complete: false, since: "2026-01-01" as BusinessDate };
    expect(judgeData(undefined, part)[0]?.seen).toBe(
      "10 of 10 open orders would be valid for their partner (all changed since 2026-01-01, 10 looked at; there are more)",
    );
    expect(fitOf(part)).toMatchObject({ complete: false, since: "2026-01-01" });
  });
});

describe("partners", () => {
  const ids = (id: string) => ({ isa: { qualifier: "ZZ" as const, id }, gs: id });
  const link = (partners: Link["partners"]) =>
    ({
      name: "l",
      purchaseOrders: { format: "x12" },
      us: ids("US"),
      partners,
    }) as unknown as Link;
  const vendors = new Map([
    ["ACE", 3],
    ["BEE", 1],
  ]);

  it("have settings of their own, or are told", () => {
    expect(
      codes(judgePartners(link({ ACE: { ...ids("A"), usage: "P" }, BEE: { ...ids("B"), usage: "P" } }), vendors)),
    ).toEqual(["pass CHECK_OUR_IDS", "pass CHECK_PARTNERS", "pass CHECK_USAGE_PRODUCTION"]);
    expect(codes(judgePartners(link({ ACE: ids("A"), default: { ...ids("D"), usage: "P" } }), vendors))).toContain(
      "warn CHECK_PARTNERS_BY_DEFAULT",
    );
    expect(codes(judgePartners(link({ ACE: ids("A") }), vendors))).toContain("fail CHECK_PARTNERS_MISSING");
  });
});

describe("the load", () => {
  const link = {
    purchaseOrders: { schedule: { kind: "interval", minutes: 5, text: "every 5 minutes" } },
  } as unknown as Link;
  const times = { calls: 20, first: 9000, median: 500, slowest: 900 };

  it("is reckoned from the calls of the check", () => {
    const lines = judgeLoad(link, times, {
      vendors: undefined,
      orders: survey({ total: 5000, rowsPerPage: 50, recent: 300 }),
      callsPerRecord: false,
    });
    expect(codes(lines)).toEqual(["pass CHECK_GP_PACE", "pass CHECK_FIRST_POLL", "pass CHECK_SCHEDULE"]);
    expect(lines[1]?.seen).toBe("5000 records, about 102 calls, 51.0 s");
  });

  it("warns of a schedule that leaves GP no rest", () => {
    const orders = survey({ total: 100_000, rowsPerPage: 50, dateFilterIgnored: true });
    expect(codes(judgeLoad(link, times, { vendors: undefined, orders, callsPerRecord: false }))).toContain(
      "warn CHECK_SCHEDULE_TIGHT",
    );
  });

  it("does not guess where not all was counted", () => {
    const { total: _, ...part } = survey({ complete: false });
    expect(codes(judgeLoad(link, times, { vendors: undefined, orders: part, callsPerRecord: false }))).toContain(
      "unverified CHECK_FIRST_POLL_UNKNOWN",
    );
  });
});

describe("the verdict", () => {
  const line = (status: CheckLine["status"]): CheckLine => ({
    stage: "reach",
    system: "gp",
    status,
    code: "GP_UNREACHABLE",
    title: "GP server",
    seen: "",
    meaning: "",
    owner: "gp-admin",
  });

  it("is as good as the worst line, and unverified is no obstacle but is told", () => {
    const of = (...statuses: CheckLine["status"][]) => verdictOf(statuses.map(line), { samples: [] });
    expect(of("pass", "unverified")).toEqual({ verdict: "fits", summary: "It fits; 1 not exercised." });
    expect(of("pass", "warn", "unverified").verdict).toBe("conditions");
    expect(of("warn", "fail")).toEqual({
      verdict: "notYet",
      summary: "Not yet: GP server (GP_UNREACHABLE). Next: the GP administrator.",
    });
  });
});
