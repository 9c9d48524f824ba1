/**
 * How long the books take on a year of data: `npm run bench:books -- [--polls 35040] [--unchanged 40] [--changed 200000]`.
 *
 * The defaults are an order poll every 15 minutes for a year, each of which reads 40 orders that did not change, and 200,000
 * changed ones, each with its delivery; 50 of these are still blocked. PostgreSQL is the embedded one, with syncing.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sql } from "kysely";
import { openApplication } from "../src/app/application.ts";
import { readBooks } from "../src/app/books.ts";

const { values } = parseArgs({
  options: {
    polls: { type: "string", default: "35040" },
    unchanged: { type: "string", default: "40" },
    changed: { type: "string", default: "200000" },
  },
});
const [polls, unchanged, changed] = [Number(values.polls), Number(values.unchanged), Number(values.changed)];
const directory = mkdtempSync(join(tmpdir(), "mlc-books-"));
const clock = () => new Date("2026-12-31T23:00:00Z");
const application = await openApplication({
  dataDirectory: directory,
  environment: {},
  actor: "bench",
  notice: () => {},
  clock,
});
try {
  const { ledger } = application;
  await sql`
    insert into job (id, kind, link, state, parameters, requested_by, requested_at)
    select 'job_' || poll, 'poll', 'two', 'succeeded', '{}', 'bench',
      timestamptz '2026-01-01' + poll * interval '365 days' / ${polls}
    from generate_series(0, ${polls - 1}::integer) poll`.execute(ledger);
  await sql`
    insert into document (id, link, type, key, first_seen_at, latest_revision, latest_hash)
    select 'doc_' || n, 'two', 'purchaseOrder', 'PO' || n, '2026-01-01', 1, '' from generate_series(0, ${changed - 1}::integer) n
  `.execute(ledger);
  await sql`
    insert into revision (document_id, number, content_hash, canonical, source_digest, job_id, created_at)
    select 'doc_' || n, 1, '', '{}', '', 'job_' || (n % ${polls}), timestamptz '2026-01-01' + (n % ${polls}) * interval '365 days' / ${polls}
    from generate_series(0, ${changed - 1}::integer) n`.execute(ledger);
  await sql`
    insert into delivery (id, document_id, revision, link, type, key, state, job_id, attempts, created_at)
    select 'dlv_' || n, 'doc_' || n, 1, 'two', 'purchaseOrder', 'PO' || n,
      case when n % ${polls} > ${polls} - 50 and n < ${polls} then 'blocked' else 'sent' end, 'job_' || (n % ${polls}), 1,
      timestamptz '2026-01-01' + (n % ${polls}) * interval '365 days' / ${polls}
    from generate_series(0, ${changed - 1}::integer) n`.execute(ledger);
  await sql`
    insert into page (job_id, entity, number, records, unchanged, read_at)
    select 'job_' || poll, 'purchaseOrders', 0,
      ${unchanged}::integer + (select count(*) from generate_series(poll, ${changed - 1}::integer, ${polls}::integer)),
      (select jsonb_agg(jsonb_build_array('doc_' || (poll + n), 1)) from generate_series(1, ${unchanged}::integer) n),
      timestamptz '2026-01-01' + poll * interval '365 days' / ${polls}
    from generate_series(0, ${polls - 1}::integer) poll`.execute(ledger);
  await sql`
    insert into reading (job_id, page, type, key, document_id, revision, outcome, missed_by_polls)
    select 'job_' || (n % ${polls}), 0, 'purchaseOrder', 'PO' || n, 'doc_' || n, 1, 'changed', false
    from generate_series(0, ${changed - 1}::integer) n`.execute(ledger);
  await sql`analyze`.execute(ledger);

  console.log(`${cpus()[0]?.model ?? "unknown"}, ${cpus().length} cores, Node ${process.version}`);
  console.log(`${polls} polls, ${polls * unchanged} unchanged and ${changed} changed records\n`);
  console.log("period            read    balanced      ms");
  for (const [name, from] of [
    ["a day", "2026-12-31"],
    ["a week", "2026-12-25"],
    ["a month", "2026-12-01"],
    ["a year", "2026-01-01"],
  ] as const) {
    await readBooks({ ledger, clock }, { from, to: "2026-12-31" });
    const began = performance.now();
    const { totals, balanced } = await readBooks({ ledger, clock }, { from, to: "2026-12-31" });
    const took = performance.now() - began;
    console.log(
      `${name.padEnd(10)} ${String(totals.read).padStart(11)} ${String(balanced).padStart(11)} ${took.toFixed(0).padStart(7)}`,
    );
  }
} finally {
  await application.close();
  rmSync(directory, { recursive: true, force: true, maxRetries: 10 });
}
