import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { JSX } from "react";
import { client, dataOf } from "../../api/client.ts";
import { Button } from "../../design/Button.tsx";
import { Instant } from "../../design/Instant.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Page } from "../../design/Page.tsx";
import { CheckReportView } from "./CheckReportView.tsx";
import { DownloadReport } from "./DownloadReport.tsx";

const route = getRouteApi("/framed/check/$jobId");

/** One report, at an address of its own. */
export default function CheckScreen(): JSX.Element {
  const { jobId } = route.useParams();
  const report = useQuery({
    queryKey: ["checks", "one", jobId],
    queryFn: () => dataOf(client.GET("/api/checks/{id}", { params: { path: { id: jobId } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Page
      title="Fit check"
      hint={
        report.data && (
          <>
            Link {report.data.link}, <Instant at={report.data.finishedAt} />
          </>
        )
      }
      actions={
        <>
          <DownloadReport jobId={jobId} />
          <Button onClick={() => window.print()}>Print, or save as PDF</Button>
        </>
      }
    >
      <Loaded query={report} rows={12}>
        {(data) => <CheckReportView report={data} />}
      </Loaded>
    </Page>
  );
}
