/**
 * What finding documents among very many needs. Words are kept in a table of their own and found by their beginning, over an
 * index in byte order: no extension, and nothing that PostgreSQL's distributed relatives lack.
 */
export const up = /* sql */ `
-- A vendor is its own; an order's is the one of its latest revision.
alter table document add column vendor_id text;
alter table document add column vendor_name text;

-- Words under which a document is found: lower case, and those of earlier revisions stay. A score of them for each order, written
-- with the document, which never goes: they are not asked for it one by one.
create table document_term (
  term text collate "C" not null,
  kind text not null check (kind in ('number', 'vendor', 'item', 'file', 'controlNumber')),
  document_id text not null,
  primary key (term, kind, document_id)
);
create index document_term_by_document on document_term (document_id, term, kind);

-- The newest first, of a state, of a link's vendors or orders, of a job.
create index delivery_by_state on delivery (state, position desc);
create index delivery_by_link on delivery (link, type, position desc);
create index delivery_by_type on delivery (type, position desc);
create index delivery_by_settlement on delivery (settled_at) where settled_at is not null;
create index job_by_link on job (link, requested_at desc, id desc);
create index audit_entry_by_subject on audit_entry (subject) where subject is not null;
create index audit_entry_by_job on audit_entry (job_id) where job_id is not null;
create index audit_entry_by_actor on audit_entry (actor, id);
create index audit_entry_by_action on audit_entry (action, id);
create index audit_entry_by_time on audit_entry (at);
`;
