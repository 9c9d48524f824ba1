import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { faultOf } from "../../api/apiError.ts";
import { client, dataOf } from "../../api/client.ts";
import { Button } from "../../design/Button.tsx";
import { Dialog } from "../../design/Dialog.tsx";
import { Fault } from "../../design/Fault.tsx";
import { TextField } from "../../design/Field.tsx";
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
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Carry out again"
      description="What needs it is read and carried out again; what has had its effect only with a reason."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" icon="replay" busy={retry.isPending} onClick={() => retry.mutate()}>
            Carry out again
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
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
        {retry.isError && <Fault fault={faultOf(retry.error)} />}
      </div>
    </Dialog>
  );
}
