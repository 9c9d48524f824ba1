import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { client, dataOf } from "../../api/client.ts";
import { Facts } from "../../design/Facts.tsx";
import { Instant } from "../../design/Instant.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Panel } from "../../design/Panel.tsx";

/** What runs here. */
export function About(): JSX.Element {
  const system = useQuery({ queryKey: ["system"], queryFn: () => dataOf(client.GET("/api/system")) });
  return (
    <Panel title="About">
      <Loaded query={system} rows={4}>
        {(data) => (
          <Facts
            facts={{
              "ml-connector": data.version,
              "Node.js": `${data.node} on ${data.platform}`,
              Database: `${data.database.kind}, PostgreSQL ${data.database.version}`,
              Configuration: `version ${data.configuration}`,
              Schedules: { here: "by this process", standby: "by another process", none: "by no process" }[
                data.schedules
              ],
              Workers: data.workers.length === 0 ? "none" : undefined,
              ...Object.fromEntries(
                data.workers.map((worker, index) => [
                  `Worker ${index + 1}`,
                  <span key={worker.id}>
                    process {worker.pid} on {worker.host}, since <Instant at={worker.startedAt} />
                  </span>,
                ]),
              ),
            }}
          />
        )}
      </Loaded>
    </Panel>
  );
}
