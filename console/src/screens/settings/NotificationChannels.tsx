import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { faultOf } from "../../api/apiError.ts";
import { client, dataOf } from "../../api/client.ts";
import { useRight } from "../../api/session.ts";
import { Button } from "../../design/Button.tsx";
import { DataTable } from "../../design/DataTable.tsx";
import { EmptyState } from "../../design/EmptyState.tsx";
import { Fault } from "../../design/Fault.tsx";
import { Panel } from "../../design/Panel.tsx";
import { useToast } from "../../design/useToast.tsx";
import { addressOf, type Channel, eventWords, kindOf, kindWords, type Notifications, usualEvents } from "./channels.ts";
import { EditChannel } from "./EditChannel.tsx";
import { EditMailServer } from "./EditMailServer.tsx";

interface NotificationChannelsProps {
  settings: Notifications;
  /** Version of the configuration that has them. */
  version: number;
  links: readonly string[];
}

/** The ways in which people are told, and of what. */
export function NotificationChannels({ settings, version, links }: NotificationChannelsProps): JSX.Element {
  const administers = useRight("administer");
  const toast = useToast();
  const [editing, setEditing] = useState<Channel | "new" | "mailServer">();
  const test = useMutation({
    mutationFn: (name: string) =>
      dataOf(client.POST("/api/notifications/channels/{name}/test", { params: { path: { name } } })),
    onSuccess: ({ channel }) => toast({ title: `The other side took the test message of ${channel}` }),
  });
  const close = (): void => setEditing(undefined);
  return (
    <Panel
      title="Who is told"
      hint="By e-mail, webhook, Slack or Teams, when something needs a person or an answer comes in."
      actions={
        administers && (
          <>
            <Button size="small" onClick={() => setEditing("mailServer")}>
              Mail server
            </Button>
            <Button size="small" icon="plus" onClick={() => setEditing("new")}>
              Add a channel
            </Button>
          </>
        )
      }
      flush
    >
      {test.isError && (
        <div className="p-4" role="alert">
          <Fault fault={faultOf(test.error)} />
        </div>
      )}
      <DataTable
        label="Channels"
        rows={settings.channels ?? []}
        rowKey={(channel) => channel.name}
        empty={
          <EmptyState icon="alert" title="Nobody is told of anything">
            Alerts stand on Home only, until a channel is added.
          </EmptyState>
        }
        columns={[
          { title: "Channel", cell: (channel) => <span className="font-medium">{channel.name}</span> },
          { title: "How", cell: (channel) => kindWords[kindOf(channel)] },
          { title: "Where to", cell: addressOf, wideOnly: true },
          {
            title: "Of what",
            grow: true,
            wideOnly: true,
            cell: (channel) => (channel.events ?? usualEvents).map((event) => eventWords[event] ?? event).join(" · "),
          },
          {
            title: "Change",
            cell: (channel) =>
              administers && (
                <span className="flex flex-wrap gap-2">
                  <Button
                    size="small"
                    busy={test.isPending && test.variables === channel.name}
                    onClick={() => test.mutate(channel.name)}
                  >
                    Test<span className="sr-only"> {channel.name}</span>
                  </Button>
                  <Button size="small" onClick={() => setEditing(channel)}>
                    Edit<span className="sr-only"> {channel.name}</span>
                  </Button>
                </span>
              ),
          },
        ]}
      />
      {editing === "mailServer" && <EditMailServer settings={settings} version={version} onClose={close} />}
      {editing !== undefined && editing !== "mailServer" && (
        <EditChannel
          settings={settings}
          version={version}
          links={links}
          channel={editing === "new" ? undefined : editing}
          onClose={close}
        />
      )}
    </Panel>
  );
}
