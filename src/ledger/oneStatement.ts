/**
 * Several writes as one statement: one way to the server and back, whatever their number. They are all done or none, and none
 * sees what the others wrote, so they must be of different rows.
 */
import { type RawBuilder, sql } from "kysely";

/** An `insert`, `update` or `delete` without a `with` of its own. */
export type Write = RawBuilder<unknown>;

/** The writes as items of a `with`, each behind a comma, for a statement that begins with an item of its own. */
export function besides(writes: readonly Write[]): RawBuilder<unknown> {
  return sql.join(
    writes.map((write, index) => sql`, ${sql.raw(`write_${index + 1}`)} as (${write})`),
    sql``,
  );
}
