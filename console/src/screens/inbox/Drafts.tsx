import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { client, dataOf } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { buttonClass } from "../../design/Button.tsx";
import { DataTable } from "../../design/DataTable.tsx";
import { EmptyState } from "../../design/EmptyState.tsx";
import { FilterBar } from "../../design/FilterBar.tsx";
import { Instant } from "../../design/Instant.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Page } from "../../design/Page.tsx";
import { Status, stateWord } from "../../design/Status.tsx";
import { draftKindWord } from "./draftKindWord.ts";

const route = getRouteApi("/framed/drafts");

type Draft = components["schemas"]["Draft"];

const states = ["review", "planned", "creating", "created", "blocked", "failed", "inDoubt", "rejected"] as const;

/** What partners' documents would enter in GP: a person says yes or no where the match is not plain. */
export default function Drafts(): JSX.Element {
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const query = {
    ...(filters.state !== undefined && { state: filters.state as Draft["state"] }),
    ...(filters.order !== undefined && { order: filters.order }),
  };
  const drafts = useQuery({
    queryKey: ["drafts", query],
    queryFn: () => dataOf(client.GET("/api/drafts", { params: { query } })),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
  return (
    <Page
      title="Drafts"
      hint="Unposted documents that answers of partners would enter in GP. Nothing is ever posted; a draft that waits here has not touched GP."
      actions={
        <Link to="/inbox" className={buttonClass()}>
          Messages
        </Link>
      }
    >
      <div className="min-w-0 rounded-lg border border-line bg-surface">
        <FilterBar
          text={{ name: "order", label: "Order", placeholder: "Order, such as PO2075" }}
          choices={[
            { name: "state", label: "State", options: states.map((state) => [state, stateWord(state)] as const) },
          ]}
          values={filters}
          onChange={(next) => void navigate({ search: next, replace: true })}
        />
        <Loaded query={drafts} rows={6}>
          {(data) => (
            <DataTable
              label="Drafts"
              rows={data.drafts}
              stale={drafts.isPlaceholderData}
              rowKey={(row) => row.id}
              empty={
                <EmptyState
                  icon="inbox"
                  title={filters.state === undefined ? "No draft needs anybody" : "None is in this state"}
                >
                  Receipts and invoices that match their order enter GP by themselves, where the partner's settings say
                  so.
                </EmptyState>
              }
              columns={[
                {
                  title: "Draft",
                  cell: (row) => (
                    <>
                      <Link
                        data-row-link
                        to="/drafts/$draftId"
                        params={{ draftId: row.id }}
                        className="link font-medium"
                      >
                        {draftKindWord(row.kind)} {row.number}
                      </Link>
                      <span className="mt-1 block lg:hidden">
                        <Status state={row.state} />
                      </span>
                    </>
                  ),
                },
                { title: "State", cell: (row) => <Status state={row.state} />, wideOnly: true },
                { title: "Order", cell: (row) => row.orderNumber, wideOnly: true },
                { title: "Partner", cell: (row) => row.partner, wideOnly: true },
                {
                  title: "What speaks against it",
                  grow: true,
                  cell: (row) => row.error?.message ?? row.problems[0]?.message,
                },
                { title: "In GP as", cell: (row) => row.gpNumber, wideOnly: true },
                { title: "Since", cell: (row) => <Instant at={row.createdAt} relative />, wideOnly: true },
              ]}
            />
          )}
        </Loaded>
      </div>
    </Page>
  );
}
