/**
 * Looks at a GP connection step by step, each step only where the one before went well: address and logon first, then the
 * company, then what the link reads. Reads only.
 */
import type { GpConnection, Link } from "../configuration/configuration.ts";
import { type ConnectorError, isConnectorError } from "../errors/connectorError.ts";
import type { DraftKind, GpClient, GpCompany } from "../gp/index.ts";
import { type Entity, entities } from "../sync/pollRun.ts";
import type { CallMeter } from "./callMeter.ts";
import { certificateLine } from "./certificateLine.ts";
import { judgeCompany, judgeVersion } from "./judgeCompany.ts";
import { failed, found } from "./line.ts";
import type { CheckLine, CheckStage } from "./report.ts";
import { stageOfError } from "./stageOfError.ts";

export interface GpUnderCheck {
  connection: GpConnection;
  client: GpClient;
  meter: CallMeter;
  /** What the server wants for a logon, known after the first call. */
  logon: () => { scheme: string | undefined; perRequest: boolean };
  close(): Promise<void>;
}

/** What was seen of a connection, and the stages that can be looked at beyond it. */
export interface Looked {
  lines: CheckLine[];
  /** The stage at which it ended; absent where all went well. */
  endedAt?: CheckStage;
}

/** Address, certificate, logon and tenant, by one call. */
export async function contactGp(
  open: () => Promise<GpUnderCheck>,
  connection: GpConnection,
  { today, now }: { today: string; now: Date },
): Promise<Looked & { gp?: GpUnderCheck }> {
  let gp: GpUnderCheck;
  try {
    gp = await open();
  } catch (error) {
    return endOf(error);
  }
  const lines: CheckLine[] = [];
  try {
    const [ping, certificate] = await Promise.all([
      gp.client.ping(),
      certificateLine("gp", connection.url, { ca: connection.tls.ca, serverName: connection.tls.serverName, now }),
    ]);
    lines.push(answered(connection, gp), certificate, logonLine(connection, gp));
    lines.push(...judgeVersion(connection.version, gp.client.coverage, ping.version, today));
    return { gp, lines };
  } catch (error) {
    const end = endOf(error);
    // What comes before the failure went well.
    if (end.endedAt !== "reach") {
      lines.push(answered(connection, gp));
      lines.push(
        await certificateLine("gp", connection.url, {
          ca: connection.tls.ca,
          serverName: connection.tls.serverName,
          now,
        }),
      );
    }
    if (end.endedAt !== "reach" && end.endedAt !== "identity") lines.push(logonLine(connection, gp));
    return { gp, lines: [...lines, ...end.lines], endedAt: end.endedAt };
  }
}

function answered({ url }: GpConnection, { meter }: GpUnderCheck): CheckLine {
  const { first } = meter.times();
  return found("CHECK_GP_ANSWERS", `${new URL(url).host} answered${first === undefined ? "" : ` in ${first} ms`}`);
}

function logonLine({ auth }: GpConnection, { logon }: GpUnderCheck): CheckLine {
  const { scheme, perRequest } = logon();
  if (scheme === undefined || scheme === "none")
    return found("CHECK_GP_NO_LOGON", "the server answered without asking who calls");
  const seen = `${auth.username} by ${schemeNames[scheme] ?? scheme}`;
  return perRequest ? found("CHECK_GP_LOGON_PER_REQUEST", seen) : found("CHECK_GP_LOGON", seen);
}

const schemeNames: Readonly<Record<string, string>> = { kerberos: "Kerberos", ntlm: "NTLM", basic: "Basic over TLS" };

/** What is wanted of a GP connection. */
export interface GpUse {
  reads: readonly Entity[];
  enters: readonly DraftKind[];
}

export function gpUseOf(link: Link): GpUse {
  return { reads: entities.filter((each) => link[each] !== undefined), enters: draftKindsOf(link) };
}

