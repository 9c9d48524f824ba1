/**
 * How a Cleo server is spoken to, as data. Cleo publishes no complete description of its calls, and products differ, so
 * each call is a template that a site can override; the presets are starting points.
 *
 * Places in templates: `{url}` base address of the connection, `{folder}` percent-encoded path with `/` between segments,
 * `{folderValue}` the same as one encoded value for a query, `{fileName}` encoded, `{newName}` encoded (rename),
 * `{startIndex}` and `{count}` of a page.
 */
import { z } from "zod";

const places = ["url", "folder", "folderValue", "fileName", "newName", "startIndex", "count"];

const template = z
  .string()
  .max(500)
  // The slash keeps a template from making another host of the address.
  .refine((text) => /^\{url\}[/?]/.test(text), "must begin with {url}/")
  .refine(
    (text) => [...text.matchAll(/\{([^}]*)\}/g)].every(([, place]) => places.includes(place ?? "")),
    `may hold only the places ${places.map((place) => `{${place}}`).join(" ")}`,
  );
const method = z.enum(["GET", "PUT", "POST", "DELETE", "PATCH", "MOVE"]);
const statuses = z.array(z.int().min(200).max(299)).min(1);
const memberPath = z
  .string()
  .regex(/^[A-Za-z0-9_$@-]+(\.[A-Za-z0-9_$@-]+)*$/, "must be member names joined with points");
const headerName = z.string().regex(/^[A-Za-z0-9-]{1,64}$/, "must be a header name");
const headers = z.record(headerName, z.string().max(500));

const call = { method, url: template, success: statuses };

export const transportSchema = z.strictObject({
  name: z.string(),
  /** `basic` sends user name and password with each request in place of a token; `login` is then called before a write. */
  authentication: z.enum(["bearer", "basic"]),
  token: z.strictObject({ url: template, grant: z.enum(["password", "clientCredentials"]), refresh: z.boolean() }),
  login: z.strictObject(call).optional(),
  upload: z.strictObject({
    ...call,
    /** `raw`: the bytes are the body. `multipart`: one part (RFC 7578) named `part`, after the plain `fields`. */
    body: z.enum(["raw", "multipart"]),
    part: z.string().min(1).max(60),
    fields: z.record(z.string(), z.string()),
    headers,
    /** `rename`: upload as `<name>.tmp`, then rename. Only for servers where a folder is watched by name. */
    staging: z.enum(["none", "rename"]),
    /** A page of HTML with a success status often is a proxy's or a login page: `doubt` does not take it for success. */
    htmlAnswer: z.enum(["doubt", "accept"]),
  }),
  rename: z.strictObject({ ...call, headers }).optional(),
  list: z.strictObject({
    ...call,
    /** `json`: `items` names the array. `lines`: one file name a line. */
    answer: z.enum(["json", "lines"]),
    items: memberPath,
    name: memberPath,
    size: memberPath,
    modified: memberPath,
    href: memberPath,
    total: memberPath,
    pageSize: z.int().min(1).max(10_000),
  }),
  download: z.strictObject(call),
  remove: z.strictObject(call),
  /** Use the links that a listing gives for its files in place of the templates. */
  discovery: z.boolean(),
});

export type Transport = z.infer<typeof transportSchema>;

const stored = [200, 201, 202, 204];

const cicFoldersRaw: Transport = {
  name: "cic-folders-raw",
  authentication: "bearer",
  token: { url: "{url}/api/authentication", grant: "password", refresh: true },
  upload: {
    method: "PUT",
    url: "{url}/api/folders/{folder}/{fileName}",
    success: stored,
    body: "raw",
    part: "file",
    fields: {},
    headers: {},
    staging: "none",
    htmlAnswer: "doubt",
  },
  list: {
    method: "GET",
    url: "{url}/api/folders/{folder}?startIndex={startIndex}&count={count}",
    success: [200],
    answer: "json",
    items: "resources",
    name: "name",
    size: "size",
    modified: "modified",
    href: "_links.self.href",
    total: "totalResults",
    pageSize: 100,
  },
  download: { method: "GET", url: "{url}/api/folders/{folder}/{fileName}", success: [200] },
  remove: { method: "DELETE", url: "{url}/api/folders/{folder}/{fileName}", success: [200, 202, 204] },
  discovery: true,
};

