import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import { useRight } from "../../api/session.ts";
import { Button } from "../../design/Button.tsx";
import { CodeBlock } from "../../design/CodeBlock.tsx";
import { Facts } from "../../design/Facts.tsx";
import { Fault } from "../../design/Fault.tsx";
import { Instant } from "../../design/Instant.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Page } from "../../design/Page.tsx";
import { Panel } from "../../design/Panel.tsx";
import { Prose } from "../../design/Prose.tsx";
import { Status } from "../../design/Status.tsx";
import { useShortcut } from "../../shell/useShortcut.ts";
import { RecordFields } from "../../x12/RecordFields.tsx";
import { segmentLines } from "../../x12/segmentLines.ts";
import { draftKindWord } from "./draftKindWord.ts";
import { MatchLines } from "./MatchLines.tsx";
import { type Message, waitsForWord } from "./message.ts";
import { RetryDialog } from "./RetryDialog.tsx";
import { SettleDialog } from "./SettleDialog.tsx";

const route = getRouteApi("/framed/inbox/$messageId");

/** One thing received, with every document in it and what became of each. */
export default function MessageScreen(): JSX.Element {
  const { messageId } = route.useParams();
  const message = useQuery({
    queryKey: ["inbound", messageId],
    queryFn: () => dataOf(client.GET("/api/inbox/{id}", { params: { path: { id: messageId } } })),
    refetchInterval: 10_000,
  });
  const [asking, setAsking] = useState<"retry" | "settle">();
  const mayOperate = useRight("operate");
  useShortcut("r", mayOperate ? () => setAsking("retry") : undefined);
  const waits =
    message.data?.state === "quarantined" ||
    message.data?.documents.some((document) => waitsForWord(document)) === true;
  return (
    <Page
      title={message.data?.fileName ?? "Message"}
      beside={message.data && <Status state={message.data.state} />}
      hint={
        message.data && (
          <>
            Received <Instant at={message.data.receivedAt} />{" "}
            {message.data.source === "webhook" ? "by webhook" : "from a folder"}, link {message.data.link}
          </>
        )
      }
      actions={
        mayOperate &&
        message.data !== undefined && (
          <>
            {waits && (
              <Button icon="check" onClick={() => setAsking("settle")}>
                Settle
              </Button>
            )}
            <Button icon="replay" onClick={() => setAsking("retry")}>
              Carry out again
            </Button>
          </>
        )
      }
    >
      <Loaded query={message} rows={10}>
        {(data) => <MessageView message={data} />}
      </Loaded>
      {asking === "retry" && message.data !== undefined && (
        <RetryDialog message={message.data} onClose={() => setAsking(undefined)} />
      )}
      {asking === "settle" && message.data !== undefined && (
        <SettleDialog message={message.data} onClose={() => setAsking(undefined)} />
      )}
    </Page>
  );
}

function MessageView({ message }: { message: Message }): JSX.Element {
  const mayRead = useRight("content");
  const mayOperate = useRight("operate");
  return (
    <>
      {message.error !== null && <Fault fault={message.error} />}
      {message.documents.map((document) => (
        <Panel
          key={document.id}
          title={`${document.type}${document.partner === null ? "" : ` of ${document.partner}`}`}
          hint={document.summary ?? document.waitsFor ?? undefined}
          actions={<Status state={document.state} />}
        >
          <div className="flex flex-col gap-4">
            {document.error !== null && (
              <Fault fault={document.error} tone={document.state === "review" ? "warn" : "bad"} />
            )}
            {document.drafts.map((draft) => (
              <p key={draft.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Link to="/drafts/$draftId" params={{ draftId: draft.id }} className="link font-medium">
                  Draft {draftKindWord(draft.kind)} {draft.number}
                </Link>
                <Status state={draft.state} plain />
                {draft.open && mayOperate && <span className="text-muted">Your word on it settles this document.</span>}
              </p>
            ))}
            {mayOperate && document.linesToMap !== null && document.linesToMap.unmatched.length > 0 && (
              <MatchLines
                {...document.linesToMap}
                save={(lines) =>
                  dataOf(
                    client.PUT("/api/inbox/{id}/lines", { params: { path: { id: document.id } }, body: { lines } }),
                  )
                }
                queryKey={["inbound"]}
              />
            )}
            <Facts
              facts={{
                Orders:
                  document.orders.length === 0 ? undefined : (
                    <span className="flex flex-wrap gap-3">
                      {document.orders.map((order) => (
                        <Link key={order} to="/documents" search={{ q: order }} className="link">
                          {order}
                        </Link>
                      ))}
                    </span>
                  ),
                "Waits for": document.waitsFor,
                "Next attempt":
                  document.nextAttemptAt === null ? undefined : <Instant at={document.nextAttemptAt} relative />,
                Sender: document.sender,
                ISA13: document.interchangeNumber,
                Identifier: <span className="font-mono text-xs break-all">{document.id}</span>,
              }}
            />
            {document.notes.length > 0 && (
              <ul className="list-disc pl-5">
                {document.notes.map((note) => (
                  <li key={JSON.stringify(note)}>
                    <Prose text={String(note.message ?? note.text ?? JSON.stringify(note))} />
                  </li>
                ))}
              </ul>
            )}
            {document.document !== null && (
              <details className="rounded-md border border-line">
                <summary className="px-3 py-2 font-medium">What it says</summary>
                <RecordFields record={document.document} selected={undefined} />
              </details>
            )}
          </div>
        </Panel>
      ))}
      <Panel title="As it came">
        {message.content === null ? (
          <p className="text-muted">
            {mayRead ? "It is kept no longer." : "You may not read the content of documents."}
          </p>
        ) : (
          <CodeBlock label="Bytes of the message" text={segmentLines(message.content)} />
        )}
      </Panel>
    </>
  );
}
