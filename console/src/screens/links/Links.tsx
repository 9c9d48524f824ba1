import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { configurationQuery } from "../../api/configuration.ts";
import { useRight } from "../../api/session.ts";
import { linksQuery } from "../../api/useLinkNames.ts";
import { AllLoaded } from "../../design/AllLoaded.tsx";
import { buttonClass } from "../../design/Button.tsx";
import { DataTable } from "../../design/DataTable.tsx";
import { EmptyState } from "../../design/EmptyState.tsx";
import { Instant } from "../../design/Instant.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Page } from "../../design/Page.tsx";
import { Panel } from "../../design/Panel.tsx";
import { LinkState } from "../home/LinkHealth.tsx";
import { Connections } from "./Connections.tsx";

/** Every pair of a GP company and a Cleo that belongs together. */
export default function Links(): JSX.Element {
  const links = useQuery({ ...linksQuery, refetchInterval: 30_000 });
  const configuration = useQuery(configurationQuery);
  const administers = useRight("administer");
  const connect = administers && (
    <Link to="/connect" className={buttonClass("primary")}>
      {links.data?.links.length === 0 ? "Connect your systems" : "Connect another"}
    </Link>
  );
  return (
    <Page
      title="Links and partners"
      hint="A link leads from one company of GP to folders in Cleo; its partners say how each one's documents are made."
      actions={links.data?.links.length !== 0 && connect}
    >
      <AllLoaded queries={[links, configuration]}>
        <Panel title="Links" flush>
          <Loaded query={links} rows={3}>
            {(data) => (
              <DataTable
                label="Links"
                rows={data.links}
                rowKey={(link) => link.name}
                empty={
                  <EmptyState icon="link" title="No link yet" action={connect}>
                    Connect GP and Cleo first.
                  </EmptyState>
                }
                columns={[
                  {
                    title: "Link",
                    cell: (link) => (
                      <Link
                        data-row-link
                        to="/links/$linkName"
                        params={{ linkName: link.name }}
                        className="link font-medium"
                      >
                        {link.name}
                      </Link>
                    ),
                  },
                  { title: "State", cell: (link) => <LinkState link={link} /> },
                  {
                    title: "Company",
                    cell: (link) => `${link.company.name} (${link.company.database})`,
                    wideOnly: true,
                  },
                  { title: "Cleo", cell: (link) => link.cleo, wideOnly: true },
                  { title: "Partners", align: "right", cell: (link) => link.partners.length, wideOnly: true },
                  { title: "Last file", cell: (link) => <Instant at={link.lastSentAt} relative />, wideOnly: true },
                ]}
              />
            )}
          </Loaded>
        </Panel>
        <Connections />
      </AllLoaded>
    </Page>
  );
}
