import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import { buttonClass } from "../../design/Button.tsx";
import { CodeBlock } from "../../design/CodeBlock.tsx";
import { EmptyState } from "../../design/EmptyState.tsx";
import { Icon } from "../../design/Icon.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { RecordFields } from "../../x12/RecordFields.tsx";
import { segmentLines } from "../../x12/segmentLines.ts";
import { X12Explorer } from "../../x12/X12Explorer.tsx";
import type { DocumentHistory } from "./DocumentScreen.tsx";

/** What was sent, beside what it was made of. */
export function SentFile({ document }: { document: DocumentHistory }): JSX.Element {
  const made = document.deliveries.filter((delivery) => delivery.file !== null).toReversed();
  const [chosen, setChosen] = useState<string>();
  const delivery = made.find((each) => each.id === chosen) ?? made[0];
  if (document.contentWithheld) {
    return (
      <EmptyState icon="document" title="You may not read the content of documents">
        What became of this document is under Timeline. An administrator can give you the right.
      </EmptyState>
    );
  }
  if (delivery === undefined) {
    const latest = document.revisions.at(-1);
    return (
      <div className="grid lg:grid-cols-2">
        <EmptyState icon="document" title="No file was made yet">
          The file is made when the document is sent. What is wrong with it stands above.
        </EmptyState>
        <div className="border-line lg:border-l">
          <h2 className="bg-sunken px-4 py-1.5 text-xs font-semibold">
            {document.type === "functionalAcknowledgment" ? "What it answers" : "As read from GP"}
          </h2>
          <RecordFields record={latest?.content ?? {}} selected={undefined} />
        </div>
      </div>
    );
  }
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-2">
        {made.length > 1 && (
          <select
            aria-label="Which file"
            value={delivery.id}
            onChange={(event) => setChosen(event.target.value)}
            className="h-8 rounded-md border border-line-strong bg-surface px-2 text-sm"
          >
            {made.map((each) => (
              <option key={each.id} value={each.id}>
                revision {each.revision}, {each.state}
              </option>
            ))}
          </select>
        )}
        <span className="min-w-0 flex-1 font-mono text-xs break-all">
          {delivery.folder}/{delivery.file}
        </span>
        <a
          href={`/api/deliveries/${encodeURIComponent(delivery.id)}/file`}
          download
          className={buttonClass("secondary", "small")}
        >
          <Icon name="download" />
          Download
        </a>
      </div>
      {delivery.controlNumbers === null || document.type === "functionalAcknowledgment" ? (
        <div className="p-4">
          <CodeBlock label="The file" text={pretty(delivery.content ?? "")} />
        </div>
      ) : (
        <Explained
          key={delivery.id}
          deliveryId={delivery.id}
          sourceDigest={document.revisions.find(({ number }) => number === delivery.revision)?.sourceDigest}
        />
      )}
    </div>
  );
}

function Explained({
  deliveryId,
  sourceDigest,
}: {
  deliveryId: string;
  sourceDigest: string | undefined;
}): JSX.Element {
  const explanation = useQuery({
    queryKey: ["explanation", deliveryId],
    queryFn: () => dataOf(client.GET("/api/deliveries/{id}/explanation", { params: { path: { id: deliveryId } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Loaded query={explanation} rows={12}>
      {({ view, origins, record }) => (
        <X12Explorer view={view} origins={origins} record={record} sourceDigest={sourceDigest} />
      )}
    </Loaded>
  );
}

/** What is not made of a record of GP has no element to explain. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return segmentLines(text);
  }
}
