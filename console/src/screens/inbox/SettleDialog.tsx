import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import { FormDialog } from "../../design/FormDialog.tsx";
import { RadioGroup } from "../../design/RadioGroup.tsx";
import { ReasonField } from "../../design/ReasonField.tsx";
import { useToast } from "../../design/useToast.tsx";
import { type Message, waitsForWord } from "./message.ts";

/** A person's word on what waits for one and has no draft. */
export function SettleDialog({ message, onClose }: { message: Message; onClose: () => void }): JSX.Element {
  const review = message.documents.some((document) => document.state === "review" && waitsForWord(document));
  const [state, setState] = useState<"done" | "ignored" | undefined>(review ? undefined : "ignored");
  const [reason, setReason] = useState("");
  const queryClient = useQueryClient();
  const toast = useToast();
  const settle = useMutation({
    mutationFn: () =>
      dataOf(
        client.POST("/api/inbox/{id}/settlement", {
          params: { path: { id: message.id } },
          body: { state: state ?? "ignored", reason: reason.trim() },
        }),
      ),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ["inbound"] });
      toast({ title: "It is settled" });
      onClose();
    },
  });
  return (
    <FormDialog
      title="Settle"
      description="Of all its documents that wait for a person and have no draft."
      submit="Settle"
      pending={settle.isPending}
      error={settle.error}
      disabled={state === undefined || reason.trim().length < 3}
      onSubmit={settle.mutate}
      onClose={onClose}
    >
      <RadioGroup
        legend="What became of it?"
        value={state}
        onChange={setState}
        options={[
          ...(review ? [["done", "It was done by hand", "What it asks for is in GP, or agreed."] as const] : []),
          ["ignored", "Nothing is to be done", "It stays on record and has no effect."],
        ]}
      />
      <ReasonField required value={reason} onChange={setReason} />
    </FormDialog>
  );
}
