import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { client, dataOf } from "../../api/client.ts";
import { DataTable } from "../../design/DataTable.tsx";
import { EmptyState } from "../../design/EmptyState.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Panel } from "../../design/Panel.tsx";
import { Status } from "../../design/Status.tsx";
import { documentTypeWord } from "../documents/documentTypeWord.ts";

/** What was read against what became of it: nothing is dropped in silence (Invariant 11). */
export function Books(): JSX.Element {
  const books = useQuery({ queryKey: ["home", "books"], queryFn: () => dataOf(client.GET("/api/books")) });
  return (
    <Panel
      title="Books"
      hint="What was read against what became of it, by the day of each link."
      actions={
        books.data && (
          <Status state={books.data.balanced ? "pass" : "fail"}>
            {books.data.balanced ? "balanced" : "they do not balance"}
          </Status>
        )
      }
      flush
    >
      <Loaded query={books} rows={4}>
        {(data) => (
          <DataTable
            label="Books of the last days"
            rows={data.lines.toReversed().slice(0, 14)}
            rowKey={(line) => `${line.link} ${line.type} ${line.day}`}
            empty={
              <EmptyState icon="audit" title="Nothing was read in these days">
                The first poll opens the books.
              </EmptyState>
            }
            columns={[
              { title: "Day", cell: (line) => line.day },
              { title: "What", grow: true, cell: (line) => `${documentTypeWord(line.type)}s, ${line.link}` },
              { title: "Read", align: "right", cell: (line) => line.read },
              { title: "Sent", align: "right", cell: (line) => line.sent },
              { title: "Unchanged", align: "right", cell: (line) => line.unchanged },
              { title: "Skipped", align: "right", cell: (line) => line.skipped },
              { title: "Blocked", align: "right", cell: (line) => line.blocked },
              { title: "Waiting", align: "right", cell: (line) => line.waiting },
              { title: "Superseded", align: "right", cell: (line) => line.superseded },
              {
                title: "Difference",
                align: "right",
                cell: (line) =>
                  line.difference === 0 ? (
                    0
                  ) : (
                    <Status state="fail" plain>
                      {String(line.difference)}
                    </Status>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
    </Panel>
  );
}
