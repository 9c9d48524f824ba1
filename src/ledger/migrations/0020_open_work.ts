/** What is open is found by looking at that alone, however much of it waits and however much is done with. */
export const up = /* sql */ `
-- What may be tried, by when. What never was tried is due at once.
drop index delivery_to_do;
create index delivery_to_try on delivery (link, coalesce(next_attempt_at, '-infinity'::timestamptz), position)
  where state in ('planned', 'failed');

drop index acknowledgement_waiting;
create index acknowledgement_to_come on acknowledgement (due_at) where state = 'waiting' and overdue_at is null;
create index acknowledgement_overdue on acknowledgement (link, partner, kind, sent_at) include (due_at)
  where state = 'waiting' and overdue_at is not null;
create index acknowledgement_rejected on acknowledgement (link, partner) where state = 'rejected';

drop index inbound_document_in_quarantine;
create index inbound_document_to_review on inbound_document (state, link)
  where state in ('review', 'failed', 'quarantined');
`;
