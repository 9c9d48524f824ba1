import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { EmptyState } from "../../design/EmptyState.tsx";
import { Facts } from "../../design/Facts.tsx";
import { Fault } from "../../design/Fault.tsx";
import { Instant } from "../../design/Instant.tsx";
import { Status } from "../../design/Status.tsx";
import type { DocumentHistory } from "./DocumentScreen.tsx";

/** Every intended effect in Cleo, with each attempt and Cleo's answer. */
export function Deliveries({ document }: { document: DocumentHistory }): JSX.Element {
  if (document.deliveries.length === 0) {
    return (
      <EmptyState icon="document" title="Nothing is to be sent">
        The document was read and recorded; no delivery was planned for it.
      </EmptyState>
    );
  }
  return (
    <ol>
      {document.deliveries.toReversed().map((delivery) => (
        <li key={delivery.id} className="flex flex-col gap-3 border-b border-line p-4 last:border-b-0">
          <h2 className="flex flex-wrap items-center gap-3 font-semibold">
            Revision {delivery.revision}
            {delivery.replayOf !== null && <span className="font-normal text-muted">replay</span>}
            <Status state={delivery.state} />
          </h2>
          {delivery.error !== null && delivery.state !== "sent" && <Fault fault={delivery.error} />}
          <Facts
            facts={{
              File: delivery.file === null ? undefined : <span className="break-all">{delivery.file}</span>,
              Folder: delivery.folder,
              "Control numbers":
                delivery.controlNumbers === null
                  ? undefined
                  : `ISA13 ${String(delivery.controlNumbers.interchange).padStart(9, "0")}, GS06 ${delivery.controlNumbers.group}, ST02 ${delivery.controlNumbers.set}`,
              Run: (
                <Link to="/runs/$jobId" params={{ jobId: delivery.jobId }} className="link font-mono text-xs">
                  {delivery.jobId}
                </Link>
              ),
              Identifier: <span className="font-mono text-xs break-all">{delivery.id}</span>,
            }}
          />
          {delivery.attempts.length > 0 && (
            <table className="w-full text-sm">
              <caption className="sr-only">Attempts of revision {delivery.revision}</caption>
              <thead>
                <tr className="border-b border-line text-left text-xs text-muted">
                  <th scope="col" className="py-1 pr-4 font-medium">
                    Attempt
                  </th>
                  <th scope="col" className="py-1 pr-4 font-medium">
                    Begun
                  </th>
                  <th scope="col" className="py-1 pr-4 font-medium">
                    Outcome
                  </th>
                  <th scope="col" className="py-1 font-medium">
                    Cleo answered
                  </th>
                </tr>
              </thead>
              <tbody>
                {delivery.attempts.map((attempt) => (
                  <tr key={attempt.number}>
                    <td className="py-1 pr-4">{attempt.number}</td>
                    <td className="py-1 pr-4">
                      <Instant at={attempt.startedAt} />
                    </td>
                    <td className="py-1 pr-4">
                      <Status state={attempt.outcome ?? "sending"} plain />
                    </td>
                    <td className="py-1">{attempt.status === null ? "nothing" : `HTTP ${attempt.status}`}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </li>
      ))}
    </ol>
  );
}
