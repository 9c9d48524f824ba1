import type { JSX } from "react";
import { useRight } from "../../api/session.ts";
import { EmptyState } from "../../design/EmptyState.tsx";
import { Page } from "../../design/Page.tsx";
import { Tokens } from "./Tokens.tsx";
import { Users } from "./Users.tsx";

export default function Settings(): JSX.Element {
  const administers = useRight("administer");
  return (
    <Page title="Settings">
      {administers ? (
        <>
          <Users />
          <Tokens />
        </>
      ) : (
        <EmptyState icon="settings" title="Only administrators see these">
          Ask an administrator to change users, tokens or notifications.
        </EmptyState>
      )}
    </Page>
  );
}
