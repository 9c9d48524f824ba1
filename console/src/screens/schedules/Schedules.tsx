import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { faultOf } from "../../api/apiError.ts";
import { client, dataOf } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { useRight } from "../../api/session.ts";
import { Button } from "../../design/Button.tsx";
import { DataTable } from "../../design/DataTable.tsx";
import { EmptyState } from "../../design/EmptyState.tsx";
import { Fault } from "../../design/Fault.tsx";
import { Instant } from "../../design/Instant.tsx";
import { utcText } from "../../design/instantText.ts";
import { Loaded } from "../../design/Loaded.tsx";
import { Page } from "../../design/Page.tsx";
import { Panel } from "../../design/Panel.tsx";
import { Status } from "../../design/Status.tsx";
import { RunNow } from "../runs/RunNow.tsx";
import { noNextTimeWord } from "./noNextTimeWord.ts";
import { ScheduleEditor } from "./ScheduleEditor.tsx";
import { scheduleTitle } from "./scheduleTitle.ts";
import { upcomingText } from "./upcomingText.ts";

export type Schedule = components["schemas"]["Schedule"];

/** When what runs, and what has been stopped for a while. */
export default function Schedules(): JSX.Element {
  const schedules = useQuery({
    queryKey: ["schedules"],
    queryFn: () => dataOf(client.GET("/api/schedules")),
    refetchInterval: 30_000,
  });
  const mayOperate = useRight("operate");
  const administers = useRight("administer");
  const [editing, setEditing] = useState<Schedule>();
  const queryClient = useQueryClient();
  const turn = useMutation({
    mutationFn: ({ link, entity, paused }: Schedule) => {
      const request = { params: { path: { name: link } }, body: { entity } };
      return paused === null
        ? dataOf(client.POST("/api/links/{name}/schedules/pause", request))
        : dataOf(client.POST("/api/links/{name}/schedules/resume", request));
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["schedules"] }),
  });
  return (
    <Page
      title="Schedules"
      hint="A schedule goes by the clock of its link's company; the next times are shown in your own. A pause holds back what is due."
      actions={<RunNow />}
    >
      {turn.isError && <Fault fault={faultOf(turn.error)} />}
      <Panel title="Schedules" flush>
        <Loaded query={schedules} rows={5}>
          {(data) => (
            <DataTable
              label="Schedules"
              rows={data.schedules}
              rowKey={(row) => `${row.link} ${row.entity} ${row.kind}`}
              empty={
                <EmptyState icon="schedule" title="Nothing is scheduled">
                  A link brings its schedules with it.
                </EmptyState>
              }
              columns={[
                {
                  title: "What",
                  cell: (row) => (
                    <>
                      <ScheduleName row={row} />
                      <span className="mt-1 block whitespace-normal lg:hidden">
                        <ScheduleState row={row} /> {row.schedule}
                      </span>
                      <span className="block text-xs whitespace-normal text-muted lg:hidden">
                        <NextTimes row={row} />
                      </span>
                    </>
                  ),
                },
                {
                  title: "State",
                  cell: (row) => <ScheduleState row={row} />,
                  wideOnly: true,
                },
                {
                  title: "When",
                  wideOnly: true,
                  cell: (row) => (
                    <span title={row.timeZone}>
                      {row.schedule}
                      {row.paused?.reason != null && (
                        <span className="block text-xs text-muted">{row.paused.reason}</span>
                      )}
                    </span>
                  ),
                },
                {
                  title: "Next five times",
                  wrap: true,
                  wideOnly: true,
                  cell: (row) => <NextTimes row={row} />,
                },
                {
                  title: "Last",
                  wideOnly: true,
                  cell: (row) =>
                    row.last === null ? (
                      <span className="text-muted">never</span>
                    ) : (
                      <>
                        <Link to="/runs/$jobId" params={{ jobId: row.last.jobId }} className="link">
                          <Instant at={row.last.requestedAt} relative={!row.last.clockSetBack} />
                        </Link>
                        {row.last.clockSetBack && (
                          <span className="block text-xs text-muted">before the clock was set back</span>
                        )}
                      </>
                    ),
                },
                {
                  title: "Change",
                  cell: (row) => (
                    <span className="flex flex-col items-start gap-1 sm:flex-row">
                      {administers && (
                        <Button size="small" look="quiet" onClick={() => setEditing(row)}>
                          Edit
                          <span className="sr-only"> {scheduleTitle(row)}</span>
                        </Button>
                      )}
                      {mayOperate && row.kind !== "sweep" && row.enabled && (
                        <Button
                          size="small"
                          look="quiet"
                          icon={row.paused === null ? "pause" : "play"}
                          busy={turn.isPending}
                          onClick={() => turn.mutate(row)}
                        >
                          {row.paused === null ? "Pause" : "Resume"}
                          <span className="sr-only"> {scheduleTitle(row)}</span>
                        </Button>
                      )}
                    </span>
                  ),
                },
              ]}
            />
          )}
        </Loaded>
      </Panel>
      {editing !== undefined && <ScheduleEditor schedule={editing} onClose={() => setEditing(undefined)} />}
    </Page>
  );
}

/** What belongs to no link has no screen of its own. */
function ScheduleName({ row }: { row: Schedule }): JSX.Element {
  if (row.kind === "retention") return <span className="font-medium">{scheduleTitle(row)}</span>;
  return (
    <Link to="/links/$linkName" params={{ linkName: row.link }} className="link font-medium" data-row-link>
      {scheduleTitle(row)}
    </Link>
  );
}

function ScheduleState({ row }: { row: Schedule }): JSX.Element {
  return <Status state={!row.enabled ? "disabled" : row.paused === null ? "active" : "paused"} plain />;
}

function NextTimes({ row }: { row: Schedule }): JSX.Element {
  if (row.next.length === 0) return <span className="text-muted">{noNextTimeWord(row)}</span>;
  const moments = row.next.map((at) => new Date(at));
  return <span title={moments.map(utcText).join("\n")}>{upcomingText(moments)}</span>;
}
