import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { configurationQuery } from "../../api/configuration.ts";
import { useRight } from "../../api/session.ts";
import { linksQuery } from "../../api/useLinkNames.ts";
import { AllLoaded } from "../../design/AllLoaded.tsx";
import { Button, buttonClass } from "../../design/Button.tsx";
import { EmptyState } from "../../design/EmptyState.tsx";
import { Facts } from "../../design/Facts.tsx";
import { TextField } from "../../design/Field.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Page } from "../../design/Page.tsx";
import { Panel } from "../../design/Panel.tsx";
import { LinkState } from "../home/LinkHealth.tsx";
import { RunNow } from "../runs/RunNow.tsx";
import { PartnerEditor } from "./PartnerEditor.tsx";
import { RemoveDialog } from "./RemoveDialog.tsx";

const route = getRouteApi("/framed/links/$linkName");

type Entry = Readonly<Record<string, unknown>>;

/** One link: what flows where and when, and how each partner's documents are made. */
export default function LinkScreen(): JSX.Element {
  const { linkName } = route.useParams();
  const { partner } = route.useSearch();
  const navigate = route.useNavigate();
  const administers = useRight("administer");
  const links = useQuery(linksQuery);
  const configuration = useQuery(configurationQuery);
  const [added, setAdded] = useState("");
  const [removing, setRemoving] = useState(false);
  const overview = links.data?.links.find((each) => each.name === linkName);
  // With what stands below, which it would push down.
  const headed = configuration.isPending ? undefined : overview;
  if (links.data !== undefined && overview === undefined) {
    return (
      <Page title={linkName}>
        <Panel title="Link">
          <EmptyState
            icon="link"
            title="There is no link of this name"
            action={
              <Link to="/links" className={buttonClass()}>
                All links
              </Link>
            }
          >
            What it sent and received while there was one is under Documents and Inbox.
          </EmptyState>
        </Panel>
      </Page>
    );
  }
  return (
    <Page
      title={linkName}
      beside={headed && <LinkState link={headed} />}
      hint={headed && `${headed.company.name} (${headed.company.database}) to ${headed.cleo}`}
      actions={
        <>
          <Link to="/check" search={{ link: linkName }} className={buttonClass()}>
            Fit check
          </Link>
          {administers && (
            <Button icon="close" disabled={overview === undefined} onClick={() => setRemoving(true)}>
              Remove
            </Button>
          )}
          <RunNow link={linkName} />
        </>
      }
    >
      <AllLoaded queries={[links, configuration]}>
        <Panel title="What flows">
          <Loaded query={links} rows={3}>
            {() => (
              <div className="grid gap-6 md:grid-cols-2">
                {(overview?.flows ?? []).map((flow) => (
                  <div key={flow.entity}>
                    <h3 className="mb-2 font-semibold">{flow.entity === "vendors" ? "Vendors" : "Purchase orders"}</h3>
                    <Facts
                      facts={{
                        Folder: flow.folder,
                        Format: flow.format === "x12" ? "EDI X12" : "JSON",
                        Polled: flow.schedule,
                        Swept: flow.sweep,
                        "Read through": flow.readThrough ?? "not read yet",
                      }}
                    />
                  </div>
                ))}
              </div>
            )}
          </Loaded>
        </Panel>
        <Loaded query={configuration} rows={6}>
          {({ file, version }) => {
            const link = (file.links as readonly Entry[]).find((each) => each.name === linkName);
            const partners = (link?.partners ?? {}) as Readonly<Record<string, Entry>>;
            const names = [...new Set(["default", ...Object.keys(partners)])];
            const chosen = partner ?? "default";
            return (
              <div className="grid items-start gap-4 lg:grid-cols-[15rem_minmax(0,1fr)]">
                <Panel title="Partners" hint="By GP vendor id" flush>
                  <ul className="flex flex-col p-2">
                    {(names.includes(chosen) ? names : [...names, chosen]).map((name) => (
                      <li key={name}>
                        <Link
                          to="/links/$linkName"
                          params={{ linkName }}
                          search={{ partner: name }}
                          data-row-link
                          aria-current={name === chosen ? "true" : undefined}
                          className="block rounded-md px-3 py-1.5 hover:bg-hover aria-[current=true]:bg-accent-soft aria-[current=true]:font-medium aria-[current=true]:text-accent-strong"
                        >
                          {name === "default" ? "all others" : name}
                        </Link>
                      </li>
                    ))}
                  </ul>
                  {administers && (
                    <form
                      className="flex items-end gap-2 border-t border-line p-3"
                      onSubmit={(event) => {
                        event.preventDefault();
                        if (added.trim() !== "") void navigate({ search: { partner: added.trim() } });
                        setAdded("");
                      }}
                    >
                      <TextField
                        label="Vendor id"
                        maxLength={15}
                        value={added}
                        onChange={({ target }) => setAdded(target.value)}
                      />
                      <Button type="submit">Add</Button>
                    </form>
                  )}
                </Panel>
                <PartnerEditor
                  key={`${chosen} ${version}`}
                  link={linkName}
                  vendor={chosen}
                  settings={partners[chosen]}
                  inherited={chosen === "default" ? undefined : partners.default}
                  version={version}
                  readOnly={!administers}
                />
              </div>
            );
          }}
        </Loaded>
      </AllLoaded>
      {removing && (
        <RemoveDialog
          section="links"
          name={linkName}
          onRemoved={() => void navigate({ to: "/links" })}
          onClose={() => setRemoving(false)}
        />
      )}
    </Page>
  );
}
