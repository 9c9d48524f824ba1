/** What processes hold together of a GP server: its rest, its calls of the hour; and of GP and Cleo, that an account works again. */
export const up = /* sql */ `
create table gp_rest (
  connection text primary key,
  until timestamptz not null,
  pauses integer not null
);

-- Calls by the minute in which leave for them was taken. The row of minute zero is there to be locked.
create table gp_calls (
  connection text not null,
  minute timestamptz not null,
  calls integer not null,
  primary key (connection, minute)
);

-- Told to processes whose logon was refused before.
create table accepted_logon (
  system text not null check (system in ('gp', 'cleo')),
  connection text not null,
  account text not null,
  accepted_at timestamptz not null,
  accepted_by text not null,
  serial integer not null,
  primary key (system, connection, account)
);
`;
