import { Fragment, type JSX } from "react";
import { adviceOnScreen } from "../../design/advice.ts";
import { CodeBlock } from "../../design/CodeBlock.tsx";
import { durationText } from "../../design/instantText.ts";
import { ownerWord } from "../../design/ownerWord.ts";
import { Panel } from "../../design/Panel.tsx";
import { Prose } from "../../design/Prose.tsx";
import { Status, ToneMark } from "../../design/Status.tsx";
import {
  type CheckLine,
  type CheckReport,
  type CheckStatus,
  checkStages,
  type EntityFit,
  stageStatus,
} from "./checkReport.ts";

const verdicts = {
  fits: ["good", "It fits", "border-good/50 bg-good-soft"],
  conditions: ["warn", "It fits, with conditions", "border-warn/50 bg-warn-soft"],
  notYet: ["bad", "Not yet", "border-bad/50 bg-bad-soft"],
} as const;

const systems = { gp: "Dynamics GP", cleo: "Cleo", link: "Link" } as const;

/** The whole report: the verdict first, then what it rests on. */
export function CheckReportView({ report }: { report: CheckReport }): JSX.Element {
  const [tone, title, ground] = verdicts[report.verdict];
  const took = Date.parse(report.finishedAt) - Date.parse(report.startedAt);
  return (
    <div className="flex flex-col gap-4">
      <section aria-labelledby="verdict" className={`flex flex-col gap-3 rounded-lg border p-5 ${ground}`}>
        <h2 id="verdict" className="flex items-center gap-3 text-lg font-semibold">
          <span className="[&>svg]:size-5">
            <ToneMark tone={tone} />
          </span>
          {title}
        </h2>
        <p className="max-w-3xl text-base">
          <Prose text={report.summary} />
        </p>
        <ul className="flex flex-wrap gap-2">
          {(["pass", "warn", "fail", "unverified"] as const).map((status) => (
            <li key={status} className="rounded-full bg-surface">
              <Status state={status} plain>
                <span className="py-0.5 pr-2.5 [&]:pl-0">
                  {report.counts[status]} {countWords[status]}
                </span>
              </Status>
            </li>
          ))}
        </ul>
        <p className="text-xs">
          {report.gp.company} on {report.gp.url} (GP {report.gp.version}) and {report.cleo.url}. {report.calls.gp}{" "}
          requests to GP, {report.calls.cleo} to Cleo, in {durationText(took)}.{" "}
          {report.probe === undefined
            ? "Nothing was written."
            : `One file was written to ${report.probe.folder} and removed again.`}
        </p>
      </section>

      {report.fit.purchaseOrders !== undefined && <Fit title="Purchase orders" fit={report.fit.purchaseOrders} />}
      {report.fit.vendors !== undefined && <Fit title="Vendors" fit={report.fit.vendors} />}

      {report.fit.samples.length > 0 && (
        <Panel title="Samples" hint="Orders of yours as they would be sent today, made readable. Nothing was sent.">
          <div className="flex flex-col gap-3">
            {x12First(report.fit.samples).map((sample, index) => (
              <details key={sample.document} open={index === 0} className="rounded-md border border-line">
                <summary className="px-3 py-2 font-medium">
                  {sample.document} for {sample.vendor}{" "}
                  <span className="font-normal break-all text-muted">
                    {sample.folder}/{sample.fileName}
                  </span>
                </summary>
                <div className="p-3 pt-0">
                  <CodeBlock label={`${sample.document}, readable`} text={sample.readable} />
                </div>
              </details>
            ))}
          </div>
        </Panel>
      )}

      <Panel title="What was looked at" hint="In the order in which each step needs the ones before it." flush>
        <ol>
          {checkStages.map(([stage, name]) => {
            const lines = report.lines.filter((line) => line.stage === stage);
            const status = stageStatus(lines);
            return (
              <li key={stage} className="border-b border-line last:border-b-0">
                <h3 className="flex items-center justify-between gap-4 bg-sunken px-4 py-1.5 text-xs font-semibold">
                  {name}
                  {status === undefined ? (
                    <span className="font-normal text-muted">not reached</span>
                  ) : (
                    <Status state={status} plain />
                  )}
                </h3>
                {lines.length > 0 && (
                  <ul>
                    {lines.map((line) => (
                      <Line key={`${line.code} ${line.title} ${line.seen}`} line={line} />
                    ))}
                  </ul>
                )}
              </li>
            );
          })}
        </ol>
      </Panel>
    </div>
  );
}

