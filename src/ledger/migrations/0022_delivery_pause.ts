/** A connection that is down puts off what its link has to send by one row, however much of that there is. */
export const up = /* sql */ `
create table delivery_pause (
  link text primary key,
  until timestamptz not null,
  -- Whether what nobody looked at yet waits as well; otherwise it is looked through meanwhile.
  fresh boolean not null,
  error jsonb not null
);
`;
