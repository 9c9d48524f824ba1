import type { GpConnection } from "../configuration/configuration.ts";
import { isConnectorError } from "../errors/connectorError.ts";
import { type BusinessDate, coverageOf, type GpCompany, supportOn, type VersionCoverage } from "../gp/index.ts";
import { found } from "./line.ts";
import type { CheckLine } from "./report.ts";

/**
 * @param stated the release that the server's help page names, if it names one
 * @param today calendar date at the site
 */
export function judgeVersion(
  configured: string,
  coverage: VersionCoverage,
  stated: string | undefined,
  today: string,
): CheckLine[] {
  const support = supportOn(coverage, today as BusinessDate);
  const until =
    support === "mainstream"
      ? `supported until ${coverage.mainstreamEnds}`
      : support === "extended"
        ? `mainstream support ended ${coverage.mainstreamEnds}, security fixes until ${coverage.extendedEnds}`
        : `support ended ${coverage.extendedEnds}`;
  const lines = [
    found(
      support === "mainstream" ? "CHECK_GP_VERSION" : "CHECK_GP_VERSION_SUPPORT",
      `GP ${configured} (release ${coverage.release}): ${until}`,
    ),
  ];
  const installed = stated === undefined ? undefined : knownVersion(stated);
  if (installed === undefined) lines.push(found("CHECK_GP_VERSION_UNSAID", `configured is ${configured}`));
  else if (installed !== coverage.version)
    lines.push(found("CHECK_GP_VERSION_DIFFERS", `configured is ${configured}, the help page names ${stated}`));
  return lines;
}

function knownVersion(stated: string): VersionCoverage["version"] | undefined {
  try {
    return coverageOf(stated).version;
  } catch (error) {
    if (isConnectorError(error, "GP_VERSION_UNSUPPORTED")) return undefined;
    throw error;
  }
}

export function judgeCompany(company: GpCompany, { company: configured }: Pick<GpConnection, "company">): CheckLine[] {
  const named = company.name === undefined ? company.database : `${company.database}, “${company.name}”`;
  const lines = [found("CHECK_GP_COMPANY", `${named}${company.id === undefined ? "" : `, id ${company.id}`}`)];
  const shown = configured.displayName ?? configured.database;
  if (company.name !== undefined && company.name.trim() !== shown.trim()) {
    lines.push(
      found("CHECK_GP_COMPANY_NAME", `orders would name the buyer “${shown}”; in GP the company is “${company.name}”`, {
        fix: `Set \`gp.company.displayName: ${JSON.stringify(company.name)}\`, or the name that partners know.`,
      }),
    );
  }
  return lines;
}
