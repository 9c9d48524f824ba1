/** Alerts, notifications, the state of schedules, and who did which upkeep last. */
export const up = /* sql */ `
-- Something that a person should know or mend. One is open per cause; the same cause again counts, and does not shout.
create table alert (
  id text primary key,
  key text not null,
  code text not null,
  link text,
  subject text,
  message text not null,
  fix text not null,
  owner text not null,
  count integer not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  cleared_at timestamptz,
  -- What people were told last, and when; and when they are to be told what has changed since.
  told text check (told in ('raised', 'cleared')),
  told_at timestamptz,
  tell_at timestamptz
);
create unique index alert_one_open_per_cause on alert (key) where cleared_at is null;
create index alert_by_cause on alert (key, last_at desc);
create index alert_to_tell on alert (tell_at) where tell_at is not null;

-- The outbox: one row for each channel that is to carry a message.
create table notification (
  id text primary key,
  event text not null,
  channel text not null,
  link text,
  subject text,
  title text not null,
  text text not null,
  facts jsonb not null,
  state text not null check (state in ('waiting', 'sending', 'sent', 'failed')),
  attempts integer not null,
  next_attempt_at timestamptz,
  error jsonb,
  worker_id text,
  created_at timestamptz not null,
  settled_at timestamptz
);
create index notification_to_do on notification (next_attempt_at) where state in ('waiting', 'sending');
create index notification_by_time on notification (created_at desc);

-- What kind of file it is, and how its revision differs from the one that the partner has.
alter table delivery add column form text;
alter table delivery add column comparison jsonb;

-- The page that brought a record; and what was counted of a page before its details were let go.
alter table reading add column page integer;
alter table page add column compacted jsonb;
create index page_by_time on page (read_at);
create index delivery_blocked on delivery (link) where state = 'blocked';

-- A schedule that a person has stopped for a while. Occurrences in that time are not caught up.
create table schedule_pause (
  link text not null,
  entity text not null,
  paused_at timestamptz not null,
  paused_by text not null,
  reason text,
  primary key (link, entity)
);

-- When an upkeep is due next. Whoever moves the time forward does it.
create table upkeep (
  name text primary key,
  due_at timestamptz not null
);
`;
