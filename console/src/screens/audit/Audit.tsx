import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { faultOf } from "../../api/apiError.ts";
import { client, dataOf } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { useLinkNames } from "../../api/useLinkNames.ts";
import { Button, buttonClass } from "../../design/Button.tsx";
import { CodeBlock } from "../../design/CodeBlock.tsx";
import { DataTable } from "../../design/DataTable.tsx";
import { Dialog } from "../../design/Dialog.tsx";
import { EmptyState } from "../../design/EmptyState.tsx";
import { Facts } from "../../design/Facts.tsx";
import { Fault } from "../../design/Fault.tsx";
import { FilterBar } from "../../design/FilterBar.tsx";
import { Icon } from "../../design/Icon.tsx";
import { Instant } from "../../design/Instant.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Page } from "../../design/Page.tsx";
import { Pager } from "../../design/Pager.tsx";
import { Prose } from "../../design/Prose.tsx";
import { ToneMark } from "../../design/Status.tsx";

const route = getRouteApi("/framed/audit");

type Entry = components["schemas"]["AuditEntry"];

/** Who changed or sent what and when, and the proof that nothing of it was changed since. */
export default function Audit(): JSX.Element {
  const { before, ...filters } = route.useSearch();
  const navigate = route.useNavigate();
  const links = useLinkNames();
  const [shown, setShown] = useState<Entry>();
  const query = { ...withInstants(filters), ...(before !== undefined && { before: Number(before) }) };
  const page = useQuery({
    queryKey: ["audit", query],
    queryFn: () => dataOf(client.GET("/api/audit", { params: { query } })),
    placeholderData: keepPreviousData,
  });
  const csv = `/api/audit/export.csv?${new URLSearchParams(withInstants(filters)).toString()}`;
  return (
    <Page
      title="Audit"
      hint="Append-only. Each entry holds the hash of the one before it, so a change anywhere breaks the chain."
      actions={
        <>
          <a href={csv} download className={buttonClass()}>
            <Icon name="download" /> CSV
          </a>
          <a href="/api/audit/export.jsonl" download className={buttonClass()}>
            <Icon name="download" /> Whole trail
          </a>
        </>
      }
    >
      <Chain />
      <div className="min-w-0 rounded-lg border border-line bg-surface">
        <FilterBar
          text={{ name: "subject", label: "Subject", placeholder: "Delivery, document or user" }}
          texts={[{ name: "actor", label: "Who", placeholder: "Who, such as user:dana" }]}
          days={[
            { name: "from", label: "From" },
            { name: "until", label: "Until" },
          ]}
          choices={[
            {
              name: "action",
              label: "Action",
              options: [
                "delivery.sent",
                "delivery.blocked",
                "delivery.replayed",
                "delivery.settled",
                "delivery.inDoubt",
                "delivery.answeredLate",
                "poll.started",
                "poll.finished",
                "replay.requested",
                "inbound.received",
                "inbound.settled",
                "draft.approved",
                "draft.rejected",
                "draft.created",
                "check.reported",
                "configuration.applied",
                "link.removed",
                "schedule.paused",
                "controlNumbers.advanced",
                "user.added",
                "user.changed",
                "user.signedIn",
                "token.added",
                "ledger.backedUp",
                "retention.applied",
                "secrets.keyRotated",
              ].map((action) => [action, action] as const),
            },
            { name: "link", label: "Link", options: links.map((link) => [link, link] as const) },
          ]}
          values={filters}
          onChange={(next) => void navigate({ search: next, replace: true })}
        />
        <Loaded query={page} rows={12}>
          {(data) => (
            <>
              <DataTable
                label="Audit entries"
                rows={data.entries}
                stale={page.isPlaceholderData}
                rowKey={(entry) => String(entry.position)}
                empty={
                  <EmptyState icon="audit" title="No entry is like this">
                    Everything that changes something writes one, within a second.
                  </EmptyState>
                }
                columns={[
                  {
                    title: "Entry",
                    align: "right",
                    cell: (entry) => (
                      <button
                        type="button"
                        data-row-link
                        className="link font-medium"
                        onClick={() => setShown(entry)}
                        aria-label={`Entry ${entry.position}: ${entry.action}`}
                      >
                        {entry.position}
                      </button>
                    ),
                  },
                  { title: "When", cell: (entry) => <Instant at={entry.at} />, wideOnly: true },
                  { title: "Who", cell: (entry) => entry.actor, wideOnly: true },
                  {
                    title: "What",
                    cell: (entry) => (
                      <>
                        <span className="font-mono text-xs">{entry.action}</span>
                        <span className="block text-xs whitespace-normal text-muted lg:hidden">
                          {entry.actor}, <Instant at={entry.at} />
                        </span>
                      </>
                    ),
                  },
                  {
                    title: "Of what",
                    grow: true,
                    wideOnly: true,
                    cell: (entry) => <span className="font-mono text-xs">{entry.subject ?? entry.jobId}</span>,
                  },
                  { title: "Link", cell: (entry) => entry.link, wideOnly: true },
                ]}
              />
              <Pager
                shown={`${data.entries.length} entries on this page`}
                onFirst={before === undefined ? undefined : () => void navigate({ search: filters })}
                onNext={
                  data.next === null
                    ? undefined
                    : () => void navigate({ search: { ...filters, before: String(data.next) } })
                }
              />
            </>
          )}
        </Loaded>
      </div>
      {shown !== undefined && (
        <Dialog open onOpenChange={() => setShown(undefined)} title={`Entry ${shown.position}: ${shown.action}`} wide>
          <div className="flex flex-col gap-4">
            <Facts
              facts={{
                When: <Instant at={shown.at} />,
                Who: shown.actor,
                Link: shown.link,
                Run: shown.jobId,
                "Of what": shown.subject,
                "Hash before": <span className="font-mono text-xs break-all">{shown.previousHash}</span>,
                Hash: <span className="font-mono text-xs break-all">{shown.hash}</span>,
              }}
            />
            <CodeBlock label="Detail" text={JSON.stringify(shown.detail, null, 2)} />
          </div>
        </Dialog>
      )}
    </Page>
  );
}

