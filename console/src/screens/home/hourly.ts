interface Point {
  at: string;
  type: string;
  sent: number;
  medianSeconds: number;
  slowSeconds: number;
}

export interface Hourly {
  /** Unix seconds, one for each of the last 24 hours, the oldest first. */
  times: number[];
  orders: number[];
  vendors: number[];
  /** Of both kinds the slower one; `null` where nothing was sent. */
  median: (number | null)[];
  slow: (number | null)[];
}

const hour = 3_600_000;

/** Lays points upon the hours of the last day; an hour without a file is a zero, not a gap. */
export function hourly(points: readonly Point[], now: Date): Hourly {
  const last = Math.floor(now.getTime() / hour) * hour;
  const hours = Array.from({ length: 24 }, (_, index) => last - (23 - index) * hour);
  const at = (time: number) => points.filter((point) => Date.parse(point.at) === time);
  const sent = (type: string) =>
    hours.map((time) => at(time).reduce((sum, point) => sum + (point.type === type ? point.sent : 0), 0));
  const slowest = (of: (point: Point) => number) =>
    hours.map((time) => (at(time).length === 0 ? null : Math.max(...at(time).map(of))));
  return {
    times: hours.map((time) => time / 1_000),
    orders: sent("purchaseOrder"),
    vendors: sent("vendor"),
    median: slowest((point) => point.medianSeconds),
    slow: slowest((point) => point.slowSeconds),
  };
}
