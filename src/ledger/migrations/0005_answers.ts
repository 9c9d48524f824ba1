/** What partners answer to orders: what an inbound document meant for an order, what it makes in GP, and what is still owed. */
export const up = /* sql */ `
-- What one inbound document says of one purchase order. Written again in place when the document is carried out again.
create table answer (
  inbound_id text not null references inbound_document (id),
  order_id text not null references document (id),
  link text not null,
  -- 855, 856, 810, 997, TA1.
  type text not null,
  -- Vendor id of the order.
  partner text not null,
  -- The partner's number: shipment, invoice, group. What repeats, replaces or cancels another one has the same.
  number text not null,
  -- Orders what the partner made by when they made it, whatever order it arrived in.
  sequence text not null,
  result text not null,
  summary text not null,
  detail jsonb not null,
  delivery_id text references delivery (id),
  job_id text not null references job (id),
  answered_at timestamptz not null,
  primary key (inbound_id, order_id)
);
create index answer_by_order on answer (order_id, answered_at);
create index answer_by_number on answer (link, type, partner, number);

-- An unposted document that shall be entered in GP. The reference is ours: by it the document is found again in GP after
-- an unknown outcome, so that none is entered twice.
create table draft (
  id text primary key,
  position bigint generated always as identity unique,
  link text not null,
  inbound_id text not null references inbound_document (id),
  -- The order that it belongs to; none of an order that a partner sends.
  order_id text references document (id),
  order_number text,
  partner text not null,
  kind text not null,
  reference text not null,
  -- The partner's number: shipment or invoice.
  number text not null,
  -- As GP shall get it.
  content jsonb not null,
  state text not null,
  -- Why a person decides.
  problems jsonb not null,
  -- Lines of the partner for which no line of the order could be told.
  unmatched jsonb not null,
  attempts integer not null,
  next_attempt_at timestamptz,
  error jsonb,
  worker_id text,
  gp_number text,
  job_id text not null references job (id),
  replay_job_id text references job (id),
  decided_by text,
  decided_at timestamptz,
  decision text,
  created_at timestamptz not null,
  settled_at timestamptz,
  unique (link, reference)
);
create index draft_by_inbound on draft (inbound_id);
create index draft_by_order on draft (order_id, position);
create index draft_by_state on draft (link, state, position);
create index draft_to_do on draft (link, position) where state in ('planned', 'creating', 'failed', 'inDoubt');

create table draft_attempt (
  id bigint generated always as identity primary key,
  draft_id text not null references draft (id),
  number integer not null,
  job_id text not null references job (id),
  worker_id text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  outcome text,
  error jsonb,
  unique (draft_id, number)
);

-- A person's word on which line of the order a line of the partner is; without an order line it is left out.
create table line_assignment (
  inbound_id text not null references inbound_document (id),
  line_index integer not null,
  ord integer,
  assigned_by text not null,
  assigned_at timestamptz not null,
  primary key (inbound_id, line_index)
);

-- What a partner owes for a file that was sent: that it could be read (997), that the order is taken (855).
create table acknowledgement (
  delivery_id text not null references delivery (id),
  kind text not null check (kind in ('997', '855')),
  order_id text not null references document (id),
  link text not null,
  partner text not null,
  state text not null,
  sent_at timestamptz not null,
  -- Without it none is expected.
  due_at timestamptz,
  -- When it was found overdue.
  overdue_at timestamptz,
  inbound_id text references inbound_document (id),
  sequence text,
  answered_at timestamptz,
  primary key (delivery_id, kind)
);
create index acknowledgement_by_order on acknowledgement (order_id);
create index acknowledgement_waiting on acknowledgement (due_at) where state = 'waiting';
`;
