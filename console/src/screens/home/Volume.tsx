import { type JSX, useMemo } from "react";
import type { components } from "../../api/schema.d.ts";
import { Chart } from "../../charts/Chart.tsx";
import { hourly } from "./hourly.ts";

type Point = components["schemas"]["VolumePoint"];

/** Files by the hour of the last day, and how long they took. */
export default function Volume({ points }: { points: readonly Point[] }): JSX.Element {
  const { times, orders, vendors, median, slow } = useMemo(() => hourly(points, new Date()), [points]);
  return (
    <div className="flex flex-col gap-6">
      <Chart
        label="Files accepted by the hour"
        times={times}
        series={useMemo(
          () => [
            { label: "purchase orders", colour: "accent", values: orders, bars: true },
            { label: "vendors", colour: "muted", values: vendors },
          ],
          [orders, vendors],
        )}
      />
      <Chart
        label="Seconds from the change on record to Cleo's yes"
        times={times}
        unit=" s"
        series={useMemo(
          () => [
            { label: "half of the files within", colour: "accent", values: median },
            { label: "nineteen in twenty within", colour: "warn", values: slow },
          ],
          [median, slow],
        )}
      />
    </div>
  );
}
