/** When a schedule was resumed: what came due during the pause was not missed. */
export const up = /* sql */ `
alter table schedule_pause add column resumed_at timestamptz;
`;
