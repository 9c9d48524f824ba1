/**
 * What each version of Dynamics GP offers over its Service Based Architecture, and how long it is supported
 * (learn.microsoft.com/dynamics-gp: installation/sba, terms/lifecycle, whats-new). Microsoft published one full list of
 * services, that of GP 2015; no later release announces purchasing services. Purchase orders, receipts and purchase
 * invoices are stock in no version: a site exposes them itself (docs/gp-service.md).
 */
import { ConnectorError, type ErrorLocation } from "../errors/connectorError.ts";
import type { BusinessDate } from "./businessDate.ts";
import type { ResourceProfile, ServiceProfile } from "./profile/schema.ts";

/** `stock`: comes with GP; `custom`: only as a service of the site's own; `none`: cannot be had in this version. */
export type Offer = "stock" | "custom" | "none";

export const gpResources = [
  "companies",
  "vendors",
  "purchaseOrders",
  "purchaseReceipts",
  "purchaseInvoices",
  "payablesInvoices",
  "receivablesInvoices",
] as const;
export type GpResource = (typeof gpResources)[number];

/** Ways into GP that a version has at all; this program uses `sba`. */
export type Channel = "sba" | "soap" | "econnect" | "odata";

export interface VersionCoverage {
  version: "2013" | "2015" | "2016" | "2018" | "18.x";
  /** Internal release number. */
  release: string;
  channels: readonly Channel[];
  resources: Readonly<Record<GpResource, Offer>>;
  /** Last day of mainstream and of extended support, or of support and of security fixes for the 18 line. */
  mainstreamEnds: string;
  extendedEnds: string;
  note?: string;
}

const sbaOffers: VersionCoverage["resources"] = {
  companies: "stock",
  vendors: "stock",
  purchaseOrders: "custom",
  purchaseReceipts: "custom",
  purchaseInvoices: "custom",
  payablesInvoices: "stock",
  receivablesInvoices: "stock",
};

const noOffers: VersionCoverage["resources"] = {
  companies: "none",
  vendors: "none",
  purchaseOrders: "none",
  purchaseReceipts: "none",
  purchaseInvoices: "none",
  payablesInvoices: "none",
  receivablesInvoices: "none",
};

export const versionCoverage: readonly VersionCoverage[] = [
  {
    version: "2013",
    release: "12.0",
    channels: ["soap", "econnect"],
    resources: noOffers,
    mainstreamEnds: "2018-04-30",
    extendedEnds: "2023-04-11",
    note: "Has no Service Based Architecture.",
  },
  {
    version: "2015",
    release: "14.0",
    channels: ["sba", "soap", "econnect"],
    resources: sbaOffers,
    mainstreamEnds: "2020-04-14",
    extendedEnds: "2025-04-08",
    note: "First version with the Service Based Architecture; after a reboot its services may have to be started by hand.",
  },
  {
    version: "2016",
    release: "16.0",
    channels: ["sba", "soap", "econnect", "odata"],
    resources: sbaOffers,
    mainstreamEnds: "2021-07-13",
    extendedEnds: "2026-07-14",
  },
  {
    version: "2018",
    release: "18.0",
    channels: ["sba", "soap", "econnect", "odata"],
    resources: sbaOffers,
    mainstreamEnds: "2023-01-10",
    extendedEnds: "2028-01-11",
    note: "A tax update or hotfix of 2019 or later turns it into the 18 line.",
  },
  {
    version: "18.x",
    release: "18.2 and later",
    channels: ["sba", "soap", "econnect", "odata"],
    resources: sbaOffers,
    mainstreamEnds: "2029-12-31",
    extendedEnds: "2031-04-30",
    note: "The Modern Lifecycle line with its yearly release names, also called GP 2025; security fixes only after 2029.",
  },
];

const supported = versionCoverage.filter(({ channels }) => channels.includes("sba"));

/**
 * The row of a configured version: `2015`, `2015 R2`, `GP 2018`, `18.x`, `18.5`, `18.7.1865`.
 *
 * @throws {ConnectorError} `GP_VERSION_UNSUPPORTED`, before any call
 */
export function coverageOf(version: string, at: ErrorLocation = {}): VersionCoverage {
  const word = version.trim().replace(/^(?:microsoft )?(?:dynamics )?gp\s*/i, "");
  const year = /^(\d{4})(?:\s*r2)?$/i.exec(word)?.[1];
  const named = versionCoverage.find((row) => row.version === year) ?? lineOf(word);
  const offered = supported.map((row) => row.version).join(", ");
  if (!named) {
    throw new ConnectorError(
      "GP_VERSION_UNSUPPORTED",
      `${JSON.stringify(version.slice(0, 40))} is not a known version of Dynamics GP`,
      {
        at: { ...at, field: "gp.version" },
        fix: `Set \`gp.version\` to one of ${offered}.`,
      },
    );
  }
  if (!named.channels.includes("sba")) {
    throw new ConnectorError(
      "GP_VERSION_UNSUPPORTED",
      `GP ${named.version} has no Service Based Architecture, which this program reads through`,
      {
        at: { ...at, field: "gp.version" },
        fix: `Upgrade to one of ${offered}, the versions that have it; if the server is newer, correct \`gp.version\`.`,
      },
    );
  }
  return named;
}

function lineOf(word: string): VersionCoverage | undefined {
  const release = /^(1[0-9])\.(x|\d{1,2})(?:\.\d+)*$/i.exec(word);
  if (!release) return undefined;
  const [, major, minor] = release;
  const version = { "12": "2013", "14": "2015", "16": "2016", "18": minor === "0" || minor === "00" ? "2018" : "18.x" }[
    major ?? ""
  ];
  return versionCoverage.find((row) => row.version === version);
}

/** Whether a version is supported by Microsoft on a day; for the fit check. */
export function supportOn(coverage: VersionCoverage, day: BusinessDate): "mainstream" | "extended" | "ended" {
  if (day <= coverage.mainstreamEnds) return "mainstream";
  return day <= coverage.extendedEnds ? "extended" : "ended";
}

const words: Readonly<Record<GpResource, string>> = {
  companies: "companies",
  vendors: "vendors",
  purchaseOrders: "purchase orders",
  purchaseReceipts: "purchase receipts",
  purchaseInvoices: "purchase invoices",
  payablesInvoices: "payables invoices",
  receivablesInvoices: "receivables invoices",
};

/**
 * The profile's description of a resource, if version and profile together offer it.
 *
 * @throws {ConnectorError} `GP_RESOURCE_NOT_OFFERED`, before any call
 */
export function offered<Kind extends { service: ResourceProfile["service"] }>(
  resource: GpResource,
  described: Kind | undefined,
  coverage: VersionCoverage,
  profile: ServiceProfile,
  at: ErrorLocation,
): Kind {
  const refuse = (message: string, fix?: string): never => {
    throw new ConnectorError("GP_RESOURCE_NOT_OFFERED", message, {
      at: { ...at, field: `resources.${resource}` },
      ...(fix ? { fix } : {}),
    });
  };
  const offer = coverage.resources[resource];
  if (offer === "none") return refuse(`GP ${coverage.version} offers no ${words[resource]} over its service`);
  if (!described) return refuse(`the service profile ${profile.name} has no ${words[resource]}`);
  if (offer === "custom" && described.service === "stock") {
    return refuse(
      `GP ${coverage.version} brings no service for ${words[resource]}, but the profile ${profile.name} calls it stock`,
      `Expose the service that docs/gp-service.md describes and set \`resources.${resource}.service: custom\` in the service profile.`,
    );
  }
  return described;
}
