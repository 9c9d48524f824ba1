import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import { FormDialog } from "../../design/FormDialog.tsx";
import { RadioGroup } from "../../design/RadioGroup.tsx";
import { ReasonField } from "../../design/ReasonField.tsx";
import { useToast } from "../../design/useToast.tsx";
import type { DocumentHistory } from "./DocumentScreen.tsx";

interface SettleDialogProps {
  delivery: DocumentHistory["deliveries"][number];
  title: string;
  onClose: () => void;
}

/** A person's word on a file of which nobody knows whether it arrived. */
export function SettleDialog({ delivery, title, onClose }: SettleDialogProps): JSX.Element {
  const [arrived, setArrived] = useState<"yes" | "no">();
  const [reason, setReason] = useState("");
  const queryClient = useQueryClient();
  const toast = useToast();
  const settle = useMutation({
    mutationFn: () =>
      dataOf(
        client.POST("/api/deliveries/{id}/settlement", {
          params: { path: { id: delivery.id } },
          body: { arrived: arrived === "yes", reason: reason.trim() },
        }),
      ),
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      toast({ title: arrived === "yes" ? "It counts as sent" : "The same file is sent again" });
      onClose();
    },
  });
  return (
    <FormDialog
      title={`Settle ${title}`}
      description={
        <>
          Look in Cleo for the file{" "}
          <span className="font-mono text-xs break-all">
            {delivery.folder}/{delivery.file}
          </span>
          , in the folder and in the job search.
        </>
      }
      submit="Settle"
      pending={settle.isPending}
      error={settle.error}
      disabled={arrived === undefined || reason.trim().length < 3}
      onSubmit={settle.mutate}
      onClose={onClose}
    >
      <RadioGroup
        legend="Did it arrive?"
        value={arrived}
        onChange={setArrived}
        options={[
          ["yes", "It arrived", "It counts as sent; nothing is sent."],
          ["no", "It did not arrive", "The same bytes go again, with the same name and control numbers."],
        ]}
      />
      <ReasonField label="How you know" required value={reason} onChange={setReason} />
    </FormDialog>
  );
}
