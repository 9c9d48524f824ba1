/**
 * The ledger's first tables. A released migration is never edited; the next change is the next file.
 *
 * Plain tables, identity columns, partial and unique indexes, jsonb: what PostgreSQL and its distributed relatives
 * all take. No extensions; the one function guards the audit trail.
 */
export const up = /* sql */ `
-- Everything that was ever applied as configuration; the highest version is in force. Secrets are not in it.
create table configuration (
  version integer primary key,
  document jsonb not null,
  digest text not null,
  applied_by text not null,
  applied_at timestamptz not null
);

-- Sealed by the secrets module; the ledger sees ciphertext only (Invariant 7).
create table secret (
  name text primary key,
  sealed text not null,
  updated_at timestamptz not null
);

-- A process that takes work. It is alive while its heartbeat is young and its database session exists.
create table worker (
  id text primary key,
  host text not null,
  pid integer not null,
  backend_pid integer not null,
  backend_start timestamptz not null,
  started_at timestamptz not null,
  heartbeat_at timestamptz not null
);

create table job (
  id text primary key,
  kind text not null check (kind in ('poll', 'replay', 'receive', 'check')),
  link text not null,
  state text not null check (state in ('queued', 'running', 'succeeded', 'failed')),
  parameters jsonb not null,
  requested_by text not null,
  requested_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  worker_id text,
  not_before timestamptz,
  replay_of text,
  checkpoint jsonb,
  error jsonb
);
create index job_by_time on job (requested_at desc);
-- At most one poll of a link waits and at most one runs, across all processes: a request joins the one that waits.
create unique index job_one_waiting_poll on job (link) where kind = 'poll' and state = 'queued';
create unique index job_one_running_poll on job (link) where kind = 'poll' and state = 'running';
create index job_to_do on job (requested_at) where state in ('queued', 'running');

create table document (
  id text primary key,
  link text not null,
  type text not null check (type in ('vendor', 'purchaseOrder')),
  key text not null,
  first_seen_at timestamptz not null,
  latest_revision integer not null,
  latest_hash text not null,
  disappeared_at timestamptz,
  unique (link, type, key)
);

-- A content of a document that differs from the one before. The number is ours: GP does not raise its own for line edits.
create table revision (
  document_id text not null references document (id),
  number integer not null,
  content_hash text not null,
  canonical jsonb not null,
  source_digest text not null,
  -- GP's CREATDDT: a deleted order's number may be given to another one.
  gp_created date,
  job_id text not null references job (id),
  created_at timestamptz not null,
  primary key (document_id, number)
);

-- A document that a sweep looked for in GP and did not find, until it is there again.
create table disappearance (
  document_id text not null references document (id),
  found_at timestamptz not null,
  job_id text not null references job (id),
  returned_at timestamptz,
  returned_job_id text references job (id),
  primary key (document_id, job_id)
);
create index disappearance_by_job on disappearance (job_id);

-- One row per page read: how many records came, and which of them were unchanged.
create table page (
  job_id text not null references job (id),
  entity text not null,
  number integer not null,
  records integer not null,
  unchanged jsonb not null,
  read_at timestamptz not null,
  primary key (job_id, entity, number)
);

-- What became of every record read that was not unchanged (Invariant 11). The fate of a changed one is its delivery's.
create table reading (
  id bigint generated always as identity primary key,
  job_id text not null references job (id),
  type text not null,
  key text not null,
  document_id text,
  revision integer,
  outcome text not null check (outcome in ('changed', 'skipped', 'blocked')),
  cause jsonb,
  -- Found changed by a sweep, where no poll would have looked.
  missed_by_polls boolean not null
);
create index reading_by_job on reading (job_id);

-- Bytes that were sent, kept once per content.
create table content (
  digest text primary key,
  bytes bytea not null,
  created_at timestamptz not null
);

-- One intended effect in Cleo. Position is the order in which intents were recorded.
create table delivery (
  id text primary key,
  position bigint generated always as identity unique,
  document_id text not null,
  revision integer not null,
  link text not null,
  type text not null,
  key text not null,
  state text not null,
  job_id text not null references job (id),
  replay_of text references delivery (id),
  replay_job_id text references job (id),
  purpose text,
  folder text,
  file_name text,
  content_type text,
  content_digest text references content (digest),
  control_numbers jsonb,
  warnings jsonb,
  attempts integer not null,
  next_attempt_at timestamptz,
  error jsonb,
  worker_id text,
  created_at timestamptz not null,
  settled_at timestamptz,
  -- When a person had told the partner what no file could: they have the revision.
  told_at timestamptz,
  foreign key (document_id, revision) references revision (document_id, number)
);
create index delivery_by_document on delivery (document_id, position);
create index delivery_by_job on delivery (job_id);
create index delivery_by_replay_job on delivery (replay_job_id) where replay_job_id is not null;
create index delivery_to_do on delivery (link, position) where state in ('planned', 'failed', 'sending', 'inDoubt');

create table attempt (
  id bigint generated always as identity primary key,
  delivery_id text not null references delivery (id),
  number integer not null,
  job_id text not null references job (id),
  worker_id text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  outcome text,
  status integer,
  detail jsonb,
  unique (delivery_id, number)
);

-- The last number given, per sender, receiver, usage and kind of envelope; and every number ever given (Invariant 4).
create table control_number_series (
  sender text not null,
  receiver text not null,
  usage text not null,
  kind text not null check (kind in ('interchange', 'group')),
  last bigint not null,
  primary key (sender, receiver, usage, kind)
);
create table control_number (
  sender text not null,
  receiver text not null,
  usage text not null,
  kind text not null,
  number bigint not null,
  delivery_id text not null references delivery (id),
  given_at timestamptz not null,
  primary key (sender, receiver, usage, kind, number)
);

-- The largest ModifiedDate below which every record has an outcome on disk (Invariant 1), and where the site selects by
-- DEX_ROW_TS, the largest of these.
create table watermark (
  link text not null,
  entity text not null,
  modified_through date,
  stamped_through timestamptz,
  job_id text not null references job (id),
  primary key (link, entity)
);

-- The audit trail. An entry is written in the transaction of what it tells; its place in the hash chain is given
-- shortly afterwards by whoever holds the seal, so that the chain never serialises the work (see audit.ts).
create table audit_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null,
  action text not null,
  job_id text,
  link text,
  subject text,
  detail jsonb not null
);
create table audit_seal (
  position bigint primary key,
  entry_id bigint not null unique references audit_entry (id),
  previous_hash text not null,
  hash text not null
);
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is append-only';
end $$;
create trigger audit_entry_append_only before update or delete on audit_entry for each row execute function refuse_change();
create trigger audit_seal_append_only before update or delete on audit_seal for each row execute function refuse_change();
`;
