export interface ClockReadingTable {
  /** Always 1. */
  id: number;
  readAt: Date;
  setAheadAt: Date | null;
}

export interface ClockSchema {
  clockReading: ClockReadingTable;
}
