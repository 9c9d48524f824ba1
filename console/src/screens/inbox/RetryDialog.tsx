import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import { TextField } from "../../design/Field.tsx";
import { FormDialog } from "../../design/FormDialog.tsx";
import { useToast } from "../../design/useToast.tsx";
import type { Message } from "./MessageScreen.tsx";

/** What needs it is carried out again; what has had its effect only for a reason. */
export function RetryDialog({ message, onClose }: { message: Message; onClose: () => void }): JSX.Element {
  const [reason, setReason] = useState("");
  const queryClient = useQueryClient();
  const toast = useToast();
  const settled =
    message.state === "ignored" ||
    message.documents.some(({ state }) => ["done", "ignored", "quarantined"].includes(state));
  const retry = useMutation({
    mutationFn: () =>
      dataOf(
        client.POST("/api/inbox/retries", {
          body: { ids: [message.id], ...(reason.trim() !== "" && { reason: reason.trim() }) },
        }),
      ),
    onSuccess: async ({ retried }) => {
      await queryClient.invalidateQueries({ queryKey: ["inbound"] });
      toast({ title: retried.length === 0 ? "There was nothing to carry out again" : "It is carried out again" });
      onClose();
    },
  });
  return (
    <FormDialog
      title="Carry out again"
      description="What needs it is read and carried out again; what has had its effect only with a reason."
      submit="Carry out again"
      submitIcon="replay"
      pending={retry.isPending}
      error={retry.error}
      onSubmit={retry.mutate}
      onClose={onClose}
    >
      <TextField
        label="Reason"
        maxLength={500}
        value={reason}
        hint={
          settled
            ? "Without one, only what has not had its effect yet is carried out. It is kept in the audit trail."
            : "It is kept in the audit trail."
        }
        onChange={({ target }) => setReason(target.value)}
      />
    </FormDialog>
  );
}
