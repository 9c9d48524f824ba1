import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { client, dataOf } from "../../api/client.ts";
import { configurationQuery } from "../../api/configuration.ts";
import { DataTable } from "../../design/DataTable.tsx";
import { EmptyState } from "../../design/EmptyState.tsx";
import { Instant } from "../../design/Instant.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Panel } from "../../design/Panel.tsx";
import { Status } from "../../design/Status.tsx";
import type { Notifications as Channels } from "./channels.ts";
import { NotificationChannels } from "./NotificationChannels.tsx";

/** The channels to people, and the messages that went through them. */
export function Notifications(): JSX.Element {
  const messages = useQuery({
    queryKey: ["notifications"],
    queryFn: () => dataOf(client.GET("/api/notifications", { params: { query: { limit: 20 } } })),
  });
  const configuration = useQuery(configurationQuery);
  return (
    <Loaded query={configuration} rows={4}>
      {({ file, version }) => (
        <>
          <NotificationChannels
            settings={(file.notifications ?? {}) as Channels}
            version={version}
            links={(file.links ?? []).map(({ name }) => String(name))}
          />
          <Panel title="Messages to people" hint="The newest first, with what became of each." flush>
            <Loaded query={messages} rows={2}>
              {(data) => (
                <DataTable
                  label="Messages to people"
                  rows={data.notifications}
                  rowKey={(message) => message.id}
                  empty={<EmptyState icon="alert" title="Nobody was told of anything yet" />}
                  columns={[
                    { title: "What", grow: true, cell: (message) => <span title={message.text}>{message.title}</span> },
                    { title: "Channel", cell: (message) => message.channel },
                    { title: "State", cell: (message) => <Status state={message.state} plain /> },
                    { title: "When", cell: (message) => <Instant at={message.createdAt} relative /> },
                  ]}
                />
              )}
            </Loaded>
          </Panel>
        </>
      )}
    </Loaded>
  );
}
