import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import { nextCursor } from "../../api/nextCursor.ts";
import type { components } from "../../api/schema.d.ts";
import { useRight } from "../../api/session.ts";
import { Button } from "../../design/Button.tsx";
import { DataTable } from "../../design/DataTable.tsx";
import { EmptyState } from "../../design/EmptyState.tsx";
import { Instant } from "../../design/Instant.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Page } from "../../design/Page.tsx";
import { Pager } from "../../design/Pager.tsx";
import { Status, stateWord } from "../../design/Status.tsx";
import { useShortcut } from "../../shell/useShortcut.ts";
import { ReplayDialog } from "../replay/ReplayDialog.tsx";
import { DocumentFilters } from "./DocumentFilters.tsx";
import { DocumentLink } from "./DocumentLink.tsx";
import { documentTypeWord } from "./documentTypeWord.ts";

const route = getRouteApi("/framed/documents");

type DocumentRow = components["schemas"]["DocumentRow"];

/** Everything that was read and what became of it. */
export default function Documents(): JSX.Element {
  const { q, state, type, link, job, cursor } = route.useSearch();
  const navigate = route.useNavigate();
  const query = {
    ...(q !== undefined && { text: q }),
    ...(state !== undefined && { state: state as DocumentRow["state"] }),
    ...(type !== undefined && { type: type as DocumentRow["type"] }),
    ...(link !== undefined && { link }),
    ...(job !== undefined && { job }),
    ...(cursor !== undefined && { cursor }),
  };
  const documents = useQuery({
    queryKey: ["documents", query],
    queryFn: () => dataOf(client.GET("/api/documents", { params: { query } })),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
  const [replaying, setReplaying] = useState(false);
  const mayOperate = useRight("operate");
  // A replay takes everything that fits, so it is offered only where a state says what is meant and no word narrows it further.
  const replayable = mayOperate && query.state !== undefined && q === undefined && job === undefined;
  useShortcut("r", replayable ? () => setReplaying(true) : undefined);
  const filtered = Object.keys(query).some((name) => name !== "cursor");
  return (
    <Page
      title="Documents"
      hint="Vendors and purchase orders that were read from GP, acknowledgements for partners, and what became of each."
      actions={
        replayable && (
          <Button icon="replay" onClick={() => setReplaying(true)}>
            Replay all of these
          </Button>
        )
      }
    >
      <div className="min-w-0 rounded-lg border border-line bg-surface">
        <DocumentFilters
          value={{ q, state, type, link, job }}
          onChange={(next) => void navigate({ search: next, replace: true })}
        />
        <Loaded query={documents} rows={10}>
          {(page) => (
            <>
              <DataTable
                label="Documents"
                rows={page.documents}
                stale={documents.isPlaceholderData}
                rowKey={(row) => row.id}
                empty={
                  <EmptyState icon="document" title={filtered ? "Nothing was found" : "No documents yet"}>
                    {filtered
                      ? "Words are found from their beginning: a number or its digits, a vendor, an item, a file, a control number."
                      : "The first poll of a link reads them from GP."}
                  </EmptyState>
                }
                columns={[
                  {
                    title: "Number",
                    cell: (row) => (
                      <>
                        <DocumentLink id={row.id} number={row.key} />
                        <span className="mt-1 block lg:hidden">
                          <DocumentState row={row} />
                        </span>
                      </>
                    ),
                  },
                  { title: "Kind", cell: (row) => documentTypeWord(row.type), wideOnly: true },
                  {
                    title: "State",
                    cell: (row) => <DocumentState row={row} />,
                    wideOnly: true,
                  },
                  {
                    title: "Vendor, or what is wrong",
                    grow: true,
                    cell: (row) =>
                      row.error === null || row.state === "sent" ? (
                        <span title={row.vendorId ?? undefined}>{row.vendorName || row.vendorId || row.fileName}</span>
                      ) : (
                        row.error.message
                      ),
                  },
                  {
                    title: "997",
                    cell: (row) => row.acknowledgement !== null && <Status state={row.acknowledgement} plain />,
                    wideOnly: true,
                  },
                  { title: "Revision", align: "right", cell: (row) => row.revision, wideOnly: true },
                  { title: "Link", cell: (row) => row.link, wideOnly: true },
                  {
                    title: "Last change",
                    cell: (row) => <Instant at={row.settledAt ?? row.createdAt} relative />,
                    wideOnly: true,
                  },
                ]}
              />
              <Pager
                shown={`${page.documents.length} ${page.documents.length === 1 ? "document" : "documents"} on this page`}
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
      {replaying && query.state !== undefined && (
        <ReplayDialog
          what={{
            filter: {
              state: query.state,
              ...(query.type !== undefined && { type: query.type }),
              ...(link !== undefined && { link }),
            },
          }}
          title={`all that is ${stateWord(query.state)}`}
          onClose={() => setReplaying(false)}
        />
      )}
    </Page>
  );
}

function DocumentState({ row }: { row: DocumentRow }): JSX.Element {
  return (
    <span className="flex items-center gap-2">
      <Status state={row.state} />
      {row.disappearedAt !== null && <Status state="disappeared" plain />}
    </span>
  );
}
