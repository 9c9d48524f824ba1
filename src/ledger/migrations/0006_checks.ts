/** What fit checks found. */
export const up = /* sql */ `
create table check_report (
  job_id text primary key references job (id) on delete cascade,
  link text not null,
  verdict text not null check (verdict in ('fits', 'conditions', 'notYet')),
  finished_at timestamptz not null,
  report jsonb not null
);
create index check_report_by_link on check_report (link, finished_at desc);

-- At most one check of a link waits: a request joins it.
create unique index job_one_waiting_check on job (link) where kind = 'check' and state = 'queued';
`;
