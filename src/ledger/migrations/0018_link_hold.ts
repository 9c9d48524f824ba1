/** The links that there are or were, each a row that can be locked while something of it begins. */
export const up = /* sql */ `
create table known_link (
  name text primary key,
  removed boolean not null
);
insert into known_link (name, removed)
select link ->> 'name', false
from configuration, jsonb_array_elements(document -> 'links') as link
where version = (select max(version) from configuration);
`;
