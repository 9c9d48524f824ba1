/**
 * Statements that the server parses once per connection, not at each use: for those that every file passes through.
 *
 * It plans them with their values for as long as that promises to be cheaper, and once for all values where not. So a condition that an
 * index is partial by has to stand in the text. To make it plan once is not wanted: a plan from when a table was small reads all of it.
 */
import { sql } from "kysely";
import pg from "pg";

const mark = "/* prepared */";

/** At the front of a statement whose text is the same at each use. */
export const prepared = sql.raw(mark);

/** Names of the statements that were met, by their texts: there are as many as are marked in the code, and their variants. */
const names = new Map<string, string>();

/** Prepares what is marked, under a name of its own. */
export class PreparingClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: pg declares a dozen overloads, and all but one are passed on as they are.
  override query(statement: any, ...others: any[]): any {
    const [values] = others;
    if (typeof statement !== "string" || !Array.isArray(values) || !statement.slice(0, 40).includes(mark))
      return super.query(statement, ...others);
    let name = names.get(statement);
    if (name === undefined) {
      name = `ledger_${names.size + 1}`;
      names.set(statement, name);
    }
    return super.query({ name, text: statement, values }, ...others.slice(1));
  }
}
