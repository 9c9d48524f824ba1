import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { faultOf } from "../../api/apiError.ts";
import { client, dataOf } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { useRight } from "../../api/session.ts";
import { Button } from "../../design/Button.tsx";
import { capitalized } from "../../design/capitalized.ts";
import { DataTable } from "../../design/DataTable.tsx";
import { EmptyState } from "../../design/EmptyState.tsx";
import { Facts } from "../../design/Facts.tsx";
import { Fault } from "../../design/Fault.tsx";
import { Instant } from "../../design/Instant.tsx";
import { durationText } from "../../design/instantText.ts";
import { LoadError } from "../../design/LoadError.tsx";
import { Outcomes } from "../../design/Outcomes.tsx";
import { Page } from "../../design/Page.tsx";
import { Panel } from "../../design/Panel.tsx";
import { Prose } from "../../design/Prose.tsx";
import { Skeleton } from "../../design/Skeleton.tsx";
import { Status } from "../../design/Status.tsx";
import { useShortcut } from "../../shell/useShortcut.ts";
import { DocumentLink } from "../documents/DocumentLink.tsx";
import { documentTypeWord } from "../documents/documentTypeWord.ts";
import { ReplayDialog } from "../replay/ReplayDialog.tsx";
import { jobKindWord, jobSpan, jobState } from "./jobWords.ts";

const route = getRouteApi("/framed/runs/$jobId");

type JobDetail = components["schemas"]["JobDetail"];

/** One run: its progress while it goes, its outcomes when it is done. */
export default function RunScreen(): JSX.Element {
  const { jobId } = route.useParams();
  const detail = useQuery({
    queryKey: ["jobs", jobId],
    queryFn: () => dataOf(client.GET("/api/jobs/{id}", { params: { path: { id: jobId } } })),
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : 1_500),
  });
  if (detail.data === undefined) {
    return (
      <Page title="Run">
        {detail.isError ? (
          <LoadError error={detail.error} retry={() => void detail.refetch()} />
        ) : (
          <Skeleton rows={10} />
        )}
      </Page>
    );
  }
  return <RunView detail={detail.data} />;
}

/** Deliveries go on after the poll that planned them has ended. */
function isOver({ job, report }: JobDetail): boolean {
  const done = job.state === "succeeded" || job.state === "failed";
  return done && (report?.outcomes.waiting ?? 0) === 0;
}

/** A large replay lists its first deliveries only. */
function unlisted({ job, deliveries = [] }: JobDetail): string | undefined {
  const all = Object.values(job.progress.deliveries).reduce((sum, count) => sum + count, 0);
  return all > deliveries.length ? `The first ${deliveries.length} of ${all} are listed.` : undefined;
}

