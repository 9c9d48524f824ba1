import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import { capitalized } from "../../design/capitalized.ts";
import { FormDialog } from "../../design/FormDialog.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Prose } from "../../design/Prose.tsx";
import { ReasonField } from "../../design/ReasonField.tsx";
import { Status } from "../../design/Status.tsx";
import { useToast } from "../../design/useToast.tsx";
import type { Message } from "./message.ts";

/** What needs it is carried out again; what has had its effect only for a reason. */
export function RetryDialog({ message, onClose }: { message: Message; onClose: () => void }): JSX.Element {
  const [reason, setReason] = useState("");
  const queryClient = useQueryClient();
  const toast = useToast();
  const plan = useQuery({
    queryKey: ["retryPlan", message.id],
    queryFn: () => dataOf(client.POST("/api/inbox/retries/plan", { body: { ids: [message.id] } })),
    staleTime: 0,
  });
  const planned = plan.data?.retries ?? [];
  const possible = planned.filter(({ refused }) => refused === undefined);
  const needsReason = possible.length > 0 && possible.every(({ reasonNeeded }) => reasonNeeded);
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
      disabled={possible.length === 0 || (needsReason && reason.trim() === "")}
      onSubmit={retry.mutate}
      onClose={onClose}
    >
      <Loaded query={plan} rows={2}>
        {({ retries }) => (
          <ul aria-label="Plan" className="rounded-md border border-line">
            {retries.map(({ id, what, type, state, consequence, reasonNeeded, refused }) => (
              <li key={id} className="border-b border-line px-3 py-2 last:border-b-0">
                <p className="flex flex-wrap items-center gap-2">
                  <span className="font-medium">
                    {what} {type}
                  </span>
                  <Status state={state} plain />
                </p>
                <p className={refused === undefined ? "text-sm" : "text-sm text-muted"}>
                  <Prose
                    text={
                      refused === undefined
                        ? `${capitalized(consequence)}${reasonNeeded ? "; only with a reason" : ""}.`
                        : `Not carried out: ${refused}.`
                    }
                  />
                </p>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <ReasonField required={needsReason} value={reason} onChange={setReason} />
    </FormDialog>
  );
}
