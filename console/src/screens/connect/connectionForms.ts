/** What the three steps collect, and the entries of a configuration that they stand for. */

export interface GpForm {
  name: string;
  url: string;
  tenant: string;
  database: string;
  displayName: string;
  timeZone: string;
  version: string;
  username: string;
  password: string;
  scheme: string;
}

export interface CleoForm {
  name: string;
  url: string;
  username: string;
  password: string;
  transport: string;
}

export interface LinkForm {
  name: string;
  vendors: boolean;
  vendorFolder: string;
  vendorSchedule: string;
  orders: boolean;
  orderFormat: string;
  orderFolder: string;
  orderSchedule: string;
  start: string;
  ourQualifier: string;
  ourId: string;
  ourGs: string;
  partnerQualifier: string;
  partnerId: string;
  partnerGs: string;
  usage: string;
}

export const emptyGp: GpForm = {
  name: "gp",
  url: "",
  tenant: "DefaultTenant",
  database: "",
  displayName: "",
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  version: "2018",
  username: "",
  password: "",
  scheme: "auto",
};

export const emptyCleo: CleoForm = {
  name: "cleo",
  url: "",
  username: "",
  password: "",
  transport: "cic-folders-raw",
};

export const emptyLink: LinkForm = {
  name: "gp-to-cleo",
  vendors: true,
  vendorFolder: "upload/vendors",
  vendorSchedule: "daily at 02:00",
  orders: true,
  orderFormat: "x12",
  orderFolder: "upload/850",
  orderSchedule: "every 15 minutes",
  start: "",
  ourQualifier: "ZZ",
  ourId: "",
  ourGs: "",
  partnerQualifier: "ZZ",
  partnerId: "",
  partnerGs: "",
  usage: "T",
};

type Entry = Record<string, unknown>;

/** An entry of `gp:`, without its password. */
export function gpEntry(form: GpForm): Entry {
  return {
    name: form.name,
    url: form.url.trim(),
    tenant: form.tenant.trim(),
    version: form.version,
    company: {
      database: form.database.trim(),
      timeZone: form.timeZone.trim(),
      ...(form.displayName.trim() !== "" && { displayName: form.displayName.trim() }),
    },
    auth: { scheme: form.scheme, username: form.username.trim() },
  };
}

/** An entry of `cleo:`, without its password. */
export function cleoEntry(form: CleoForm): Entry {
  return {
    name: form.name,
    url: form.url.trim(),
    transport: form.transport,
    auth: { username: form.username.trim() },
  };
}

/** An entry of `links:`. */
export function linkEntry(form: LinkForm, gp: string, cleo: string): Entry {
  return {
    name: form.name,
    gp,
    cleo,
    ...(form.vendors && { vendors: { folder: form.vendorFolder, schedule: form.vendorSchedule } }),
    ...(form.orders && {
      purchaseOrders: {
        folder: form.orderFolder,
        format: form.orderFormat,
        schedule: form.orderSchedule,
        ...(form.start !== "" && { start: form.start }),
      },
    }),
    ...(form.ourId.trim() !== "" && {
      us: {
        isa: { qualifier: form.ourQualifier, id: form.ourId.trim() },
        gs: form.ourGs.trim() || form.ourId.trim(),
      },
    }),
    ...(form.partnerId.trim() !== "" && {
      partners: {
        default: {
          isa: { qualifier: form.partnerQualifier, id: form.partnerId.trim() },
          gs: form.partnerGs.trim() || form.partnerId.trim(),
          usage: form.usage,
        },
      },
    }),
  };
}
