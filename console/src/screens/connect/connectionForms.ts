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

export type Entry = Record<string, unknown>;

export const passwordHint = "Kept encrypted; never shown again.";
export const passwordKept = "If left empty, the one that is stored stays.";

/** `gp`, or `gp-2` where that is taken. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  let number = 2;
  while (taken.includes(`${wanted}-${number}`)) number++;
  return `${wanted}-${number}`;
}

/** What a stored entry of `gp:` puts into the form. */
export function gpForm(entry: Entry): GpForm {
  const company = (entry.company ?? {}) as Entry;
  const auth = (entry.auth ?? {}) as Entry;
  return {
    name: textOf(entry.name),
    url: textOf(entry.url),
    tenant: textOf(entry.tenant ?? emptyGp.tenant),
    database: textOf(company.database),
    displayName: textOf(company.displayName),
    timeZone: textOf(company.timeZone),
    version: textOf(entry.version),
    username: textOf(auth.username),
    password: "",
    scheme: textOf(auth.scheme ?? emptyGp.scheme),
  };
}

/** What a stored entry of `cleo:` puts into the form. */
export function cleoForm(entry: Entry): CleoForm {
  return {
    name: textOf(entry.name),
    url: textOf(entry.url),
    username: textOf(((entry.auth ?? {}) as Entry).username),
    password: "",
    // A transport with settings of its own is not for this form; it stays as it is.
    transport: typeof entry.transport === "object" ? "" : textOf(entry.transport ?? emptyCleo.transport),
  };
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? "" : String(value);
}

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
    ...(form.transport !== "" && { transport: form.transport }),
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
