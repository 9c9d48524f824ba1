/**
 * Records of GP that cannot be used as they are, until they can; messages in quarantine on which a person has spoken; and
 * our acknowledgments (997) of what partners send, among the documents that go out.
 */
export const up = /* sql */ `
create table blocked_record (
  link text not null,
  type text not null,
  -- As far as it has one that can be read; empty else.
  key text not null,
  cause jsonb not null,
  -- The read that met it last.
  job_id text not null references job (id),
  -- When this cause was met first.
  since timestamptz not null,
  primary key (link, type, key)
);

alter table inbox_message drop constraint inbox_message_state_check;
alter table inbox_message add constraint inbox_message_state_check
  check (state in ('received', 'read', 'quarantined', 'ignored'));
alter table document drop constraint document_type_check;
alter table document add constraint document_type_check
  check (type in ('vendor', 'purchaseOrder', 'functionalAcknowledgment'));
create index inbox_message_in_quarantine on inbox_message (link) where state = 'quarantined';
create index inbound_document_in_quarantine on inbound_document (link) where state = 'quarantined';
`;
