/**
 * The audit trail (Invariant 9): append-only, hash-chained, provable without a login.
 *
 * An entry is inserted in the transaction of the change that it tells, so neither exists without the other. Chaining
 * it there would make every transaction wait for the one before it, on every worker. So entries are inserted free of
 * each other and *sealed* in batches: each seal gives one entry its position and a hash over the entry and the hash
 * before it. Positions are dense and follow the order in which entries became visible, not the order of their ids:
 * a transaction that commits late is sealed late.
 *
 * Two processes that seal at once take the same next position; the primary key lets one win and the other tries again
 * on the next round. If a process dies between inserting and sealing, the next round of any process seals the entry.
 * Between insert and seal (about a second) an entry is guarded by the database alone, afterwards by the chain.
 */
import { type RawBuilder, sql } from "kysely";
import { genesisHash, hashEntry, type TrailEntry } from "./auditChain.ts";
import { isUniqueViolation, type Ledger, type LedgerTransaction } from "./ledger.ts";
import type { Write } from "./oneStatement.ts";

export interface AuditRecord {
  at: Date;
  /** Who caused it: `cli:NAME`, `schedule`, `worker`, `webhook:LINK`. */
  actor: string;
  /** What happened, as `noun.verb`: `poll.started`, `delivery.sent`, `configuration.applied`. */
  action: string;
  jobId?: string;
  link?: string;
  /** What it happened to: a delivery, document or configuration identifier. */
  subject?: string;
  detail?: object;
}

export async function recordAudit(transaction: LedgerTransaction, ...records: readonly AuditRecord[]): Promise<void> {
  if (records.length > 0) await auditWrite(records).execute(transaction);
}

/**
 * One text for any number of entries.
 *
 * @param action what the entry says has happened, of the columns of a record; what the record says, if not given
 * @param which records are written, by their columns
 */
export function auditWrite(
  records: readonly AuditRecord[],
  action: RawBuilder<unknown> = sql`action`,
  which: RawBuilder<unknown> = sql`true`,
): Write {
  const column = <Value>(of: (record: AuditRecord) => Value): Value[] => records.map(of);
  return sql`
    insert into audit_entry (at, actor, action, job_id, link, subject, detail)
    select at, actor, ${action}, job_id, link, subject, detail::jsonb from unnest(
      ${column(({ at }) => at)}::timestamptz[],
      ${column(({ actor }) => actor)}::text[],
      ${column(({ action }) => action)}::text[],
      ${column(({ jobId }) => jobId ?? null)}::text[],
      ${column(({ link }) => link ?? null)}::text[],
      ${column(({ subject }) => subject ?? null)}::text[],
      ${column(({ detail }) => JSON.stringify(detail ?? {}))}::text[]
    ) as record (at, actor, action, job_id, link, subject, detail)
    where ${which}
  `;
}

/** Every action that the trail has an entry of. */
export async function actionsOfTrail(ledger: Ledger): Promise<string[]> {
  const rows = await ledger.selectFrom("auditEntry").select("action").distinct().execute();
  return rows.map(({ action }) => action);
}

/** What the newest entry says that tells this of the subject; sealed or not. */
export async function lastEntryAbout(ledger: Ledger, subject: string, action: string): Promise<object | undefined> {
  const entry = await ledger
    .selectFrom("auditEntry")
    .select("detail")
    .where("subject", "=", subject)
    .where("action", "=", action)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return entry?.detail;
}

/** Entries of some kinds about some subjects, sealed or not, in the order in which they were written. */
export async function entriesAbout(
  ledger: Ledger,
  subjects: readonly string[],
  actions: readonly string[],
): Promise<StoredEntry[]> {
  if (subjects.length === 0) return [];
  return ledger
    .selectFrom("auditEntry")
    .select(["at", "actor", "action", "jobId", "link", "subject", "detail"])
    .where("subject", "in", [...subjects])
    .where("action", "in", [...actions])
    .orderBy("id")
    .execute();
}

const batch = 1_000;

// Ids are given before commit, so an entry may become visible after higher ids were sealed. An ordinary round looks
// this far back; a thorough one looks at everything.
const lookBack = 10_000;

/**
 * Seals what is not sealed yet.
 *
 * @param thorough also looks for entries that became visible very late; done before a proof is given
 * @returns how many entries were sealed
 */
export async function sealAudit(ledger: Ledger, thorough = false): Promise<number> {
  let sealed = 0;
  for (;;) {
    const count = await sealBatch(ledger, thorough);
    sealed += count;
    if (count < batch) return sealed;
  }
}

