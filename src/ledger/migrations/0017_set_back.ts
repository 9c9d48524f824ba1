/** What was noted by a clock that was set back since counts no longer for the times that come again. */
export const up = /* sql */ `
-- The earliest time that the clock was set back to since, where what is noted here lies after it.
alter table job add column clock_set_back_to timestamptz;
alter table configuration add column clock_set_back_to timestamptz;
create index job_before_set_back on job (link, kind, clock_set_back_to desc, requested_at desc)
  where clock_set_back_to is not null;
-- What lies ahead is looked for every minute, of very many jobs.
create index job_by_end on job (finished_at) where finished_at is not null;
`;
