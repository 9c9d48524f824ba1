/** The parts of a service URL: `/GPService/Tenants(t)/Companies(c)/Dynamics/Purchasing/Vendors(key1;key2)`. */
export interface ServicePath {
  tenant: string;
  company?: string;
  /** `help`, or product, series and service joined by `/`. */
  service: string;
  /** Key parts in order; absent for a list. */
  keys?: string[];
}

const named = /^([A-Za-z]+)(?:\(|%28)(.*)(?:\)|%29)$/i;

/** `undefined`: the URL does not follow the grammar, or its percent-encoding is broken. */
export function parseServicePath(path: string): ServicePath | undefined {
  const segments = path.split("/").slice(1);
  const [application, tenantSegment, ...rest] = segments;
  // Clients were seen to write GPService and gpservice.
  if (application?.toLowerCase() !== "gpservice") return undefined;
  const tenant = valueNamed(tenantSegment, "tenants");
  if (tenant === undefined) return undefined;
  if (rest.length === 1 && rest[0]?.toLowerCase() === "help") return { tenant, service: "help" };
  const company = valueNamed(rest[0], "companies");
  if (company === undefined || rest.length < 2) return undefined;
  const tail = rest.slice(1);
  const last = named.exec(tail.at(-1) ?? "");
  if (last === null) return { tenant, company, service: tail.join("/") };
  const keys = (last[2] ?? "").split(";").map(decoded);
  if (keys.some((key) => key === undefined)) return undefined;
  const service = [...tail.slice(0, -1), last[1]].join("/");
  return { tenant, company, service, keys: keys.filter((key) => key !== undefined) };
}

function valueNamed(segment: string | undefined, name: string): string | undefined {
  const match = named.exec(segment ?? "");
  if (match?.[1]?.toLowerCase() !== name) return undefined;
  return decoded(match[2] ?? "");
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
