/** The fiscal calendar of a company: calendar months, each of which can be closed for a series (SY40100). */
export interface FiscalPeriods {
  close(period: Period): void;
  open(period: Period): void;
  isClosed(date: string, series: Series): boolean;
  list(year: number): { year: number; period: number; first: string; last: string; closed: Series[] }[];
}

export type Series = "Financial" | "Sales" | "Purchasing" | "Inventory";
export const allSeries: readonly Series[] = ["Financial", "Sales", "Purchasing", "Inventory"];

export interface Period {
  year: number;
  /** 1 to 12. */
  period: number;
  series: Series;
}

export function createFiscalPeriods(closed: readonly Period[]): FiscalPeriods {
  const nameOf = ({ year, period, series }: Period) => `${year}/${period}/${series}`;
  const shut = new Set(closed.map(nameOf));
  return {
    close: (period) => shut.add(nameOf(period)),
    open: (period) => shut.delete(nameOf(period)),
    isClosed: (date, series) =>
      shut.has(nameOf({ year: Number(date.slice(0, 4)), period: Number(date.slice(5, 7)), series })),
    list: (year) =>
      Array.from({ length: 12 }, (_, month) => ({
        year,
        period: month + 1,
        first: new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10),
        last: new Date(Date.UTC(year, month + 1, 0)).toISOString().slice(0, 10),
        closed: allSeries.filter((series) => shut.has(nameOf({ year, period: month + 1, series }))),
      })),
  };
}