const versalex = (request: string, rest = ""): string => `{url}/?request=${request}${rest}`;
const inFolder = "&directory={folderValue}";
const ofFile = `${inFolder}&filename={fileName}`;

export const transportPresets = {
  "cic-folders-raw": cicFoldersRaw,
  "cic-folders-multipart": {
    ...cicFoldersRaw,
    name: "cic-folders-multipart",
    upload: { ...cicFoldersRaw.upload, method: "POST", url: "{url}/api/folders/{folder}", body: "multipart" },
  },
  /** File commands of the VersaLex HTTP server (Harmony, VLTrader), user guide "HTTP server command reference". */
  "versalex-http": {
    ...cicFoldersRaw,
    name: "versalex-http",
    login: { method: "POST", url: versalex("connect0"), success: stored },
    upload: { ...cicFoldersRaw.upload, method: "POST", url: versalex("send", ofFile), htmlAnswer: "accept" },
    list: {
      ...cicFoldersRaw.list,
      method: "POST",
      url: versalex("list", `${inFolder}&startIndex={startIndex}&count={count}`),
    },
    download: { method: "POST", url: versalex("receive", ofFile), success: [200] },
    remove: { method: "POST", url: versalex("delete", ofFile), success: [200, 202, 204] },
    discovery: false,
  },
} as const satisfies Record<string, Transport>;

export type TransportPreset = keyof typeof transportPresets;
export const transportPresetNames = Object.keys(transportPresets) as [TransportPreset, ...TransportPreset[]];

const listed = transportSchema.shape;

/** What a site may override of a preset; anything not said is the preset's. */
export const transportOverridesSchema = z.strictObject({
  extends: z.enum(transportPresetNames),
  authentication: listed.authentication.optional(),
  token: listed.token.partial().optional(),
  login: z.strictObject(call).optional(),
  upload: listed.upload.partial().optional(),
  rename: z.strictObject({ ...call, headers: headers.optional() }).optional(),
  list: listed.list.partial().optional(),
  download: listed.download.partial().optional(),
  remove: listed.remove.partial().optional(),
  discovery: listed.discovery.optional(),
});

export type TransportOverrides = z.infer<typeof transportOverridesSchema>;

/** The name of a preset, or a preset with overrides, as it stands in a configuration file. */
export const transportChoiceSchema = z.union([z.enum(transportPresetNames), transportOverridesSchema]);
export type TransportChoice = z.infer<typeof transportChoiceSchema>;

export function resolveTransport(choice: TransportChoice): Transport {
  if (typeof choice === "string") return transportPresets[choice];
  const base: Transport = transportPresets[choice.extends];
  return {
    ...base,
    name: `${choice.extends} with overrides`,
    authentication: choice.authentication ?? base.authentication,
    token: { ...base.token, ...choice.token },
    ...((choice.login ?? base.login) && { login: choice.login ?? base.login }),
    upload: { ...base.upload, ...choice.upload },
    ...(choice.rename && { rename: { ...choice.rename, headers: choice.rename.headers ?? {} } }),
    list: { ...base.list, ...choice.list },
    download: { ...base.download, ...choice.download },
    remove: { ...base.remove, ...choice.remove },
    discovery: choice.discovery ?? base.discovery,
  };
}

/** What must hold between the parts of a transport; one sentence each. */
export function transportFaults(transport: Transport): string[] {
  const faults: string[] = [];
  const inUrl = (url: string, ...wanted: string[]): boolean => wanted.some((place) => url.includes(`{${place}}`));
  if (!inUrl(transport.upload.url, "folder", "folderValue")) faults.push("`upload.url` must hold {folder}");
  if (transport.upload.body === "raw" && !inUrl(transport.upload.url, "fileName")) {
    faults.push("`upload.url` must hold {fileName} when the body is raw");
  }
  if (transport.upload.staging === "rename" && transport.rename === undefined) {
    faults.push("`upload.staging: rename` needs a `rename` call");
  }
  if (!inUrl(transport.download.url, "fileName")) faults.push("`download.url` must hold {fileName}");
  if (!inUrl(transport.remove.url, "fileName")) faults.push("`remove.url` must hold {fileName}");
  return faults;
}
