/** What Cleo sends: messages as they came, the documents in them, and the keys by which a repeat is known (Invariant 8). */
export const up = /* sql */ `
-- One thing received: a webhook's body or a file of a folder, byte for byte. Written before it is answered or removed.
create table inbox_message (
  id text primary key,
  position bigint generated always as identity unique,
  link text not null,
  source text not null check (source in ('webhook', 'folder')),
  state text not null check (state in ('received', 'read', 'quarantined')),
  content_digest text not null references content (digest),
  size integer not null,
  format text check (format in ('x12', 'json')),
  -- Of a folder: where it lay. Of a webhook: the name that the sender gives it.
  folder text,
  file_name text,
  event_id text,
  -- What the sender says about it; read from the content again wherever that says it too.
  metadata jsonb not null,
  -- Why it is in quarantine.
  error jsonb,
  -- The job under which it was read; a retry gives it another one.
  job_id text references job (id),
  -- Who had it read again, until it is read; null where nobody had to.
  retried_by text,
  -- How often the same thing came again.
  duplicates integer not null,
  last_duplicate_at timestamptz,
  received_at timestamptz not null,
  read_at timestamptz
);
create index inbox_message_by_time on inbox_message (received_at desc);
create index inbox_message_to_read on inbox_message (link, position) where state = 'received';
create index inbox_message_by_file on inbox_message (link, folder, file_name) where source = 'folder';

-- What makes a repeat a repeat: control numbers, an event id, or the digest of the content. The first to bring a key owns it.
-- Another content under a key that is taken is a fault of the sender's and is told, never dropped.
create table inbox_key (
  link text not null,
  key text not null,
  digest text not null,
  message_id text not null,
  primary key (link, key)
);

-- One X12 transaction set, TA1, or JSON business document of a message.
create table inbound_document (
  id text primary key,
  position bigint generated always as identity unique,
  message_id text not null references inbox_message (id),
  -- Its place in the message, from 1.
  number integer not null,
  link text not null,
  format text not null check (format in ('x12', 'json')),
  -- ST01 (855, 856, 810, 997, ...), TA1, or of a JSON document the same number.
  type text not null,
  -- GP vendor id, where the sender's identity belongs to one partner of the link.
  partner text,
  sender text,
  receiver text,
  usage text,
  interchange_number text,
  group_number text,
  set_number text,
  key text not null,
  -- The typed document as src/x12 reads it, or the JSON document as it came.
  document jsonb not null,
  -- What its reading noticed, and of X12 the faults that validation found.
  notes jsonb not null,
  state text not null,
  -- What a waiting one waits for, such as purchaseOrder:PO2075.
  waits_for text,
  summary text,
  detail jsonb,
  error jsonb,
  attempts integer not null,
  next_attempt_at timestamptz,
  worker_id text,
  job_id text not null references job (id),
  received_at timestamptz not null,
  settled_at timestamptz,
  unique (message_id, number)
);
create index inbound_document_to_do on inbound_document (link, position)
  where state in ('received', 'processing', 'waiting', 'failed');
create index inbound_document_by_job on inbound_document (job_id);
create index inbound_document_waiting on inbound_document (link, waits_for) where state = 'waiting';
create index inbound_document_by_interchange on inbound_document (link, sender, interchange_number);

-- The purchase orders that a document names.
create table inbound_document_order (
  document_id text not null references inbound_document (id),
  link text not null,
  order_number text not null,
  primary key (document_id, order_number)
);
create index inbound_document_order_by_number on inbound_document_order (link, order_number);

-- Documents of one link are taken under this row's lock, so that no two that name the same order are worked on at once.
create table inbox_lane (
  link text primary key
);

-- Receiving is taken up by message and document, not by job.
drop index job_to_do;
create index job_to_do on job (requested_at) where state in ('queued', 'running') and kind <> 'receive';
`;
