import "uplot/dist/uPlot.min.css";
import { type JSX, useEffect, useRef, useState } from "react";
import uPlot from "uplot";

export interface Series {
  label: string;
  /** A colour token such as `accent`. */
  colour: string;
  values: readonly (number | null)[];
  bars?: boolean;
}

interface ChartProps {
  /** What is drawn, for those who do not see it. */
  label: string;
  /** Unix seconds. */
  times: readonly number[];
  series: readonly Series[];
  /** As in `12 s`. */
  unit?: string;
  height?: number;
}

/** Lines or bars over time. The table beside it says the same in words. */
export function Chart({ label, times, series, unit = "", height = 180 }: ChartProps): JSX.Element {
  const holder = useRef<HTMLDivElement>(null);
  const [scheme, setScheme] = useState(0);

  // Colours are read from the page, so a new theme draws anew.
  useEffect(() => {
    const redraw = (): void => setScheme((count) => count + 1);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", redraw);
    const observer = new MutationObserver(redraw);
    observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => {
      dark.removeEventListener("change", redraw);
      observer.disconnect();
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: scheme is a reason to draw anew
  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    const colour = colourReader(element);
    const axis = {
      stroke: colour("muted"),
      grid: { stroke: colour("line"), width: 1 },
      ticks: { stroke: colour("line"), width: 1 },
      font: "11px system-ui",
    };
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height,
        legend: { show: false },
        cursor: { y: false, points: { size: 6 } },
        scales: { x: { time: true }, y: { range: (_, __, most) => [0, most <= 0 ? 1 : most * 1.1] } },
        axes: [axis, { ...axis, size: 52, values: (_, ticks) => ticks.map((tick) => `${tick}${unit}`) }],
        series: [
          {},
          ...series.map((each) => ({
            label: each.label,
            stroke: colour(each.colour),
            width: each.bars ? 0 : 2,
            ...(each.bars
              ? {
                  fill: colour(each.colour),
                  ...(bars && { paths: bars }),
                  points: { show: false },
                }
              : { spanGaps: true }),
          })),
        ],
      },
      [[...times], ...series.map(({ values }) => [...values])],
      element,
    );
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [times, series, unit, height, scheme]);

  return (
    <figure className="flex flex-col gap-2">
      <div ref={holder} aria-hidden="true" className={heights[height] ?? "h-[180px]"} />
      <figcaption className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
        {series.map((each) => (
          <span key={each.label} className="flex items-center gap-1.5">
            <span aria-hidden="true" className={`size-2.5 rounded-sm ${swatches[each.colour] ?? "bg-accent"}`} />
            {each.label}
          </span>
        ))}
      </figcaption>
      <div className="sr-only">
        <table>
          <caption>{label}</caption>
          <thead>
            <tr>
              <th scope="col">Time</th>
              {series.map((each) => (
                <th key={each.label} scope="col">
                  {each.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {times.map((time, index) => (
              <tr key={time}>
                <th scope="row">{new Date(time * 1_000).toLocaleString()}</th>
                {series.map((each) => (
                  <td key={each.label}>
                    {each.values[index] ?? "none"}
                    {unit}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

const bars = uPlot.paths.bars?.({ size: [0.7, 40] });

const heights: Readonly<Record<number, string>> = { 180: "h-[180px]", 220: "h-[220px]" };
const swatches: Readonly<Record<string, string>> = {
  accent: "bg-accent",
  good: "bg-good",
  bad: "bg-bad",
  warn: "bg-warn",
  muted: "bg-muted",
};

/** A canvas knows no custom properties: the colour that a token has now, as the browser computes it. */
function colourReader(element: HTMLElement): (token: string) => string {
  return (token) => {
    element.style.color = `var(--${token})`;
    const computed = getComputedStyle(element).color;
    element.style.color = "";
    return computed;
  };
}
