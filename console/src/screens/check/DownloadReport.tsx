import type { JSX } from "react";
import { buttonClass } from "../../design/Button.tsx";
import { Icon } from "../../design/Icon.tsx";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** One file for whoever has no account here; it holds no secret. */
export function DownloadReport({ jobId }: { jobId: string }): JSX.Element {
  return (
    <a
      href={`/api/checks/${encodeURIComponent(jobId)}/report?timeZone=${encodeURIComponent(zone)}`}
      download
      className={buttonClass()}
    >
      <Icon name="download" />
      Download the report
    </a>
  );
}
