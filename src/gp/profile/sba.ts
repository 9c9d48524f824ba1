/**
 * The built-in profile: GP's stock services for vendors and companies, and the purchase-order service that a site has
 * to expose itself (docs/gp-service.md), because stock GP has none.
 */

import { defaultLoad } from "../load/schema.ts";
import { sbaDrafts } from "./drafts.ts";
import { columnFields, columnLists } from "./sbaColumns.ts";
import { sbaErrorPatterns } from "./sbaErrors.ts";
import { objectFields, objectLists } from "./sbaObjects.ts";
import type { ServiceProfile } from "./schema.ts";

const query = {
  from: "ModifiedDateFrom",
  to: "ModifiedDateTo",
  skip: "Skip",
  take: "Take",
  extra: {},
};

const paging = { style: "skipTake", size: 100, maxPages: 200_000 } as const;

export const sba: ServiceProfile = {
  name: "sba",
  paths: {
    help: "Tenants({tenant})/help",
    company: "Tenants({tenant})/Companies({urlValue})",
  },
  keys: { join: ";", encoding: "componentAndParentheses" },
  format: { accept: "application/json", suffix: "" },
  headers: {},
  verbs: { read: "GET", create: "POST" },
  dates: {},
  companyCheck: {
    path: "{company}/Dynamics/Companies/Companies",
    list: ["Companies"],
    database: ["DatabaseName", "INTERID"],
    name: ["Name", "CMPNYNAM"],
    id: ["Key.Id", "CMPANYID"],
    rule: "only",
    answer: { database: ["CompanyDatabase", "DatabaseName", "INTERID"], id: ["CompanyKey.Id", "CMPANYID"] },
  },
  resources: {
    vendors: {
      service: "stock",
      list: "{company}/Dynamics/Purchasing/Vendors",
      item: "{company}/Dynamics/Purchasing/Vendors({key})",
      query,
      paging,
      envelope: { list: ["Vendors"], item: ["Vendor"], total: ["Total", "TotalCount"] },
      detail: false,
      detailConcurrency: 2,
    },
    purchaseOrders: {
      service: "custom",
      list: "{company}/Dynamics/Purchasing/PurchaseOrders",
      item: "{company}/Dynamics/Purchasing/PurchaseOrders({key})",
      query,
      paging,
      envelope: { list: ["PurchaseOrders"], item: ["PurchaseOrder"], total: ["Total", "TotalCount"] },
      detail: false,
      detailConcurrency: 2,
    },
  },
  drafts: sbaDrafts,
  fiscalPeriods: {
    path: "{company}/Dynamics/Companies/FiscalPeriods",
    list: ["FiscalPeriods"],
    first: "FirstDate",
    last: "LastDate",
    closed: "ClosedSeries",
  },
  bodyStyle: "auto",
  fields: { object: objectFields, column: columnFields },
  lists: { object: objectLists, column: columnLists },
  values: {
    vendorStatus: {
      "1": "active",
      "2": "inactive",
      "3": "temporary",
      Active: "active",
      Inactive: "inactive",
      Temporary: "temporary",
    },
    purchaseOrderType: {
      "1": "standard",
      "2": "dropShip",
      "3": "blanket",
      "4": "dropShipBlanket",
      Standard: "standard",
      "Drop-Ship": "dropShip",
      Blanket: "blanket",
      "Drop-Ship Blanket": "dropShipBlanket",
      "Blanket Drop-Ship": "dropShipBlanket",
    },
    purchaseOrderStatus: {
      "1": "new",
      "2": "released",
      "3": "changeOrder",
      "4": "received",
      "5": "closed",
      "6": "canceled",
      New: "new",
      Released: "released",
      "Change Order": "changeOrder",
      Received: "received",
      Closed: "closed",
      Canceled: "canceled",
      Cancelled: "canceled",
    },
    freeOnBoard: {
      "0": "none",
      "1": "none",
      "2": "origin",
      "3": "destination",
      None: "none",
      Origin: "origin",
      Destination: "destination",
    },
  },
  // Fabrikam's account format; a site names its own segments.
  account: { separator: "-", segments: ["department", "account", "division"] },
  costCenter: { source: "accountSegment", segment: "department" },
  units: {},
  terms: {},
  errors: {
    list: ["Errors"],
    code: ["Code", "ErrorCode"],
    message: ["Message", "Description"],
    patterns: sbaErrorPatterns,
  },
  limits: { answerBytes: 64 * 1024 * 1024, linesPerOrder: 10_000, addressesPerVendor: 1000 },
  load: defaultLoad,
  timeouts: { firstCall: 300_000, call: 120_000 },
};
