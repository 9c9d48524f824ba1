/** Bytes that were sent or received may lie in an archive instead of here, and retention is a job like others. */
export const up = /* sql */ `
alter table content alter column bytes drop not null;
-- Where the bytes went: the file, and the place of their line in it. All null while they are here.
alter table content add column archive_file text;
alter table content add column archive_offset bigint;
alter table content add column archive_length integer;
alter table content add column archived_at timestamptz;
create index content_by_time on content (created_at) where bytes is not null;
create index delivery_by_content on delivery (content_digest) where content_digest is not null;
create index inbox_message_by_content on inbox_message (content_digest);

alter table job drop constraint job_kind_check;
alter table job add constraint job_kind_check
  check (kind in ('poll', 'replay', 'receive', 'check', 'collect', 'retention'));
-- At most one waits: a request joins it.
create unique index job_one_waiting_retention on job (link) where kind = 'retention' and state = 'queued';
`;
