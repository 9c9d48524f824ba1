/** The latest time that the ledger was told, by which a clock that is set back is noticed. */
export const up = /* sql */ `
create table clock_reading (
  id integer primary key check (id = 1),
  read_at timestamptz not null,
  -- When the clock was last set ahead while a worker lived.
  set_ahead_at timestamptz
);
`;
