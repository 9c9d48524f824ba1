import { Link } from "@tanstack/react-router";
import type { JSX, ReactNode } from "react";
import { Instant } from "../../design/Instant.tsx";
import { Status } from "../../design/Status.tsx";
import type { DocumentHistory } from "./DocumentScreen.tsx";

type Delivery = DocumentHistory["deliveries"][number];

/** The way of the newest revision, side by side: read from GP, made into a file, taken by Cleo, acknowledged by the partner. */
export function Stages({ document }: { document: DocumentHistory }): JSX.Element {
  const revision = document.revisions.at(-1);
  const delivery = document.deliveries.at(-1);
  const attempt = delivery?.attempts.at(-1);
  const file = { id: document.id, tab: "file" };
  const answers = document.type === "functionalAcknowledgment";
  return (
    <ol
      aria-label="Stages"
      className="grid gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-2 xl:grid-cols-5"
    >
      <Stage name={answers ? "Partner's group" : "Read from GP"} at={revision?.at}>
        <Status state={document.disappearedAt === null ? "read" : "disappeared"} plain />
        {revision !== undefined && !answers && (
          <Detail title={`SHA-256 of GP's record: ${revision.sourceDigest}`}>
            record <span className="font-mono">{revision.sourceDigest.slice(0, 12)}</span>
          </Detail>
        )}
      </Stage>
      <Stage name="Recorded" at={revision?.at}>
        <Go {...file} tab="revisions">
          revision {revision?.number ?? 0}
        </Go>
        <Detail>
          {revision === undefined || revision.changes.length === 0
            ? "as first read"
            : `${revision.changes.length} ${revision.changes.length === 1 ? "change" : "changes"} to the one before`}
        </Detail>
      </Stage>
      <Stage name="File" at={undefined}>
        {delivery?.file == null ? (
          <span className="text-sm text-muted">{noFile(delivery)}</span>
        ) : (
          <>
            <Go {...file}>{formWord(delivery)}</Go>
            {delivery.controlNumbers !== null && (
              <Detail>ISA13 {String(delivery.controlNumbers.interchange).padStart(9, "0")}</Detail>
            )}
          </>
        )}
      </Stage>
      <Stage name="Cleo" at={attempt?.finishedAt ?? attempt?.startedAt}>
        {delivery === undefined ? (
          <span className="text-sm text-muted">nothing to send</span>
        ) : (
          <Go {...file} tab="deliveries">
            <Status state={delivery.state} plain />
          </Go>
        )}
        {attempt !== undefined && (
          <Detail>
            {attempt.status === null ? "no answer" : `HTTP ${attempt.status}`}
            {attempt.number > 1 && `, attempt ${attempt.number}`}
          </Detail>
        )}
      </Stage>
      <Acknowledged delivery={delivery} />
    </ol>
  );
}

/** What the partner's EDI system says of the file, and for an order what the partner says. */
function Acknowledged({ delivery }: { delivery: Delivery | undefined }): JSX.Element {
  const all = delivery?.acknowledgements ?? [];
  const functional = all.find(({ kind }) => kind === "997");
  return (
    <Stage name="997" at={functional?.answeredAt ?? undefined}>
      {all.length === 0 && <span className="text-sm text-muted">none is expected</span>}
      {all
        .toSorted((a, b) => b.kind.localeCompare(a.kind))
        .map((each) => (
          <span key={each.kind} className="flex flex-wrap items-center gap-x-2">
            {each.kind !== "997" && <span className="text-xs text-muted">{each.kind}</span>}
            {each.inboundId === null ? (
              <Status state={each.overdueAt === null ? each.state : "overdue"} plain />
            ) : (
              <Link to="/inbox/$messageId" params={{ messageId: each.inboundId }} className="link">
                <Status state={each.state} plain />
              </Link>
            )}
            {each.state === "waiting" && each.dueAt !== null && (
              <span className="text-xs text-muted">
                due <Instant at={each.dueAt} relative />
              </span>
            )}
          </span>
        ))}
    </Stage>
  );
}

function Stage({ name, at, children }: { name: string; at: string | undefined; children: ReactNode }): JSX.Element {
  return (
    <li className="flex min-h-20 min-w-0 flex-col gap-0.5 bg-surface px-4 py-2.5">
      <span className="flex flex-wrap justify-between gap-x-2 text-xs text-muted">
        <span className="font-semibold">{name}</span>
        {at !== undefined && <Instant at={at} relative />}
      </span>
      {children}
    </li>
  );
}

function Detail({ title, children }: { title?: string; children: ReactNode }): JSX.Element {
  return (
    <span title={title} className="text-xs break-words text-muted">
      {children}
    </span>
  );
}

function Go({ id, tab, children }: { id: string; tab: string; children: ReactNode }): JSX.Element {
  return (
    <span className="text-sm">
      <Link to="/documents/$documentId" params={{ documentId: id }} search={{ tab }} replace className="link">
        {children}
      </Link>
    </span>
  );
}

function formWord({ form, controlNumbers, purpose }: Delivery): string {
  const name = form === null ? (controlNumbers === null ? "JSON" : "X12") : form === "json" ? "JSON" : `X12 ${form}`;
  if (purpose === "cancellation") return `${name}, a cancellation`;
  return purpose === "replace" ? `${name}, a change` : name;
}

function noFile(delivery: Delivery | undefined): string {
  if (delivery === undefined || delivery.state === "unneeded" || delivery.state === "superseded") return "none";
  return delivery.state === "blocked" ? "cannot be made" : "not made yet";
}
