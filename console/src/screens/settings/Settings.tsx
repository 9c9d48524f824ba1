import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { JSX } from "react";
import { client, dataOf } from "../../api/client.ts";
import { useRight } from "../../api/session.ts";
import { AllLoaded } from "../../design/AllLoaded.tsx";
import { Page } from "../../design/Page.tsx";
import { Tabs } from "../../design/Tabs.tsx";
import { About } from "./About.tsx";
import { Backups, backupsQuery } from "./Backups.tsx";
import { Configuration } from "./Configuration.tsx";
import { ControlNumbers, controlNumbersQuery } from "./ControlNumbers.tsx";
import { MasterKey } from "./MasterKey.tsx";
import { Notifications } from "./Notifications.tsx";
import { Retention, retentionQuery } from "./Retention.tsx";
import { Tokens } from "./Tokens.tsx";
import { Users } from "./Users.tsx";
import { WebhookSheets } from "./WebhookSheets.tsx";

const route = getRouteApi("/framed/settings");

export default function Settings(): JSX.Element {
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const administers = useRight("administer");
  const tabs = [
    ...(administers ? [{ value: "people", title: "People and programs", content: <People /> }] : []),
    { value: "messages", title: "Messages", content: <Notifications /> },
    { value: "webhook", title: "Webhook", content: <WebhookSheets /> },
    { value: "data", title: "Data and keys", content: <Data administers={administers} /> },
    { value: "configuration", title: "Configuration", content: <Configuration /> },
    { value: "about", title: "About", content: <About /> },
  ];
  return (
    <Page title="Settings">
      <Tabs
        label="Settings"
        value={tabs.find(({ value }) => value === tab)?.value ?? tabs[0]?.value ?? "about"}
        onChange={(next) => void navigate({ search: { tab: next }, replace: true })}
        tabs={tabs.map((each) => ({
          ...each,
          content: <div className="flex flex-col gap-4 pt-4">{each.content}</div>,
        }))}
      />
    </Page>
  );
}

/** Who signs in, and what does. */
function People(): JSX.Element {
  const users = useQuery({ queryKey: ["users"], queryFn: () => dataOf(client.GET("/api/users")) });
  const tokens = useQuery({ queryKey: ["tokens"], queryFn: () => dataOf(client.GET("/api/tokens")) });
  return (
    <AllLoaded queries={[users, tokens]}>
      <Users />
      <Tokens />
    </AllLoaded>
  );
}

/** What is kept, how long, under which key and numbers. */
function Data({ administers }: { administers: boolean }): JSX.Element {
  const backups = useQuery({ ...backupsQuery, enabled: administers });
  const retention = useQuery(retentionQuery);
  const numbers = useQuery(controlNumbersQuery);
  return (
    <AllLoaded queries={[...(administers ? [backups] : []), retention, numbers]}>
      {administers && <Backups />}
      <Retention />
      <ControlNumbers />
      {administers && <MasterKey />}
    </AllLoaded>
  );
}
