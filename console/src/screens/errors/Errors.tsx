import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import { nextCursor } from "../../api/nextCursor.ts";
import type { components } from "../../api/schema.d.ts";
import { useRight } from "../../api/session.ts";
import { linksQuery } from "../../api/useLinkNames.ts";
import { AllLoaded } from "../../design/AllLoaded.tsx";
import { adviceOnScreen } from "../../design/advice.ts";
import { Button } from "../../design/Button.tsx";
import { DataTable } from "../../design/DataTable.tsx";
import { EmptyState } from "../../design/EmptyState.tsx";
import { Instant } from "../../design/Instant.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { ownerWord } from "../../design/ownerWord.ts";
import { Page } from "../../design/Page.tsx";
import { Panel } from "../../design/Panel.tsx";
import { Prose } from "../../design/Prose.tsx";
import { Status } from "../../design/Status.tsx";
import { useShortcut } from "../../shell/useShortcut.ts";
import { DocumentLink } from "../documents/DocumentLink.tsx";
import { ReplayDialog } from "../replay/ReplayDialog.tsx";

const route = getRouteApi("/framed/errors");

type Row = components["schemas"]["DocumentRow"];

/** Documents that wait for a person or for their next attempt: the causes first, then the rows of one. */
const openStates = ["blocked", "failed", "inDoubt"] as const;
/** So many of each state are grouped and listed; a replay takes all of them. */
const most = 1_000;

export default function Errors(): JSX.Element {
  const { code, link, state } = route.useSearch();
  const rows = useQuery({
    queryKey: ["documents", "errors"],
    queryFn: async () => (await Promise.all(openStates.map(allOf))).flat(),
    refetchInterval: 30_000,
  });
  const links = useQuery(linksQuery);
  const inForce = links.data?.links.map(({ name }) => name) ?? [];
  const [replaying, setReplaying] = useState<CauseGroup>();
  const mayOperate = useRight("operate");
  return (
    <Page
      title="Errors and replay"
      hint="One line for each cause. Once the cause is put right, replay all that it held back: the plan shows what will happen before it does."
    >
      <AllLoaded queries={[rows, links]}>
        <Loaded query={rows} rows={8}>
          {(all) => {
            // What a link left undone when it was removed asks for nobody.
            const groups = grouped(all.filter((row) => inForce.includes(row.link)));
            const chosen = groups.find(
              (group) => group.code === code && group.link === link && (state === undefined || group.state === state),
            );
            return (
              <>
                <Panel title="Causes" flush>
                  <DataTable
                    label="Causes"
                    rows={groups}
                    rowKey={(group) => group.key}
                    empty={
                      <EmptyState icon="check" title="No document is held back">
                        Everything that was read was sent, or left out by a rule.
                      </EmptyState>
                    }
                    columns={[
                      { title: "Count", align: "right", cell: (group) => group.rows.length },
                      { title: "State", cell: (group) => <Status state={group.state} plain /> },
                      {
                        title: "Cause",
                        wrap: true,
                        cell: (group) => (
                          <Link
                            data-row-link
                            to="/errors"
                            search={{ code: group.code, link: group.link, state: group.state }}
                            className="link font-medium"
                          >
                            <Prose text={group.message} />
                          </Link>
                        ),
                      },
                      { title: "Whose job", cell: (group) => ownerWord(group.owner), wideOnly: true },
                      { title: "Link", cell: (group) => group.link, wideOnly: true },
                      {
                        title: "Code",
                        cell: (group) => <span className="font-mono text-xs">{group.code}</span>,
                        wideOnly: true,
                      },
                    ]}
                  />
                </Panel>
                {chosen !== undefined && (
                  <Group group={chosen} onReplay={mayOperate ? () => setReplaying(chosen) : undefined} />
                )}
              </>
            );
          }}
        </Loaded>
      </AllLoaded>
      {replaying !== undefined && (
        <ReplayDialog
          what={{ filter: { code: replaying.code, link: replaying.link, state: replaying.state } }}
          title={replaying.rows.length === 1 ? (replaying.rows[0]?.key ?? "") : "all of this cause"}
          onClose={() => setReplaying(undefined)}
        />
      )}
    </Page>
  );
}

interface CauseGroup {
  key: string;
  code: string;
  link: string;
  state: (typeof openStates)[number];
  message: string;
  fix: string;
  owner: string;
  rows: Row[];
}

function Group({ group, onReplay }: { group: CauseGroup; onReplay: (() => void) | undefined }): JSX.Element {
  useShortcut("r", onReplay);
  return (
    <Panel
      title={
        <span className="flex flex-wrap items-center gap-x-3">
          <span className="font-mono text-xs">{group.code}</span>
          <Status state={group.state} plain />
        </span>
      }
      hint={
        <>
          <Prose text={adviceOnScreen(group.code, group.fix)} /> Job of the {ownerWord(group.owner)}.
        </>
      }
      actions={
        onReplay && (
          <Button look="primary" size="small" icon="replay" onClick={onReplay}>
            {group.rows.length === 1 ? "Replay it" : "Replay all of them"}
          </Button>
        )
      }
      flush
    >
      <DataTable
        label="Documents of this cause"
        rows={group.rows}
        rowKey={(row) => row.id}
        empty={null}
        columns={[
          {
            title: "Number",
            cell: (row) => <DocumentLink id={row.id} number={row.key} />,
          },
          { title: "What is wrong", wrap: true, cell: (row) => row.error?.message },
          { title: "Vendor", cell: (row) => row.vendorName ?? row.vendorId, wideOnly: true },
          {
            title: "Next attempt",
            cell: (row) => (row.nextAttemptAt === null ? "by a person" : <Instant at={row.nextAttemptAt} relative />),
            wideOnly: true,
          },
          {
            title: "Since",
            cell: (row) => <Instant at={row.settledAt ?? row.createdAt} relative />,
            wideOnly: true,
          },
        ]}
      />
    </Panel>
  );
}

/** Documents of a state, page by page. */
async function allOf(state: (typeof openStates)[number]): Promise<Row[]> {
  const found: Row[] = [];
  let cursor: string | undefined;
  do {
    const page = await dataOf(
      client.GET("/api/documents", {
        params: { query: { state, limit: 200, ...(cursor !== undefined && { cursor }) } },
      }),
    );
    found.push(...page.documents);
    cursor = nextCursor(page);
  } while (cursor !== undefined && found.length < most);
  return found;
}

/** The largest first. */
function grouped(rows: readonly Row[]): CauseGroup[] {
  const groups = new Map<string, CauseGroup>();
  for (const row of rows) {
    const state = openStates.find((each) => each === row.state);
    if (row.error === null || state === undefined) continue;
    const { code, message, fix, owner } = row.error;
    const key = `${row.link} ${code} ${state}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { key, code, link: row.link, state, message, fix, owner, rows: [row] });
    else group.rows.push(row);
  }
  return [...groups.values()].sort((a, b) => b.rows.length - a.rows.length);
}
