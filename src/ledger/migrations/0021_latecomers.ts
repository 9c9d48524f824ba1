/** What is put off by a clock that was set back just before is found by how far that was. */
export const up = /* sql */ `
-- When the clock was last set back: what it had come to, and what it was set to.
alter table clock_reading add column set_back_from timestamptz;
alter table clock_reading add column set_back_to timestamptz;
`;
