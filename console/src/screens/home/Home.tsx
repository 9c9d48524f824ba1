import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type JSX, lazy, Suspense } from "react";
import { client, dataOf } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { useRight } from "../../api/session.ts";
import { buttonClass } from "../../design/Button.tsx";
import { EmptyState } from "../../design/EmptyState.tsx";
import { LoadError } from "../../design/LoadError.tsx";
import { Page } from "../../design/Page.tsx";
import { Panel } from "../../design/Panel.tsx";
import { Prose } from "../../design/Prose.tsx";
import { Skeleton } from "../../design/Skeleton.tsx";
import { RunNow } from "../runs/RunNow.tsx";
import { Books } from "./Books.tsx";
import { LinkHealth, schedulesQuery } from "./LinkHealth.tsx";
import { Needs } from "./Needs.tsx";
import { Systems } from "./Systems.tsx";

// Charts bring a library; the rest of the page does not wait for it.
const Volume = lazy(() => import("./Volume.tsx"));

export type HomeData = components["schemas"]["Home"];

/** What needs a person first, then how everything stands. */
export default function Home(): JSX.Element {
  const home = useQuery({
    queryKey: ["home"],
    queryFn: () => dataOf(client.GET("/api/home")),
    refetchInterval: 30_000,
  });
  const administers = useRight("administer");
  const { data } = home;
  // The next polls stand among the rest: all of it comes at once, so that nothing moves.
  const schedules = useQuery({ ...schedulesQuery, enabled: data?.configured === true });
  if (data === undefined || (data.configured && schedules.isPending)) {
    return (
      <Page title="Home">
        {home.isError ? <LoadError error={home.error} retry={() => void home.refetch()} /> : <Skeleton rows={12} />}
      </Page>
    );
  }
  if (!data.configured) {
    return (
      <Page title="Home">
        <div className="rounded-lg border border-line bg-surface py-8">
          <EmptyState
            icon="link"
            title="Nothing is connected yet"
            action={
              administers && (
                <Link to="/connect" className={buttonClass("primary")}>
                  Connect your systems
                </Link>
              )
            }
          >
            Connect Dynamics GP and Cleo, and see in two minutes whether it fits. Or try it with the sandbox first,
            which touches nothing of yours.
          </EmptyState>
        </div>
      </Page>
    );
  }
  return (
    <Page title="Home" actions={<RunNow />}>
      <Needs needs={data.needs} alerts={data.alerts} />
      {data.workers === 0 && (
        <p role="status" className="rounded-md border border-warn/40 bg-warn-soft px-4 py-3">
          <Prose text="No process carries out work at the moment: what is planned waits. `ml-connector start` or `worker` takes it up." />
        </p>
      )}
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <Systems systems={data.systems} />
          <LinkHealth links={data.links} />
        </div>
        <Panel title="Sent" hint="Files that Cleo accepted, and how long after GP's change was on record.">
          <div className="min-h-[30rem]">
            <Suspense fallback={<div role="status" aria-label="Loading" />}>
              <Volume points={data.volume.hours} />
            </Suspense>
          </div>
        </Panel>
      </div>
      <Books />
    </Page>
  );
}
