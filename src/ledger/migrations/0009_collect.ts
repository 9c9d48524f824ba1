/** Reading a Cleo folder is a job of its own kind. */
export const up = /* sql */ `
alter table job drop constraint job_kind_check;
alter table job add constraint job_kind_check check (kind in ('poll', 'replay', 'receive', 'check', 'collect'));
-- At most one collection of a link waits: a request joins it.
create unique index job_one_waiting_collect on job (link) where kind = 'collect' and state = 'queued';
`;
