/**
 * Every call runs in one company's context, and the answer is checked against it (Invariant 6). Before anything else is
 * asked, the service must name the configured database as its company; from then on, every envelope and every record
 * that names a company must name the same.
 */
import { ConnectorError } from "../../errors/connectorError.ts";
import type { GpConnection } from "../connection.ts";
import { companyNamedIn, firstText } from "../decode/company.ts";
import { findList } from "../decode/envelope.ts";
import { isObject, type JsonValue } from "../decode/json.ts";
import { placesIn } from "../decode/record.ts";
import type { ServiceProfile } from "../profile/schema.ts";
import type { GpCaller } from "./caller.ts";

export interface GpCompany {
  database: string;
  name?: string;
  /** CMPANYID; -1 for the sample company. */
  id?: string;
}

export async function readCompany(
  caller: GpCaller,
  connection: GpConnection,
  profile: ServiceProfile,
  signal?: AbortSignal,
): Promise<GpCompany> {
  const { companyCheck } = profile;
  const { database } = connection.company;
  const context = { what: "the company of the address", ...(signal ? { signal } : {}) };
  const path = caller.paths.of(companyCheck.path);
  const answer = await caller.read(path, context);
  if (!answer) throw await notThere(caller, path, connection);
  const listed = companiesIn(answer.value, profile);
  if (listed === undefined) {
    throw new ConnectorError("GP_ANSWER_UNREADABLE", "the company service's answer names no company by its database", {
      at: { ...caller.at(), field: "companyCheck" },
    });
  }
  const ours = listed.filter((company) => company.database === database);
  const [company] = ours;
  if (!company || ours.length > 1) throw mismatch(caller, database, `the server has ${names(listed)}`, listed);
  if (companyCheck.rule === "only" && listed.length > 1) {
    throw mismatch(
      caller,
      database,
      `the address does not lead to one company, the server lists ${names(listed)}`,
      listed,
    );
  }
  // A service that lists all companies does not prove whose address was called, so the name in the address must be nobody else's.
  const addressed = connection.company.urlValue ?? database;
  const others = listed.filter(
    (other) => other !== company && (other.name === addressed || other.database === addressed),
  );
  if (others.length > 0)
    throw mismatch(caller, database, `the name ${addressed} in the address also stands for ${names(others)}`, listed);
  return company;
}

function companiesIn(answer: JsonValue, profile: ServiceProfile): GpCompany[] | undefined {
  const { database, name, id, list } = profile.companyCheck;
  const found = findList(
    answer,
    { list, item: [], total: [] },
    (object) => firstText(object, placesIn(database)) !== undefined,
  );
  if (!found.found) return undefined;
  const companies = found.rows.slice(0, 10_000).flatMap((row) => {
    const databaseText = isObject(row) ? firstText(row, placesIn(database)) : undefined;
    if (!isObject(row) || !databaseText) return [];
    const nameText = firstText(row, placesIn(name));
    const idText = firstText(row, placesIn(id));
    return [{ database: databaseText, ...(nameText ? { name: nameText } : {}), ...(idText ? { id: idText } : {}) }];
  });
  return companies.length === found.rows.length ? companies : undefined;
}

/** Refuses an answer that names another company than the one the service was found to be. */
export function guardAnswer(
  caller: GpCaller,
  company: GpCompany,
  profile: ServiceProfile,
  objects: Iterable<JsonValue | undefined>,
): void {
  for (const object of objects) {
    if (!isObject(object)) continue;
    const named = companyNamedIn(object, profile);
    const other =
      named.database !== undefined && named.database !== company.database
        ? named.database
        : named.id !== undefined && company.id !== undefined && named.id !== company.id
          ? `the one with id ${named.id}`
          : undefined;
    if (other === undefined) continue;
    throw new ConnectorError(
      "GP_COMPANY_MISMATCH",
      `an answer for company ${company.database} holds a record of company ${other}`,
      {
        at: caller.at(),
        fix: "Nothing of this answer was used. Check which company the service's script reads; in a copy of another company's database, run Microsoft's script that sets the company id in copied tables, or adapt `companyCheck.answer` in the service profile.",
      },
    );
  }
}

function mismatch(caller: GpCaller, database: string, found: string, listed: readonly GpCompany[]): ConnectorError {
  const near = listed.find(
    (company) => company.database.toLowerCase() === database.toLowerCase() || company.name === database,
  );
  const fix = near
    ? `Set \`gp.company.database\` to ${near.database}, exactly as in SQL Server.`
    : `Set \`gp.company.database\` to the database name (INTERID) of the company you mean, and \`gp.company.urlValue\` to its name in the address if the service wants another one there.`;
  return new ConnectorError("GP_COMPANY_MISMATCH", `company ${database} is configured, but ${found}`, {
    at: caller.at(),
    fix,
  });
}

async function notThere(caller: GpCaller, path: string, connection: GpConnection): Promise<ConnectorError> {
  const error = await caller.notThere(path, { what: "the company" });
  if (error.code !== "GP_SERVICE_NOT_FOUND") return error;
  const addressed = connection.company.urlValue ?? connection.company.database;
  return new ConnectorError(
    "GP_COMPANY_MISMATCH",
    `the tenant ${connection.tenant} has no company ${addressed} in its addresses, or no company service there`,
    {
      at: caller.at(),
      fix: "Compare `gp.company.database` with Company Setup. Where the service wants the display name in the address, set `gp.company.urlValue` to it.",
    },
  );
}

function names(companies: readonly GpCompany[]): string {
  if (companies.length === 0) return "no company";
  const shown = companies.slice(0, 10).map(({ database, name }) => (name ? `${database} (${name})` : database));
  return shown.join(", ") + (companies.length > 10 ? `, and ${companies.length - 10} more` : "");
}
