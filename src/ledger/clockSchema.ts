export interface ClockReadingTable {
  /** Always 1. */
  id: number;
  readAt: Date;
  setAheadAt: Date | null;
  /** When the clock was last set back: what it had come to, and what it was set to. */
  setBackFrom: Date | null;
  setBackTo: Date | null;
}

export interface ClockSchema {
  clockReading: ClockReadingTable;
}
