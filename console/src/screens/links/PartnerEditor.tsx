import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import configuration from "../../../../docs/configuration.schema.json";
import { faultOf } from "../../api/apiError.ts";
import { client, dataOf } from "../../api/client.ts";
import { useRight } from "../../api/session.ts";
import { Button } from "../../design/Button.tsx";
import { Fault } from "../../design/Fault.tsx";
import { Panel } from "../../design/Panel.tsx";
import { useToast } from "../../design/useToast.tsx";
import { SchemaField } from "../../schemaForm/SchemaField.tsx";
import { type Schema, withMember } from "../../schemaForm/schema.ts";
import { PartnerPreview } from "./PartnerPreview.tsx";

const schema = configuration.properties.links.items.properties.partners.additionalProperties as unknown as Schema;

/** The settings of docs/x12.md in the order in which one asks for them; what is not named here follows under Further. */
const sections: readonly (readonly [string, readonly string[]])[] = [
  ["Who and how", ["format", "folder", "isa", "gs", "version", "usage"]],
  ["What a document says", ["units", "currencies", "terms", "shippingMethods", "productIds", "parties"]],
  ["Dates, notes and totals", ["headerDates", "lineDates", "costCenterQualifier", "notes", "hashTotal", "amountTotal"]],
  ["Changes and answers", ["change", "ackHours", "targets", "review", "tolerances", "waitHours", "send997"]],
];

interface PartnerEditorProps {
  link: string;
  vendor: string;
  settings: Readonly<Record<string, unknown>> | undefined;
  /** What holds where this one says nothing. */
  inherited: Readonly<Record<string, unknown>> | undefined;
  version: number;
  readOnly: boolean;
}

/** What a link says of one partner, by the published schema. */
export function PartnerEditor({
  link,
  vendor,
  settings,
  inherited,
  version,
  readOnly,
}: PartnerEditorProps): JSX.Element {
  const [value, setValue] = useState<Readonly<Record<string, unknown>> | undefined>(settings);
  const mayReadContent = useRight("content");
  const queryClient = useQueryClient();
  const toast = useToast();
  const params = { path: { name: link, vendor }, query: { expectedVersion: version } };
  const save = useMutation({
    mutationFn: () =>
      dataOf(client.PUT("/api/configuration/links/{name}/partners/{vendor}", { params, body: { ...value } })),
    onSuccess: async (applied) => {
      await queryClient.invalidateQueries();
      toast({
        title: applied.changed ? "In force" : "Nothing had changed",
        description: "Documents that wait are made with it; what was sent is not sent again.",
      });
    },
  });
  const remove = useMutation({
    mutationFn: () => dataOf(client.DELETE("/api/configuration/links/{name}/partners/{vendor}", { params })),
    onSuccess: () => queryClient.invalidateQueries(),
  });
  const named = new Set(sections.flatMap(([, names]) => names));
  const further = Object.keys(schema.properties ?? {}).filter((name) => !named.has(name));
  const changed = JSON.stringify(value ?? {}) !== JSON.stringify(settings ?? {});
  return (
    <Panel
      title={vendor === "default" ? "All others" : vendor}
      hint={
        vendor === "default"
          ? "Holds for every vendor that has no settings of its own."
          : "What is not set here is as for all others."
      }
      actions={
        !readOnly && (
          <>
            {settings !== undefined && vendor !== "default" && (
              <Button size="small" look="quiet" busy={remove.isPending} onClick={() => remove.mutate()}>
                As all others
              </Button>
            )}
            <Button size="small" look="primary" disabled={!changed} busy={save.isPending} onClick={() => save.mutate()}>
              Put in force
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {(save.isError || remove.isError) && (
          <div role="alert">
            <Fault fault={faultOf(save.error ?? remove.error)} />
          </div>
        )}
        {[...sections, ["Further", further] as const].map(([title, names], index) => (
          <details key={title} open={index === 0} className="rounded-md border border-line">
            <summary className="bg-sunken px-4 py-2 font-semibold">{title}</summary>
            <fieldset disabled={readOnly} className="grid min-w-0 gap-4 p-4 sm:grid-cols-2">
              <legend className="sr-only">{title}</legend>
              {names.map((name) => {
                const field = schema.properties?.[name];
                if (field === undefined) return null;
                return (
                  <SchemaField
                    key={name}
                    name={name}
                    schema={field}
                    value={value?.[name]}
                    inherited={inherited?.[name]}
                    onChange={(next) => setValue(withMember(value, name, next))}
                  />
                );
              })}
            </fieldset>
          </details>
        ))}
        {mayReadContent && <PartnerPreview link={link} vendor={vendor} settings={value ?? {}} />}
      </div>
    </Panel>
  );
}
