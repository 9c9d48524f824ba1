import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import { FormDialog } from "../../design/FormDialog.tsx";
import { ReasonField } from "../../design/ReasonField.tsx";
import { useToast } from "../../design/useToast.tsx";
import type { DocumentHistory } from "./DocumentScreen.tsx";

interface TellDialogProps {
  delivery: DocumentHistory["deliveries"][number];
  title: string;
  onClose: () => void;
}

/** A person's word that the partner knows what no file could tell them. */
export function TellDialog({ delivery, title, onClose }: TellDialogProps): JSX.Element {
  const [reason, setReason] = useState("");
  const queryClient = useQueryClient();
  const toast = useToast();
  const tell = useMutation({
    mutationFn: () =>
      dataOf(
        client.POST("/api/deliveries/{id}/told", {
          params: { path: { id: delivery.id } },
          body: { reason: reason.trim() },
        }),
      ),
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      toast({ title: `The partner knows revision ${delivery.revision}` });
      onClose();
    },
  });
  return (
    <FormDialog
      title={`You told the partner of ${title}`}
      description={`Revision ${delivery.revision} counts as known to them, and nothing is sent. What changes from now on is compared with it.`}
      submit="I told the partner"
      pending={tell.isPending}
      error={tell.error}
      disabled={reason.trim().length < 3}
      onSubmit={tell.mutate}
      onClose={onClose}
    >
      <ReasonField label="How you told them" required value={reason} onChange={setReason} />
    </FormDialog>
  );
}
