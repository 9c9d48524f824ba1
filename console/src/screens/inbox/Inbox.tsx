import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { client, dataOf } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { useLinkNames } from "../../api/useLinkNames.ts";
import { buttonClass } from "../../design/Button.tsx";
import { DataTable } from "../../design/DataTable.tsx";
import { EmptyState } from "../../design/EmptyState.tsx";
import { FilterBar } from "../../design/FilterBar.tsx";
import { Instant } from "../../design/Instant.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Page } from "../../design/Page.tsx";
import { Prose } from "../../design/Prose.tsx";
import { Status } from "../../design/Status.tsx";
import { RunNow } from "../runs/RunNow.tsx";

const route = getRouteApi("/framed/inbox");

type Row = components["schemas"]["InboundMessageSummary"];

/** What Cleo has sent: by webhook, or found in a folder. */
export default function Inbox(): JSX.Element {
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const links = useLinkNames();
  const query = {
    ...(filters.link !== undefined && { link: filters.link }),
    ...(filters.state === "quarantined"
      ? { state: "quarantined" as const }
      : filters.state !== undefined && {
          documentState: filters.state as Row["documents"][number]["state"],
        }),
    ...(filters.type !== undefined && { type: filters.type }),
    ...(filters.order !== undefined && { order: filters.order }),
  };
  const messages = useQuery({
    queryKey: ["inbound", query],
    queryFn: () => dataOf(client.GET("/api/inbox", { params: { query } })),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
  return (
    <Page
      title="Inbox"
      hint="What Cleo has sent. It is stored before it is answered, and carried out once, however often it comes."
      actions={
        <>
          <Link to="/drafts" className={buttonClass()}>
            Drafts to decide
          </Link>
          <RunNow kind="collect" />
        </>
      }
    >
      <div className="min-w-0 rounded-lg border border-line bg-surface">
        <FilterBar
          text={{ name: "order", label: "Order", placeholder: "Order, such as PO2075" }}
          choices={[
            {
              name: "type",
              label: "Kind",
              options: [
                ["855", "855 confirmations"],
                ["856", "856 ship notices"],
                ["810", "810 invoices"],
                ["997", "997 acknowledgements"],
              ],
            },
            {
              name: "state",
              label: "State",
              options: [
                ["review", "needs review"],
                ["waiting", "waiting"],
                ["failed", "failed"],
                ["quarantined", "quarantined"],
                ["done", "done"],
                ["ignored", "ignored"],
              ],
            },
            { name: "link", label: "Link", options: links.map((link) => [link, link] as const) },
          ]}
          values={filters}
          onChange={(next) => void navigate({ search: next, replace: true })}
        />
        <Loaded query={messages} rows={8}>
          {(data) => (
            <DataTable
              label="Messages"
              rows={data.messages}
              stale={messages.isPlaceholderData}
              rowKey={(row) => row.id}
              empty={
                <EmptyState
                  icon="inbox"
                  title={Object.keys(query).length > 0 ? "Nothing was found" : "Nothing came yet"}
                >
                  <Prose text="Cleo pushes answers to the webhook of a link, or they are read from a folder: `inbound` of the link." />
                </EmptyState>
              }
              columns={[
                {
                  title: "Received",
                  cell: (row) => (
                    <>
                      <Link
                        data-row-link
                        to="/inbox/$messageId"
                        params={{ messageId: row.id }}
                        className="link block w-24 font-medium whitespace-normal lg:w-auto lg:whitespace-nowrap"
                      >
                        <Instant at={row.receivedAt} />
                      </Link>
                      <span className="mt-1 flex flex-col lg:hidden">
                        {typesOf(row)} <States row={row} />
                      </span>
                    </>
                  ),
                },
                { title: "What", cell: (row) => typesOf(row), wideOnly: true },
                { title: "State", cell: (row) => <States row={row} />, wideOnly: true },
                {
                  title: "What it says, or what is wrong",
                  grow: true,
                  cell: (row) => sayingOf(row),
                },
                { title: "Orders", cell: (row) => ordersOf(row), wideOnly: true },
                { title: "Came by", cell: (row) => (row.source === "webhook" ? "webhook" : "folder"), wideOnly: true },
                { title: "Link", cell: (row) => row.link, wideOnly: true },
                { title: "Again", align: "right", cell: (row) => row.duplicates || "", wideOnly: true },
              ]}
            />
          )}
        </Loaded>
      </div>
    </Page>
  );
}

function States({ row }: { row: Row }): JSX.Element {
  const states = row.documents.length === 0 ? [row.state] : [...new Set(row.documents.map(({ state }) => state))];
  return (
    <span className="flex gap-2">
      {states.map((state) => (
        <Status key={state} state={state} plain />
      ))}
    </span>
  );
}

function typesOf(row: Row): string {
  const types = [...new Set(row.documents.map(({ type }) => type))];
  return types.length === 0 ? "unread" : types.join(", ");
}

function ordersOf(row: Row): string {
  return [...new Set(row.documents.flatMap(({ orders }) => orders))].slice(0, 3).join(", ");
}

function sayingOf(row: Row): string {
  const [first] = row.documents;
  return row.error?.message ?? first?.error?.message ?? first?.summary ?? first?.waitsFor ?? row.fileName ?? "";
}
