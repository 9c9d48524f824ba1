import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TemporaryLedger, temporaryLedger } from "../../test/temporaryLedger.ts";
import { type DocumentSearch, documentPage, searchStatement } from "./documentSearch.ts";

const documents = 100_000;

interface PlanNode {
  "Node Type": string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Join Filter"?: number;
  Plans?: PlanNode[];
}

describe(`search among ${documents} orders`, () => {
  let temporary: TemporaryLedger;

  beforeAll(async () => {
    temporary = await temporaryLedger();
    const { ledger } = temporary;
    await sql`
      insert into job (id, kind, link, state, parameters, requested_by, requested_at)
      values ('job_1', 'poll', 'two', 'succeeded', '{}', 'test', now()), ('job_2', 'poll', 'two', 'succeeded', '{}', 'test', now())
    `.execute(ledger);
    await sql`
      insert into document (id, link, type, key, first_seen_at, latest_revision, latest_hash, vendor_id, vendor_name)
      select 'doc_' || n, case when n % 1000 = 0 then 'three' else 'two' end, case when n % 500 = 0 then 'vendor' else 'purchaseOrder' end,
        'PO' || lpad(n::text, 7, '0'), now(), 1, 'h' || n, 'VENDOR' || n % 300, 'Vendor ' || n % 300
      from generate_series(1, ${documents}) n`.execute(ledger);
    await sql`
      insert into revision (document_id, number, content_hash, canonical, source_digest, job_id, created_at)
      select id, 1, latest_hash, '{}', '0', 'job_1', now() from document`.execute(ledger);
    await sql`
      insert into delivery (id, document_id, revision, link, type, key, state, job_id, attempts, created_at)
      select 'dlv_' || n, 'doc_' || n, 1, document.link, document.type, document.key,
        case when n % 1000 = 7 then 'blocked' when n = 31 then 'inDoubt' else 'sent' end,
        case when n % 10000 = 0 then 'job_2' else 'job_1' end, 1, now()
      from generate_series(1, ${documents}) n join document on document.id = 'doc_' || n order by n`.execute(ledger);
    await sql`
      insert into document_term (term, kind, document_id)
      select lower(key), 'number', id from document
      union all select ltrim(substr(key, 3), '0'), 'number', id from document
      union all select lower(vendor_id), 'vendor', id from document
      union all select 'vendor', 'vendor', id from document
      union all select 'item-' || (row_number() over (order by id)) % 2000, 'item', id from document`.execute(ledger);
    await sql`analyze`.execute(ledger);
  }, 300_000);
  afterAll(() => temporary?.close());

  const searches: Record<string, Omit<DocumentSearch, "limit">> = {
    "nothing in particular": {},
    "a number": { words: ["po0099999"] },
    "the digits of a number": { words: ["99999"] },
    "the beginning of every number": { words: ["po"] },
    "a vendor": { words: ["vendor17"] },
    "a word that every order has": { words: ["vendor"] },
    "an item": { words: ["item-1999"] },
    "two words": { words: ["vendor", "item-77"] },
    "blocked ones": { state: "blocked" },
    "the one in doubt": { state: "inDoubt" },
    "blocked ones of a word that every order has": { words: ["vendor"], state: "blocked" },
    "sent ones that begin so": { words: ["po00"], state: "sent" },
    "the vendors": { type: "vendor" },
    "the orders of a small link": { link: "three", type: "purchaseOrder" },
    "all of a small link": { link: "three" },
    "a small job": { jobId: "job_2" },
    "an order by its identifier": { documentId: "doc_77777" },
    "nothing that there is": { words: ["zzz"] },
  };

  it.each(Object.entries(searches))("reads few rows for %s", async (_name, search) => {
    const { rows } = await sql<{ "QUERY PLAN": [{ Plan: PlanNode }] }>`
      explain (analyze, format json) ${searchStatement({ ...search, limit: 50 })}`.execute(temporary.ledger);
    const plan = rows[0]?.["QUERY PLAN"][0].Plan as PlanNode;
    expect(rowsRead(plan)).toBeLessThan(10_000);
  });

  it("reads no more for a late page than for the first", async () => {
    const after = { by: "position", position: 500 } as const;
    const { rows } = await sql<{ "QUERY PLAN": [{ Plan: PlanNode }] }>`
      explain (analyze, format json) ${searchStatement({ limit: 50, after })}`.execute(temporary.ledger);
    expect(rowsRead(rows[0]?.["QUERY PLAN"][0].Plan as PlanNode)).toBeLessThan(10_000);
  });

  it("gives every order once, page by page, in the order of the words", async () => {
    const found: string[] = [];
    let after: DocumentSearch["after"];
    do {
      const page = await documentPage(temporary.ledger, {
        words: ["item-77"],
        limit: 40,
        ...(after && { after }),
      });
      found.push(...page.documents.map(({ id }) => id));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(new Set(found).size).toBe(found.length);
    // item-77 and item-770 to item-779.
    expect(found).toHaveLength((documents / 2_000) * 11);
  });
});

/** Rows that the steps of a plan touched, those included that they threw away. */
function rowsRead(node: PlanNode): number {
  const own = node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Join Filter"] ?? 0);
  return own * node["Actual Loops"] + (node.Plans ?? []).reduce((sum, each) => sum + rowsRead(each), 0);
}
