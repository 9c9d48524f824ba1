import type { JSX } from "react";
import { stateWord, type Tone, ToneMark, toneOf } from "./Status.tsx";

const order = ["sent", "unchanged", "skipped", "blocked", "waiting", "superseded"] as const;

const fills: Readonly<Record<Tone, string>> = {
  good: "fill-good",
  warn: "fill-warn",
  bad: "fill-bad",
  doubt: "fill-doubt",
  busy: "fill-accent",
  idle: "fill-line-strong",
};

/** What became of what was read: parts of one bar, and numbers that add up to what was read (Invariant 11). */
export function Outcomes({
  outcomes,
  read,
}: {
  outcomes: Readonly<Record<string, number>>;
  read: number;
}): JSX.Element {
  const parts = order.map((name) => [name, outcomes[name] ?? 0] as const);
  const sum = parts.reduce((total, [, count]) => total + count, 0);
  return (
    <div className="flex flex-col gap-3">
      <svg
        aria-hidden="true"
        viewBox="0 0 100 2"
        preserveAspectRatio="none"
        className="h-2 w-full rounded-full bg-sunken"
      >
        {parts.map(([name, count], index) => {
          const before = parts.slice(0, index).reduce((total, [, each]) => total + each, 0);
          const whole = Math.max(read, sum, 1);
          return (
            <rect
              key={name}
              x={(100 * before) / whole}
              width={(100 * count) / whole}
              height="2"
              className={fills[toneOf(name)]}
            />
          );
        })}
      </svg>
      <dl className="flex flex-wrap gap-x-6 gap-y-2">
        <div>
          <dt className="text-xs text-muted">read</dt>
          <dd className="text-lg font-semibold">{read}</dd>
        </div>
        {parts.map(([name, count]) => (
          <div key={name} className={count === 0 ? "text-muted" : ""}>
            <dt className="flex items-center gap-1.5 text-xs text-muted">
              <ToneMark tone={toneOf(name)} />
              {stateWord(name)}
            </dt>
            <dd className="text-lg font-semibold">{count}</dd>
          </div>
        ))}
      </dl>
      <p className="text-xs text-muted">
        {sum === read
          ? `The outcomes add up to the ${read} records that were read.`
          : `${read - sum} of ${read} records have no outcome yet.`}
      </p>
    </div>
  );
}
