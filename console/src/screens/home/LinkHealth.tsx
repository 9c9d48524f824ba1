import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { client, dataOf } from "../../api/client.ts";
import { Instant } from "../../design/Instant.tsx";
import { Panel } from "../../design/Panel.tsx";
import { Status, stateWord } from "../../design/Status.tsx";
import type { HomeData } from "./Home.tsx";

export const schedulesQuery = {
  queryKey: ["schedules"],
  queryFn: () => dataOf(client.GET("/api/schedules")),
  refetchInterval: 30_000,
};

type LinkOverview = HomeData["links"][number];

/** Each link: what it is doing, how the last poll went, how far it is read, what comes next, what is open. */
export function LinkHealth({ links }: { links: readonly LinkOverview[] }): JSX.Element {
  const schedules = useQuery(schedulesQuery);
  const nextPoll = (link: string, entity: string): string | undefined =>
    schedules.data?.schedules.find((each) => each.link === link && each.entity === entity && each.kind === "poll")
      ?.next[0];
  return (
    <Panel title="Links" flush>
      <ul>
        {links.map((link) => (
          <li key={link.name} className="flex flex-col gap-2 border-b border-line px-4 py-3 last:border-b-0">
            <p className="flex flex-wrap items-center justify-between gap-2">
              <Link to="/links/$linkName" params={{ linkName: link.name }} className="link font-semibold">
                {link.name}
              </Link>
              <LinkState link={link} />
            </p>
            <p className="text-xs text-muted">
              {link.company.name} ({link.company.database}) to {link.cleo}
            </p>
            <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1 text-sm">
              {link.flows.map((flow) => (
                <div key={flow.entity} className="contents">
                  <dt className="text-muted">{flow.entity === "vendors" ? "Vendors" : "Orders"}</dt>
                  <dd>
                    {flow.schedule}; {flow.readThrough === null ? "not read yet" : `read through ${flow.readThrough}`}
                    <NextPoll at={nextPoll(link.name, flow.entity)} />
                  </dd>
                </div>
              ))}
              <dt className="text-muted">Last file</dt>
              <dd>
                <Instant at={link.lastSentAt} relative />
              </dd>
              {Object.keys(link.open).length > 0 && (
                <>
                  <dt className="text-muted">Open</dt>
                  <dd className="flex flex-wrap gap-x-3">
                    {Object.entries(link.open).map(([state, count]) => (
                      <Link key={state} to="/documents" search={{ link: link.name, state }} className="link">
                        {count} {stateWord(state)}
                      </Link>
                    ))}
                  </dd>
                </>
              )}
            </dl>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function NextPoll({ at }: { at: string | undefined }): JSX.Element | null {
  if (at === undefined) return null;
  return (
    <>
      ; next <Instant at={at} relative />
    </>
  );
}

export function LinkState({ link }: { link: LinkOverview }): JSX.Element {
  if (!link.enabled) return <Status state="disabled" />;
  if (link.currentPoll !== null) {
    return (
      <Link to="/runs/$jobId" params={{ jobId: link.currentPoll.id }}>
        <Status state={link.currentPoll.state}>polling</Status>
      </Link>
    );
  }
  if (link.lastPoll === null) return <Status state="unknown">not polled yet</Status>;
  return (
    <Link to="/runs/$jobId" params={{ jobId: link.lastPoll.id }}>
      <Status state={link.lastPoll.state}>
        {link.lastPoll.state === "succeeded" ? "polled" : "last poll failed"}{" "}
        {link.lastPoll.clockSetBack ? (
          "before the clock was set back"
        ) : (
          <Instant at={link.lastPoll.finishedAt} relative />
        )}
      </Status>
    </Link>
  );
}
