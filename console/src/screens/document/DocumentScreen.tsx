import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { useRight } from "../../api/session.ts";
import { Button } from "../../design/Button.tsx";
import { Fault } from "../../design/Fault.tsx";
import { LoadError } from "../../design/LoadError.tsx";
import { Page } from "../../design/Page.tsx";
import { Skeleton } from "../../design/Skeleton.tsx";
import { Status } from "../../design/Status.tsx";
import { Tabs } from "../../design/Tabs.tsx";
import { Timeline } from "../../design/Timeline.tsx";
import { useShortcut } from "../../shell/useShortcut.ts";
import { documentTypeWord } from "../documents/documentTypeWord.ts";
import { ReplayDialog } from "../replay/ReplayDialog.tsx";
import { AtAGlance } from "./AtAGlance.tsx";
import { Deliveries } from "./Deliveries.tsx";
import { Revisions } from "./Revisions.tsx";
import { SentFile } from "./SentFile.tsx";
import { SettleDialog } from "./SettleDialog.tsx";
import { Stages } from "./Stages.tsx";
import { TellDialog } from "./TellDialog.tsx";

const route = getRouteApi("/framed/documents/$documentId");

export type DocumentHistory = components["schemas"]["DocumentHistory"];

/** One document from its first sight to the answer of the partner. */
export default function DocumentScreen(): JSX.Element {
  const { documentId } = route.useParams();
  const history = useQuery({
    queryKey: ["documents", documentId],
    queryFn: () => dataOf(client.GET("/api/documents/{id}", { params: { path: { id: documentId } } })),
    refetchInterval: 10_000,
  });
  const [document, ...others] = history.data?.documents ?? [];
  if (document === undefined) {
    return (
      <Page title={documentId}>
        {history.isError ? (
          <LoadError error={history.error} retry={() => void history.refetch()} />
        ) : (
          <Skeleton rows={10} />
        )}
      </Page>
    );
  }
  return (
    <>
      {others.length > 0 && (
        <p className="border-b border-line bg-accent-soft px-6 py-2 text-sm">
          The number belongs to {others.length + 1} documents:{" "}
          {[document, ...others].map((each) => (
            <Link key={each.id} to="/documents/$documentId" params={{ documentId: each.id }} className="link mr-3">
              {documentTypeWord(each.type)} of {each.link}
            </Link>
          ))}
        </p>
      )}
      <DocumentView key={document.id} document={document} />
    </>
  );
}

function DocumentView({ document }: { document: DocumentHistory }): JSX.Element {
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const mayOperate = useRight("operate");
  const [replaying, setReplaying] = useState(false);
  const [settling, setSettling] = useState(false);
  const [telling, setTelling] = useState(false);
  useShortcut("r", mayOperate ? () => setReplaying(true) : undefined);
  const latest = document.deliveries.at(-1);
  const state = document.disappearedAt === null ? (latest?.state ?? "seen") : "disappeared";
  return (
    <Page
      title={document.key}
      beside={<Status state={state} />}
      hint={`${documentTypeWord(document.type)} of the link ${document.link}`}
      actions={
        mayOperate &&
        latest !== undefined && (
          <Button icon="replay" onClick={() => setReplaying(true)}>
            Replay
          </Button>
        )
      }
    >
      {latest?.error != null && latest.state !== "sent" && (
        <Fault
          fault={latest.error}
          tone={latest.state === "inDoubt" ? "doubt" : "bad"}
          action={
            mayOperate &&
            (latest.state === "inDoubt" ? (
              <Button size="small" icon="check" onClick={() => setSettling(true)}>
                Settle
              </Button>
            ) : (
              <span className="flex flex-wrap gap-2">
                <Button size="small" icon="replay" onClick={() => setReplaying(true)}>
                  It is fixed: replay
                </Button>
                {latest.state === "blocked" && (
                  <Button size="small" icon="check" onClick={() => setTelling(true)}>
                    I told the partner
                  </Button>
                )}
              </span>
            ))
          }
        />
      )}
      <Stages document={document} />
      <div className="min-w-0 rounded-lg border border-line bg-surface">
        <Tabs
          label={document.key}
          value={tab ?? "timeline"}
          onChange={(next) => void navigate({ search: { tab: next }, replace: true })}
          tabs={[
            {
              value: "timeline",
              title: "Timeline",
              content: (
                <div className="grid min-w-0 xl:grid-cols-[minmax(0,1fr)_24rem]">
                  <Timeline
                    entries={document.timeline.map((step) => ({
                      ...step,
                      beside: (
                        <Link
                          to="/runs/$jobId"
                          params={{ jobId: step.jobId }}
                          className="link text-xs whitespace-nowrap"
                        >
                          run
                        </Link>
                      ),
                    }))}
                  />
                  <div className="border-t border-line p-4 xl:border-t-0 xl:border-l">
                    <AtAGlance document={document} />
                  </div>
                </div>
              ),
            },
            { value: "file", title: "As sent", content: <SentFile document={document} /> },
            {
              value: "revisions",
              title: `Revisions (${document.revisions.length})`,
              content: <Revisions document={document} />,
            },
            {
              value: "deliveries",
              title: `Deliveries (${document.deliveries.length})`,
              content: <Deliveries document={document} />,
            },
          ]}
        />
      </div>
      {settling && latest !== undefined && (
        <SettleDialog delivery={latest} title={document.key} onClose={() => setSettling(false)} />
      )}
      {telling && latest !== undefined && (
        <TellDialog delivery={latest} title={document.key} onClose={() => setTelling(false)} />
      )}
      {replaying && (
        <ReplayDialog what={{ ids: [document.id] }} title={document.key} onClose={() => setReplaying(false)} />
      )}
    </Page>
  );
}
