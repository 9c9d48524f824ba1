import { useMutation, useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { faultOf } from "../../api/apiError.ts";
import { client, dataOf } from "../../api/client.ts";
import { configurationQuery } from "../../api/configuration.ts";
import { useRight } from "../../api/session.ts";
import { Button } from "../../design/Button.tsx";
import { DataTable } from "../../design/DataTable.tsx";
import { EmptyState } from "../../design/EmptyState.tsx";
import { Fault } from "../../design/Fault.tsx";
import { Instant } from "../../design/Instant.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Panel } from "../../design/Panel.tsx";
import { Status } from "../../design/Status.tsx";
import { useToast } from "../../design/useToast.tsx";

/** Messages that went to people, and their channels. Who is told of what is in the configuration. */
export function Notifications(): JSX.Element {
  const messages = useQuery({
    queryKey: ["notifications"],
    queryFn: () => dataOf(client.GET("/api/notifications", { params: { query: { limit: 20 } } })),
  });
  const configuration = useQuery(configurationQuery);
  const administers = useRight("administer");
  const toast = useToast();
  const test = useMutation({
    mutationFn: (name: string) =>
      dataOf(client.POST("/api/notifications/channels/{name}/test", { params: { path: { name } } })),
    onSuccess: ({ channel }) => toast({ title: `The other side took the test message of ${channel}` }),
  });
  const channels = (configuration.data?.file.notifications?.channels ?? []) as readonly { name: string }[];
  return (
    <Panel
      title="Messages to people"
      hint="Who is told of what, by e-mail, webhook, Slack or Teams: `notifications` in docs/configuration.md."
      actions={
        administers &&
        channels.map(({ name }) => (
          <Button key={name} size="small" busy={test.isPending} onClick={() => test.mutate(name)}>
            Test {name}
          </Button>
        ))
      }
      flush
    >
      {test.isError && (
        <div className="p-4">
          <Fault fault={faultOf(test.error)} />
        </div>
      )}
      <Loaded query={messages} rows={2}>
        {(data) => (
          <DataTable
            label="Messages to people"
            rows={data.notifications}
            rowKey={(message) => message.id}
            empty={
              <EmptyState icon="alert" title="Nobody was told of anything yet">
                {channels.length === 0
                  ? "A channel is set up under Configuration, in the section `notifications` of the file."
                  : "A message goes out when something needs a person."}
              </EmptyState>
            }
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
  );
}
