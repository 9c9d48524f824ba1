import type { JSX } from "react";
import { useRight } from "../../api/session.ts";
import { Page } from "../../design/Page.tsx";
import { About } from "./About.tsx";
import { Configuration } from "./Configuration.tsx";
import { Notifications } from "./Notifications.tsx";
import { Tokens } from "./Tokens.tsx";
import { Users } from "./Users.tsx";

export default function Settings(): JSX.Element {
  const administers = useRight("administer");
  return (
    <Page title="Settings">
      {administers && (
        <>
          <Users />
          <Tokens />
        </>
      )}
      <Notifications />
      <Configuration />
      <About />
    </Page>
  );
}