function RunView({ detail }: { detail: JobDetail }): JSX.Element {
  const { job, report, deliveries, refused = [] } = detail;
  const mayOperate = useRight("operate");
  const [replaying, setReplaying] = useState(false);
  const queryClient = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => dataOf(client.POST("/api/jobs/{id}/cancellation", { params: { path: { id: job.id } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["jobs"] }),
  });
  const replayable = mayOperate && (job.kind === "poll" || job.kind === "replay");
  const cancelable = replayable || (mayOperate && job.kind === "collect");
  useShortcut("r", replayable ? () => setReplaying(true) : undefined);
  const goes = job.state === "queued" || job.state === "running";
  const span = jobSpan(job, Date.now());
  return (
    <Page
      title={job.kind === "retention" ? "Retention" : `${capitalized(jobKindWord(job))} of ${job.link}`}
      beside={<Status state={jobState(job)} />}
      actions={
        <>
          {goes && cancelable && (
            <Button busy={cancel.isPending} onClick={() => cancel.mutate()}>
              Cancel
            </Button>
          )}
          {!goes && replayable && (
            <Button icon="replay" onClick={() => setReplaying(true)}>
              Replay
            </Button>
          )}
        </>
      }
    >
      {cancel.isError && <Fault fault={faultOf(cancel.error)} />}
      {job.error !== null && <Fault fault={job.error} tone={job.state === "failed" ? "bad" : "warn"} />}
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-4">
          {report !== undefined && (
            <div aria-live="polite">
              <Panel title="Outcomes">
                <Outcomes outcomes={report.outcomes} read={report.read.vendors + report.read.purchaseOrders} />
                {report.disappeared !== undefined && (
                  <p className="mt-3 border-t border-line pt-3 text-sm">
                    The sweep found {report.disappeared} documents gone from GP, and {report.missedByPolls ?? 0} changes
                    that no poll would have met.
                  </p>
                )}
              </Panel>
            </div>
          )}
          {report !== undefined && (
            <Panel
              title="Records"
              hint={
                report.documentsOmitted === undefined
                  ? undefined
                  : `${report.documentsOmitted} more are counted above and listed under Documents.`
              }
              actions={
                <Link to="/documents" search={{ job: job.id }} className="link text-xs">
                  All documents of this run
                </Link>
              }
              flush
            >
              <DataTable
                label="Records of this run"
                rows={report.documents}
                rowKey={(row) => `${row.type} ${row.key}`}
                empty={
                  <EmptyState icon="run" title={goes ? "Nothing was read yet" : "Nothing had changed"}>
                    {goes
                      ? "Records appear as they are read."
                      : "GP has no record that was changed since the last poll."}
                  </EmptyState>
                }
                columns={[
                  {
                    title: "Number",
                    cell: (row) => (
                      <>
                        {row.id === null ? row.key : <DocumentLink id={row.id} number={row.key} />}
                        <span className="mt-1 block lg:hidden">
                          <Status state={row.outcome} plain />
                        </span>
                      </>
                    ),
                  },
                  { title: "Kind", cell: (row) => documentTypeWord(row.type), wideOnly: true },
                  { title: "Outcome", cell: (row) => <Status state={row.outcome} plain />, wideOnly: true },
                  { title: "Revision", align: "right", cell: (row) => row.revision, wideOnly: true },
                  {
                    title: "File, rule or cause",
                    grow: true,
                    cell: (row) => row.error?.message ?? row.rule ?? row.file,
                  },
                ]}
              />
            </Panel>
          )}
          {refused.length > 0 && (
            <Panel title="Not replayed">
              <ul className="text-sm">
                {refused.map(({ why, deliveries: count }) => (
                  <li key={why}>
                    {count} {count === 1 ? "delivery" : "deliveries"}: <Prose text={why} />.
                  </li>
                ))}
              </ul>
            </Panel>
          )}
          {deliveries !== undefined && (
            <Panel title="Deliveries of this replay" hint={unlisted(detail)} flush>
              <DataTable
                label="Deliveries of this replay"
                rows={deliveries}
                rowKey={(row) => row.id}
                empty={<EmptyState icon="replay" title="Nothing is delivered again" />}
                columns={[
                  {
                    title: "Number",
                    cell: (row) => <DocumentLink id={row.documentId} number={row.key} />,
                  },
                  { title: "State", cell: (row) => <Status state={row.state} /> },
                  { title: "Revision", align: "right", cell: (row) => row.revision },
                  { title: "File or cause", grow: true, cell: (row) => row.error?.message ?? row.fileName },
                ]}
              />
            </Panel>
          )}
        </div>
        <Panel title="At a glance">
          <Facts
            facts={{
              "Asked for by": job.requestedBy,
              "Asked for": <Instant at={job.requestedAt} />,
              Begun: <Instant at={job.startedAt} />,
              Ended: job.finishedAt === null ? undefined : <Instant at={job.finishedAt} />,
              Took: span === undefined ? undefined : durationText(span),
              "Goes on": job.notBefore === null ? undefined : <Instant at={job.notBefore} relative />,
              "Replay of":
                job.replayOf === null ? undefined : (
                  <Link to="/runs/$jobId" params={{ jobId: job.replayOf }} className="link font-mono text-xs">
                    {job.replayOf}
                  </Link>
                ),
              "Vendors read": report?.read.vendors,
              "Orders read": report?.read.purchaseOrders,
              Identifier: <span className="font-mono text-xs break-all">{job.id}</span>,
            }}
          />
        </Panel>
      </div>
      {replaying && (
        <ReplayDialog what={{ ids: [job.id] }} title={`this ${jobKindWord(job)}`} onClose={() => setReplaying(false)} />
      )}
    </Page>
  );
}
