import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { faultOf } from "../../api/apiError.ts";
import { client, dataOf } from "../../api/client.ts";
import { Button } from "../../design/Button.tsx";
import { CodeBlock } from "../../design/CodeBlock.tsx";
import { Fault } from "../../design/Fault.tsx";
import { TextField } from "../../design/Field.tsx";

interface PartnerPreviewProps {
  link: string;
  vendor: string;
  /** As they stand in the form, saved or not. */
  settings: Readonly<Record<string, unknown>>;
}

/** An order on record as it would be sent with settings that are not in force. */
export function PartnerPreview({ link, vendor, settings }: PartnerPreviewProps): JSX.Element {
  const [order, setOrder] = useState("");
  const preview = useMutation({
    mutationFn: () =>
      dataOf(
        client.POST("/api/links/{name}/partners/{vendor}/preview", {
          params: { path: { name: link, vendor } },
          body: { order: order.trim(), settings: { ...settings } },
        }),
      ),
  });
  const { data } = preview;
  return (
    <form
      className="flex flex-col gap-3 rounded-md border border-line p-4"
      onSubmit={(event) => {
        event.preventDefault();
        preview.mutate();
      }}
    >
      <div className="flex flex-wrap items-end gap-2">
        <TextField
          label="Try it on an order"
          placeholder="Order, such as PO2075"
          maxLength={60}
          value={order}
          onChange={({ target }) => {
            setOrder(target.value);
            preview.reset();
          }}
        />
        <Button type="submit" disabled={order.trim() === ""} busy={preview.isPending}>
          Show the file
        </Button>
      </div>
      <p className="text-xs text-muted">
        As it would be sent with what stands above; an order whose vendor has other settings follows those. Nothing is
        saved or sent.
      </p>
      {preview.isError && <Fault fault={faultOf(preview.error)} />}
      {data?.ok === false &&
        data.problems.map((problem) => <Fault key={problem.code + problem.message} fault={problem} />)}
      {data?.ok === true && <CodeBlock label={`${data.folder}/${data.fileName}`} text={data.file.text} />}
    </form>
  );
}