/** Days of the reader as the instants at which they begin and end. */
function withInstants<Filters extends { from?: string; until?: string }>({ from, until, ...rest }: Filters) {
  const begin = (day: string, offset: number): string | undefined => {
    const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
    const at = new Date(year, month - 1, date + offset);
    return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
  };
  const [first, end] = [from && begin(from, 0), until && begin(until, 1)];
  return { ...rest, ...(first && { from: first }), ...(end && { until: end }) };
}

function Chain(): JSX.Element {
  const verify = useMutation({ mutationFn: () => dataOf(client.POST("/api/audit/verification")) });
  const verdict = verify.data;
  return (
    <section
      aria-label="State of the chain"
      aria-live="polite"
      className="flex flex-wrap items-center justify-between gap-4 rounded-lg border border-line bg-surface px-4 py-3"
    >
      {verify.isError ? (
        <Fault fault={faultOf(verify.error)} />
      ) : verdict === undefined ? (
        <p className="text-muted">
          The chain can be recomputed here, or from an export on any machine:{" "}
          <code>ml-connector audit verify FILE</code>.
        </p>
      ) : (
        <p className="flex min-w-0 items-center gap-2">
          <ToneMark tone={verdict.ok ? "good" : "bad"} />
          <span className="min-w-0 break-words">
            <Prose
              text={
                verdict.ok
                  ? `Intact: ${verdict.entries} entries, head ${verdict.head.slice(0, 16)}…`
                  : `Broken at entry ${verdict.line ?? "?"}: ${verdict.reason ?? "a hash does not fit"}`
              }
            />
          </span>
        </p>
      )}
      <Button icon="check" busy={verify.isPending} onClick={() => verify.mutate()}>
        Verify
      </Button>
    </section>
  );
}