const countWords: Readonly<Record<CheckStatus, string>> = {
  pass: "passed",
  warn: "to know",
  fail: "failed",
  unverified: "not exercised",
};

function Line({ line }: { line: CheckLine }): JSX.Element {
  return (
    <li className="grid gap-x-6 gap-y-1 border-t border-line px-4 py-2.5 first:border-t-0 md:grid-cols-[7rem_minmax(12rem,18rem)_1fr]">
      <span>
        <Status state={line.status} plain />
      </span>
      <span>
        <span className="block font-medium">{line.title}</span>
        <span className="text-xs text-muted">{systems[line.system]}</span>
      </span>
      <div className="min-w-0 break-words">
        <p>
          <Prose text={line.seen} />
        </p>
        {line.status !== "pass" && (
          <dl className="mt-1 grid grid-cols-[max-content_1fr] gap-x-3 text-sm">
            {(
              [
                ["Means", line.meaning],
                ["Fix", line.fix === undefined ? undefined : adviceOnScreen(line.code, line.fix)],
                ["Whose job", line.owner === undefined ? undefined : ownerWord(line.owner)],
                ["Code", line.code],
              ] as const
            ).map(
              ([name, text]) =>
                text !== undefined && (
                  <Fragment key={name}>
                    <dt className="text-muted">{name}</dt>
                    <dd className={name === "Code" ? "font-mono text-xs leading-[1.375rem]" : ""}>
                      <Prose text={text} />
                    </dd>
                  </Fragment>
                ),
            )}
          </dl>
        )}
      </div>
    </li>
  );
}

function Fit({ title, fit }: { title: string; fit: EntityFit }): JSX.Element {
  const skipped = fit.skipped.reduce((sum, { count }) => sum + count, 0);
  const of = fit.complete
    ? "all that GP has"
    : `${fit.total === undefined ? "a part" : `a part of ${fit.total}`}${fit.since === undefined ? "" : `, all that changed since ${fit.since}`}`;
  return (
    <Panel title={title} hint={`${fit.read} records were looked at: ${of}.`} flush>
      <dl className="flex flex-wrap gap-x-8 gap-y-2 px-4 py-3">
        <Count name="would be sent" state="sent" count={fit.ready} />
        <Count name="blocked" state="blocked" count={fit.blocked} />
        <Count name="left out by a rule" state="skipped" count={skipped} />
      </dl>
      {fit.causes.length > 0 && (
        <div className="border-t border-line">
          <h3 className="bg-sunken px-4 py-1.5 text-xs font-semibold">What blocks them, by cause</h3>
          <ul>
            {fit.causes.map((cause) => (
              <li
                key={`${cause.code} ${cause.message}`}
                className="grid gap-x-6 gap-y-1 border-t border-line px-4 py-2.5 first:border-t-0 md:grid-cols-[4rem_minmax(12rem,20rem)_1fr]"
              >
                <span className="text-lg font-semibold">{cause.count}</span>
                <span className="min-w-0 break-words">
                  <span className="block font-medium">
                    <Prose text={cause.message} />
                  </span>
                  {cause.field !== undefined && (
                    <span className="block text-xs text-muted">
                      GP field <span className="font-mono">{cause.field}</span>
                      {cause.element !== undefined && `, element ${cause.element}`}
                    </span>
                  )}
                  <span className="font-mono text-xs text-muted">{cause.code}</span>
                </span>
                <span className="min-w-0">
                  <span className="block">
                    <Prose text={adviceOnScreen(cause.code, cause.fix)} />
                  </span>
                  <span className="text-xs text-muted">
                    Job of the {ownerWord(cause.owner)}. {cause.documents.join(", ")}
                    {cause.count > cause.documents.length && ` and ${cause.count - cause.documents.length} more`}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {fit.skipped.length > 0 && (
        <p className="border-t border-line px-4 py-2 text-xs text-muted">
          Left out by rule: {fit.skipped.map(({ rule, count }) => `${count} ${rule}`).join(", ")}.
        </p>
      )}
    </Panel>
  );
}

/** What a partner gets as EDI is what one wants to see first. */
function x12First(samples: CheckReport["fit"]["samples"]): CheckReport["fit"]["samples"] {
  return samples.toSorted((a, b) => (a.format === b.format ? 0 : a.format === "x12" ? -1 : 1));
}

function Count({ name, state, count }: { name: string; state: string; count: number }): JSX.Element {
  return (
    <div>
      <dt>
        <Status state={state} plain>
          {name}
        </Status>
      </dt>
      <dd className="text-2xl leading-8 font-semibold">{count}</dd>
    </div>
  );
}