/** The company behind the address, and whether the services may be read in it. */
export async function checkCompanyAndRights(
  { client, connection }: GpUnderCheck,
  { reads, enters }: GpUse,
  signal?: AbortSignal,
): Promise<Looked & { company?: GpCompany }> {
  let company: GpCompany;
  try {
    company = await client.checkCompany(signal ? { signal } : {});
  } catch (error) {
    return endOf(error);
  }
  const lines = judgeCompany(company, connection);
  const offered: string[] = [];
  let endedAt: CheckStage | undefined;
  const look = async (name: string, title: string, read: () => Promise<CheckLine>): Promise<void> => {
    try {
      lines.push(await read());
      offered.push(name);
    } catch (error) {
      if (!isConnectorError(error)) throw error;
      // What cannot be read as the profile says is told where shapes are looked at; the right is there.
      const stage = laterOf(stageOfError(error.code), "permission");
      lines.push(failed(error.report(), { stage, system: "gp", title }));
      endedAt = stage === "shape" ? endedAt : stage;
    }
  };
  for (const entity of reads) {
    await look(words[entity].one, words[entity].title, async () => {
      const rows = await firstRows(client, entity, signal);
      return found(words[entity].code, `${rows === 0 ? "an empty list" : "the list"} was answered`);
    });
  }
  const readable = offered.length;
  for (const kind of enters) {
    await look(draftNames[kind], `Drafts: ${draftNames[kind]}`, async () => {
      await client.drafts.find(kind, "ML-CONNECTOR-CHECK", signal ? { signal } : {});
      return found("CHECK_GP_DRAFTS_READABLE", `${draftNames[kind]}: a search by reference was answered`);
    });
  }
  if (offered.length > readable) {
    lines.push(found("CHECK_GP_DRAFTS_NOT_ENTERED", `not tried: ${offered.slice(readable).join(", ")}`));
  }
  if (offered.length > 0) lines.push(found("CHECK_GP_RESOURCES", offered.join(", ")));
  return { company, lines, ...(endedAt && readable === 0 && { endedAt }) };
}

const words = {
  vendors: { one: "vendors", title: "Vendors", code: "CHECK_GP_VENDORS_READABLE" },
  purchaseOrders: { one: "purchase orders", title: "Purchase orders", code: "CHECK_GP_ORDERS_READABLE" },
} as const;

const draftNames: Readonly<Record<DraftKind, string>> = {
  purchaseOrder: "purchase orders",
  purchaseReceipt: "purchase receipts",
  purchaseInvoice: "purchase invoices",
  payablesInvoice: "payables invoices",
  receivablesInvoice: "receivables invoices",
};

async function firstRows(client: GpClient, entity: Entity, signal?: AbortSignal): Promise<number> {
  const query = { take: 1, ...(signal && { signal }) };
  const pages = entity === "vendors" ? client.vendors(query) : client.purchaseOrders(query);
  for await (const page of pages) return page.records.length;
  return 0;
}

/** What the way back enters for this link. */
function draftKindsOf({ inbound }: Link): DraftKind[] {
  if (inbound === undefined) return [];
  const invoices = {
    purchaseInvoice: "purchaseInvoice",
    payables: "payablesInvoice",
    receivables: "receivablesInvoice",
    none: undefined,
  } as const;
  const invoice = invoices[inbound.targets["810"]];
  return [
    ...(inbound.targets["856"] === "receipt" ? (["purchaseReceipt"] as const) : []),
    ...(invoice ? [invoice] : []),
  ];
}

function endOf(error: unknown): { lines: CheckLine[]; endedAt: CheckStage } {
  if (!isConnectorError(error)) throw error;
  const stage = stageOfError(error.code);
  return { lines: [failed(error.report(), { stage, system: "gp", title: titleOf(error) })], endedAt: stage };
}

function titleOf({ code }: ConnectorError): string {
  switch (stageOfError(code)) {
    case "reach":
      return "GP server";
    case "identity":
      return "Windows account";
    case "permission":
      return "Access in GP";
    case "company":
      return code === "GP_TENANT_NOT_FOUND"
        ? "Tenant"
        : code === "GP_VERSION_UNSUPPORTED"
          ? "Version of GP"
          : "Company";
    default:
      return "GP";
  }
}

export function laterOf(one: CheckStage, other: CheckStage): CheckStage {
  const order: readonly CheckStage[] = [
    "reach",
    "identity",
    "permission",
    "company",
    "shape",
    "data",
    "partner",
    "load",
  ];
  return order.indexOf(one) >= order.indexOf(other) ? one : other;
}
