import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import published from "../../../../docs/configuration.schema.json";
import { client, dataOf } from "../../api/client.ts";
import { Button } from "../../design/Button.tsx";
import { FormDialog } from "../../design/FormDialog.tsx";
import { useToast } from "../../design/useToast.tsx";
import { SchemaField } from "../../schemaForm/SchemaField.tsx";
import { type Schema, withMember } from "../../schemaForm/schema.ts";

const schema = published.properties.retention as unknown as Schema;

interface RetentionTermsProps {
  /** As the configuration has them; without, it is done by hand only. */
  terms: Readonly<Record<string, unknown>> | undefined;
  version: number;
  onClose: () => void;
}

/** How long what is kept, and when the rest goes to an archive by itself, by the published schema. */
export function RetentionTerms({ terms, version, onClose }: RetentionTermsProps): JSX.Element {
  const [value, setValue] = useState(terms);
  const queryClient = useQueryClient();
  const toast = useToast();
  const params = { query: { expectedVersion: version } };
  const settled = async (title: string): Promise<void> => {
    await queryClient.invalidateQueries();
    toast({ title });
    onClose();
  };
  const save = useMutation({
    mutationFn: () => dataOf(client.PUT("/api/configuration/retention", { params, body: { ...value } })),
    onSuccess: () => settled("The terms are in force"),
  });
  const end = useMutation({
    mutationFn: () => dataOf(client.DELETE("/api/configuration/retention", { params })),
    onSuccess: () => settled("It is done by hand only"),
  });
  return (
    <FormDialog
      title="Terms and schedule of retention"
      description="What is older than its term is archived and let go at these times. Where nothing is set, the usual holds."
      submit="Put in force"
      actions={
        terms !== undefined && (
          <Button look="quiet" busy={end.isPending} onClick={() => end.mutate()}>
            By hand only
          </Button>
        )
      }
      pending={save.isPending}
      error={save.error ?? end.error}
      onSubmit={save.mutate}
      onClose={onClose}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        {Object.entries(schema.properties ?? {}).map(([name, field]) => (
          <SchemaField
            key={name}
            name={name}
            schema={field}
            value={value?.[name]}
            inherited={field.default}
            onChange={(next) => setValue(withMember(value, name, next))}
          />
        ))}
      </div>
    </FormDialog>
  );
}
