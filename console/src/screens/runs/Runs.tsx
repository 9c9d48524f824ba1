import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { client, dataOf } from "../../api/client.ts";
import { nextCursor } from "../../api/nextCursor.ts";
import { useLinkNames } from "../../api/useLinkNames.ts";
import { DataTable } from "../../design/DataTable.tsx";
import { EmptyState } from "../../design/EmptyState.tsx";
import { FilterBar } from "../../design/FilterBar.tsx";
import { Instant } from "../../design/Instant.tsx";
import { durationText } from "../../design/instantText.ts";
import { Loaded } from "../../design/Loaded.tsx";
import { Page } from "../../design/Page.tsx";
import { Pager } from "../../design/Pager.tsx";
import { Status, stateWord } from "../../design/Status.tsx";
import { type Job, jobKindWord, jobSpan, jobState, readCount } from "./jobWords.ts";
import { RunNow } from "./RunNow.tsx";

const route = getRouteApi("/framed/runs");

/** What ran, runs and waits, the newest first. */
export default function Runs(): JSX.Element {
  const { cursor, ...filters } = route.useSearch();
  const navigate = route.useNavigate();
  const links = useLinkNames();
  const query = {
    ...(filters.link !== undefined && { link: filters.link }),
    ...(filters.kind !== undefined && { kind: filters.kind as Job["kind"] }),
    ...(filters.state !== undefined && { state: filters.state as Job["state"] }),
    ...(cursor !== undefined && { cursor }),
  };
  const jobs = useQuery({
    queryKey: ["jobs", query],
    queryFn: () => dataOf(client.GET("/api/jobs", { params: { query } })),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
  return (
    <Page
      title="Runs"
      hint="Polls, sweeps, replays, receipts and checks: what each read, and what became of it."
      actions={<RunNow />}
    >
      <div className="min-w-0 rounded-lg border border-line bg-surface">
        <FilterBar
          choices={[
            {
              name: "kind",
              label: "Kind",
              options: [
                ["poll", "polls and sweeps"],
                ["replay", "replays"],
                ["receive", "receipts"],
                ["check", "fit checks"],
                ["collect", "readings of Cleo folders"],
                ["retention", "retention"],
              ],
            },
            {
              name: "state",
              label: "State",
              options: ["queued", "running", "succeeded", "failed"].map((state) => [state, stateWord(state)] as const),
            },
            { name: "link", label: "Link", options: links.map((link) => [link, link] as const) },
          ]}
          values={filters}
          onChange={(next) => void navigate({ search: next, replace: true })}
        />
        <Loaded query={jobs} rows={10}>
          {(page) => (
            <>
              <DataTable
                label="Runs"
                rows={page.jobs}
                rowKey={(job) => job.id}
                stale={jobs.isPlaceholderData}
                empty={
                  <EmptyState icon="run" title="Nothing ran yet">
                    A run begins by a link's schedule, or by "Run now".
                  </EmptyState>
                }
                columns={[
                  {
                    title: "Run",
                    cell: (job) => (
                      <Link
                        data-row-link
                        to="/runs/$jobId"
                        params={{ jobId: job.id }}
                        className="link block font-medium whitespace-normal"
                      >
                        {jobKindWord(job)} <Instant at={job.requestedAt} relative />
                      </Link>
                    ),
                  },
                  { title: "Link", cell: (job) => job.link, wideOnly: true },
                  { title: "State", cell: (job) => <Status state={jobState(job)} /> },
                  {
                    title: "Read",
                    align: "right",
                    cell: (job) => (job.kind === "poll" ? readCount(job) : ""),
                    wideOnly: true,
                  },
                  {
                    title: "Changed",
                    align: "right",
                    cell: (job) => (job.kind === "poll" ? job.progress.changed : ""),
                    wideOnly: true,
                  },
                  { title: "Sent", align: "right", cell: (job) => job.progress.deliveries.sent ?? 0 },
                  { title: "Blocked", align: "right", cell: (job) => job.progress.blocked },
                  {
                    title: "Took",
                    align: "right",
                    wideOnly: true,
                    cell: (job) => {
                      const span = jobSpan(job, Date.now());
                      return span === undefined ? "" : durationText(span);
                    },
                  },
                  { title: "Asked for by", cell: (job) => job.requestedBy, wideOnly: true },
                ]}
              />
              <Pager
                shown={`${page.jobs.length} ${page.jobs.length === 1 ? "run" : "runs"} on this page`}
                onFirst={
                  cursor === undefined ? undefined : () => void navigate({ search: ({ cursor: _, ...rest }) => rest })
                }
                onNext={
                  nextCursor(page) === undefined
                    ? undefined
                    : () => void navigate({ search: (present) => ({ ...present, cursor: nextCursor(page) }) })
                }
              />
            </>
          )}
        </Loaded>
      </div>
    </Page>
  );
}