async function sealBatch(ledger: Ledger, thorough: boolean): Promise<number> {
  const head = await ledger
    .selectFrom("auditSeal")
    .select(["position", "hash", "entryId"])
    .orderBy("position", "desc")
    .limit(1)
    .executeTakeFirst();
  const from = thorough || head === undefined ? 0 : head.entryId - lookBack;
  const entries = await ledger
    .selectFrom("auditEntry as entry")
    .selectAll("entry")
    .where("entry.id", ">", from)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("auditSeal as seal").select(sql`1`.as("one")).whereRef("seal.entryId", "=", "entry.id"))),
    )
    .orderBy("entry.id")
    .limit(batch)
    .execute();
  if (entries.length === 0) return 0;
  let position = head?.position ?? 0;
  let previousHash = head?.hash ?? genesisHash;
  const seals = entries.map((entry) => {
    position += 1;
    const hash = hashEntry(previousHash, trailEntry(position, entry));
    const seal = { position, entryId: entry.id, previousHash, hash };
    previousHash = hash;
    return seal;
  });
  try {
    // One statement: where another process has taken the first of these positions, none of them is written.
    await sql`
      insert into audit_seal (position, entry_id, previous_hash, hash) select * from unnest(
        ${seals.map(({ position }) => position)}::bigint[],
        ${seals.map(({ entryId }) => entryId)}::bigint[],
        ${seals.map(({ previousHash }) => previousHash)}::text[],
        ${seals.map(({ hash }) => hash)}::text[])
    `.execute(ledger);
    return seals.length;
  } catch (error) {
    if (isUniqueViolation(error)) return 0;
    throw error;
  }
}

export type StoredEntry = {
  at: Date;
  actor: string;
  action: string;
  jobId: string | null;
  link: string | null;
  subject: string | null;
  detail: object;
};

function trailEntry(position: number, entry: StoredEntry): TrailEntry {
  return {
    position,
    at: entry.at.toISOString(),
    actor: entry.actor,
    action: entry.action,
    jobId: entry.jobId,
    link: entry.link,
    subject: entry.subject,
    detail: entry.detail,
  };
}

export type SealedEntry = TrailEntry & { previousHash: string; hash: string };

export interface TrailFilter {
  jobId?: string;
  link?: string;
  subject?: string;
  action?: string;
  actor?: string;
  /** Instants: entries of then and later, and of before. */
  from?: Date;
  until?: Date;
  /** The newest so many, still in ascending order. */
  last?: number;
}

/** A page of sealed entries, the newest first. */
export async function trailPage(
  ledger: Ledger,
  filter: Omit<TrailFilter, "last">,
  { before, limit }: { before?: number; limit: number },
): Promise<SealedEntry[]> {
  let query = filtered(ledger, filter).selectAll("entry").select(["seal.position", "seal.previousHash", "seal.hash"]);
  if (before !== undefined) query = query.where("seal.position", "<", before);
  const rows = await query.orderBy("seal.position", "desc").limit(limit).execute();
  return rows.map(sealedEntry);
}

export async function findTrailEntry(ledger: Ledger, position: number): Promise<SealedEntry | undefined> {
  const row = await filtered(ledger, {})
    .selectAll("entry")
    .select(["seal.position", "seal.previousHash", "seal.hash"])
    .where("seal.position", "=", position)
    .executeTakeFirst();
  return row && sealedEntry(row);
}

type SealedRow = StoredEntry & { position: number; previousHash: string; hash: string };

function sealedEntry(row: SealedRow): SealedEntry {
  return { ...trailEntry(row.position, row), previousHash: row.previousHash, hash: row.hash };
}

/** Sealed entries in the order of the chain, a page at a time, so that a long trail never sits in memory. */
export async function* readTrail(ledger: Ledger, filter: TrailFilter = {}): AsyncGenerator<SealedEntry> {
  let after = 0;
  if (filter.last !== undefined) {
    const first = await filtered(ledger, filter)
      .select("seal.position")
      .orderBy("seal.position", "desc")
      .offset(Math.max(0, filter.last - 1))
      .limit(1)
      .executeTakeFirst();
    after = first === undefined ? 0 : first.position - 1;
  }
  for (;;) {
    const rows = await filtered(ledger, filter)
      .selectAll("entry")
      .select(["seal.position", "seal.previousHash", "seal.hash"])
      .where("seal.position", ">", after)
      .orderBy("seal.position")
      .limit(batch)
      .execute();
    for (const row of rows) {
      yield sealedEntry(row);
      after = row.position;
    }
    if (rows.length < batch) return;
  }
}

function filtered(ledger: Ledger, filter: TrailFilter) {
  let query = ledger.selectFrom("auditSeal as seal").innerJoin("auditEntry as entry", "entry.id", "seal.entryId");
  if (filter.jobId !== undefined) query = query.where("entry.jobId", "=", filter.jobId);
  if (filter.link !== undefined) query = query.where("entry.link", "=", filter.link);
  if (filter.subject !== undefined) query = query.where("entry.subject", "=", filter.subject);
  if (filter.action !== undefined) query = query.where("entry.action", "=", filter.action);
  if (filter.actor !== undefined) query = query.where("entry.actor", "=", filter.actor);
  if (filter.from !== undefined) query = query.where("entry.at", ">=", filter.from);
  if (filter.until !== undefined) query = query.where("entry.at", "<", filter.until);
  return query;
}
