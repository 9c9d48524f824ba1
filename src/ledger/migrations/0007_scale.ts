/** Series of control numbers that were moved ahead, and ledgers that came out of a backup. */
export const up = /* sql */ `
-- Numbers that were left out on purpose, so that the ledger accounts for every number: given, or left out and why.
create table control_number_leap (
  id bigint generated always as identity primary key,
  sender text not null,
  receiver text not null,
  usage text not null,
  kind text not null check (kind in ('interchange', 'group')),
  -- Both ends were left out.
  from_number bigint not null,
  to_number bigint not null,
  reason text not null,
  actor text not null,
  at timestamptz not null
);

-- Each time this ledger was made from a backup.
create table restoration (
  id text primary key,
  backup_id text not null,
  backup_taken_at timestamptz not null,
  restored_at timestamptz not null,
  restored_by text not null,
  -- Whether the ledger that the backup was taken of may have gone on working afterwards.
  may_have_gone_on boolean not null,
  -- Numbers that a series leaves out which this ledger did not know then: the one before may have begun it.
  new_series_leap bigint not null default 0
);

-- What was changed since the backup may have been sent by the ledger that was lost. Open until an entity of a link was
-- read to its end once: what changes later is certainly new.
create table restoration_gap (
  restoration_id text not null references restoration (id),
  link text not null,
  entity text not null,
  closed_at timestamptz,
  closed_job_id text references job (id),
  primary key (restoration_id, link, entity)
);

-- One row where this ledger was handed over to another database: no worker may start on it any more.
create table handover (
  backup_id text primary key,
  handed_over_at timestamptz not null,
  handed_over_by text not null
);
`;
