import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type JSX, useEffect, useRef, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import { useRight } from "../../api/session.ts";
import { linksQuery } from "../../api/useLinkNames.ts";
import { Button, buttonClass } from "../../design/Button.tsx";
import { DataTable } from "../../design/DataTable.tsx";
import { EmptyState } from "../../design/EmptyState.tsx";
import { CheckField, SelectField } from "../../design/Field.tsx";
import { Instant } from "../../design/Instant.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Page } from "../../design/Page.tsx";
import { Panel } from "../../design/Panel.tsx";
import { Status } from "../../design/Status.tsx";
import { useShortcut } from "../../shell/useShortcut.ts";
import { RunNow } from "../runs/RunNow.tsx";
import { DownloadReport } from "./DownloadReport.tsx";
import { RunningCheckView } from "./RunningCheckView.tsx";
import { useCheck } from "./useCheck.ts";
import { verdictState, verdictWord } from "./verdictWord.ts";

const route = getRouteApi("/framed/check");

/** Whether it fits: looked at on the real systems, with nothing written. */
export default function Check(): JSX.Element {
  const { link: wanted, run } = route.useSearch();
  const navigate = route.useNavigate();
  const known = useQuery(linksQuery).data?.links;
  const links = known?.map(({ name }) => name) ?? [];
  const mayOperate = useRight("operate");
  const [probeUpload, setProbe] = useState(false);
  const [all, setAll] = useState(false);
  const [check, start] = useCheck();
  const link = wanted ?? links[0];
  const begin = (): void => start({ ...(link !== undefined && { link }), probeUpload, all });
  useShortcut("r", mayOperate ? begin : undefined);

  // Whoever has just connected the systems wants to know, and has pressed a button for it.
  const begun = useRef(false);
  useEffect(() => {
    if (run === undefined || wanted === undefined || begun.current) return;
    begun.current = true;
    start({ link: wanted });
    void navigate({ search: { link: wanted }, replace: true });
  });

  const checks = useQuery({
    queryKey: ["checks", link],
    queryFn: () => dataOf(client.GET("/api/checks", { params: { query: { ...(link !== undefined && { link }) } } })),
    placeholderData: keepPreviousData,
  });
  return (
    <Page
      title="Fit check"
      hint="Looks at your real GP and Cleo from reach to load, and tells what would happen to your own orders. It writes nothing, unless you allow one test file."
    >
      {mayOperate && known?.length !== 0 && (
        <form
          className="flex flex-wrap items-end gap-x-6 gap-y-3 rounded-lg border border-line bg-surface p-4"
          onSubmit={(event) => {
            event.preventDefault();
            begin();
          }}
        >
          {links.length > 1 && (
            <div className="w-56">
              <SelectField
                label="Link"
                value={link}
                options={links.map((name) => [name, name] as const)}
                onChange={(event) => void navigate({ search: { link: event.target.value } })}
              />
            </div>
          )}
          <div className="pb-1">
            <CheckField
              label="Write one test file and remove it"
              hint="Proves that Cleo lets us write; a flow may start on it."
              checked={probeUpload}
              onChange={(event) => setProbe(event.target.checked)}
            />
          </div>
          <div className="pb-1">
            <CheckField
              label="Look at every order and vendor"
              hint="Not at the newest alone: better at a quiet hour."
              checked={all}
              onChange={(event) => setAll(event.target.checked)}
            />
          </div>
          <Button type="submit" look="primary" icon="check" busy={check.state === "running"}>
            {check.state === "running" ? "Checking" : "Run the check"}
          </Button>
        </form>
      )}
      <RunningCheckView check={check} />
      {check.report !== undefined && <ReportActions jobId={check.report.jobId} link={check.report.link} />}
      <Panel title="Checks before" flush>
        <Loaded query={checks} rows={3}>
          {(data) => (
            <DataTable
              label="Checks before"
              rows={data.checks}
              rowKey={(row) => row.jobId}
              empty={
                <EmptyState icon="check" title="No check was run yet">
                  {links.length === 0
                    ? "Connect GP and Cleo first."
                    : "The first one takes as long as GP needs to answer, usually under two minutes."}
                </EmptyState>
              }
              columns={[
                {
                  title: "Check",
                  cell: (row) => (
                    <Link
                      data-row-link
                      to="/check/$jobId"
                      params={{ jobId: row.jobId }}
                      className="link font-medium whitespace-normal"
                    >
                      <Instant at={row.finishedAt} />
                    </Link>
                  ),
                },
                { title: "Link", cell: (row) => row.link, wideOnly: true },
                {
                  title: "Verdict",
                  cell: (row) => <Status state={verdictState(row.verdict)}>{verdictWord(row.verdict)}</Status>,
                },
                { title: "In a sentence", grow: true, cell: (row) => row.summary },
                { title: "Asked for by", cell: (row) => row.requestedBy, wideOnly: true },
              ]}
            />
          )}
        </Loaded>
      </Panel>
    </Page>
  );
}

function ReportActions({ jobId, link }: { jobId: string; link: string }): JSX.Element {
  return (
    <div className="flex flex-wrap gap-2">
      <Link to="/check/$jobId" params={{ jobId }} className={buttonClass()}>
        A page of its own, to share
      </Link>
      <DownloadReport jobId={jobId} />
      <RunNow link={link} />
    </div>
  );
}
