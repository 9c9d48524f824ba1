import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import { configurationQuery } from "../../api/configuration.ts";
import { Button, buttonClass } from "../../design/Button.tsx";
import { CodeBlock } from "../../design/CodeBlock.tsx";
import { EmptyState } from "../../design/EmptyState.tsx";
import { Facts } from "../../design/Facts.tsx";
import { SelectField, TextField } from "../../design/Field.tsx";
import { Icon } from "../../design/Icon.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Panel } from "../../design/Panel.tsx";
import { Prose } from "../../design/Prose.tsx";

interface LinkEntry {
  name: string;
  inbound?: { webhook?: object };
}

/** The page for the Cleo administrator: where to push, with which header, and what comes back. */
export function WebhookSheets(): JSX.Element {
  const configuration = useQuery(configurationQuery);
  return (
    <Loaded query={configuration} rows={8}>
      {({ file }) => {
        const links = (file.links as unknown as readonly LinkEntry[]).filter((link) => link.inbound?.webhook);
        if (links.length > 0) return <Sheet links={links.map(({ name }) => name)} />;
        return (
          <Panel title="Webhook">
            <EmptyState icon="inbox" title="No link takes pushes from Cleo">
              <Prose text="Give a link a key under Configuration, `inbound: webhook: key`; then the set-up page for the Cleo administrator is here." />
            </EmptyState>
          </Panel>
        );
      }}
    </Loaded>
  );
}

function Sheet({ links }: { links: readonly string[] }): JSX.Element {
  const [link, setLink] = useState(links[0] ?? "");
  const [url, setUrl] = useState(location.origin);
  const valid = /^https?:\/\/[^\s/]+/.test(url);
  const params = { path: { name: link }, query: { ...(valid && { url }), form: "html" as const } };
  const sheet = useQuery({
    queryKey: ["webhookSheet", link, valid ? url : ""],
    queryFn: () => dataOf(client.GET("/api/links/{name}/webhook-sheet", { params })),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <Panel
      title="For the Cleo administrator"
      hint="The key itself is not shown: it is written where the placeholder stands."
      actions={
        sheet.data === undefined ? (
          <Button size="small" icon="download" disabled>
            Download as a page
          </Button>
        ) : (
          <a
            href={URL.createObjectURL(new Blob([sheet.data.page], { type: "text/html" }))}
            download={`webhook-${link}.html`}
            className={buttonClass("secondary", "small")}
          >
            <Icon name="download" />
            Download as a page
          </a>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <div className="grid gap-4 md:grid-cols-2">
          {links.length > 1 && (
            <SelectField
              label="Link"
              value={link}
              options={links.map((name) => [name, name] as const)}
              onChange={({ target }) => setLink(target.value)}
            />
          )}
          <TextField
            label="How Cleo reaches this server"
            type="url"
            value={url}
            hint="The address from outside, without a path."
            onChange={({ target }) => setUrl(target.value)}
          />
        </div>
        <Loaded query={sheet} rows={8}>
          {(data) => (
            <>
              <Facts
                facts={{
                  "POST to": <span className="font-mono text-xs break-all">{data.url}</span>,
                  ...Object.fromEntries(
                    data.headers.map(({ name, value }) => [
                      `Header ${name}`,
                      <span key={name} className="font-mono text-xs break-all">
                        {value}
                      </span>,
                    ]),
                  ),
                  "At most": `${data.maxBytes} bytes`,
                  "Let in from": data.allow.length === 0 ? "everywhere" : data.allow.join(", "),
                }}
              />
              <h3 className="font-semibold">What comes back</h3>
              <Facts
                facts={Object.fromEntries(
                  data.answers.map(({ status, meaning, next }) => [
                    status,
                    <Prose key={status} text={`${meaning}: ${next}`} />,
                  ]),
                )}
              />
              <h3 className="font-semibold">Try it</h3>
              <CodeBlock label="curl" text={data.curl} />
              {data.samples.map(({ title, contentType, body }) => (
                <details key={title} className="rounded-md border border-line">
                  <summary className="px-3 py-2 font-medium">
                    {title} <span className="font-normal text-muted">{contentType}</span>
                  </summary>
                  <div className="p-3 pt-0">
                    <CodeBlock label={title} text={body} />
                  </div>
                </details>
              ))}
            </>
          )}
        </Loaded>
      </div>
    </Panel>
  );
}
