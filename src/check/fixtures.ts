import type { CheckReport } from "./report.ts";

/** A report with a line of each status, for tests of what shows one. */
export function sampleReport(over: Partial<CheckReport> = {}): CheckReport {
  return {
    jobId: "job_1",
    link: "two-to-cleo",
    gp: { connection: "gp", url: "https://gp.test/GPService", company: "TWO", version: "2018" },
    cleo: { connection: "cleo", url: "https://cleo.test" },
    startedAt: "2026-01-15T12:00:00.000Z",
    finishedAt: "2026-01-15T12:00:04.000Z",
    verdict: "conditions",
    summary: "10 of 12 open purchase orders would be valid for their partner today.",
    counts: { pass: 1, warn: 1, fail: 1, unverified: 1 },
    lines: [
      {
        stage: "reach",
        system: "gp",
        status: "pass",
        code: "CHECK_GP_ANSWERS",
        title: "GP server answers",
        seen: "gp.test answered in 120 ms",
        meaning: "Name, port and firewall are right.",
      },
      {
        stage: "identity",
        system: "cleo",
        status: "fail",
        code: "CLEO_LOGIN_REFUSED",
        title: "Cleo account",
        seen: "Cleo refused the account with 401",
        meaning: "Cleo refused the account when a token was asked for.",
        fix: "Check user name and password of `cleo.auth`.",
        owner: "cleo-admin",
      },
      {
        stage: "permission",
        system: "cleo",
        status: "unverified",
        code: "CHECK_NOT_LOOKED_AT",
        title: "Not looked at",
        seen: "it needs Cleo",
        meaning: "What this stage would look at needs what failed before it.",
        fix: "Put the failure before it right, then check again.",
        owner: "operator",
      },
      {
        stage: "data",
        system: "link",
        status: "warn",
        code: "DOCUMENT_UNIT_UNMAPPED",
        title: "2 blocked",
        seen: 'the unit of measure "PALLET-6" has no X12 code · Lines[].UofM (PO103): PO2020',
        meaning: "A line's unit of measure has no X12 code in the partner's table.",
        fix: "Add the unit to `units` of the partner.",
        owner: "operator",
      },
    ],
    fit: {
      purchaseOrders: {
        read: 17,
        complete: true,
        ready: 10,
        blocked: 2,
        skipped: [],
        causes: [
          {
            code: "DOCUMENT_UNIT_UNMAPPED",
            message: 'the unit of measure "PALLET-6" has no X12 code',
            field: "Lines[].UofM",
            element: "PO103",
            count: 2,
            documents: ["PO2020"],
            fix: "Add the unit to `units` of the partner.",
            owner: "operator",
          },
        ],
      },
      samples: [
        {
          document: "PO2075",
          vendor: "ACETRAVE0001",
          format: "x12",
          fileName: "PO_TWO_PO2075_r1_80316c0f.x12",
          folder: "upload/850",
          readable: "Interchange 000000001",
        },
      ],
    },
    calls: { gp: 25, cleo: 1 },
    ...over,
  };
}
