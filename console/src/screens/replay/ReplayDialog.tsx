import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { FormDialog } from "../../design/FormDialog.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { RadioGroup } from "../../design/RadioGroup.tsx";
import { ReasonField } from "../../design/ReasonField.tsx";
import { useToast } from "../../design/useToast.tsx";
import { alreadyInCleo } from "./alreadyInCleo.ts";
import { PlannedReplays } from "./PlannedReplays.tsx";
import { startedWords } from "./startedWords.ts";

type Plan = components["schemas"]["ReplayPlan"];
type Mode = Plan["mode"];
type Filter = components["schemas"]["ReplayFilter"];

interface ReplayDialogProps {
  /** Documents, deliveries or jobs; or whatever fits. */
  what: { ids: readonly string[] } | { filter: Filter };
  title: string;
  /** What is chosen at first: for what was blocked, a file made anew. */
  initialMode?: Mode;
  onClose: () => void;
}

const modes: readonly (readonly [Mode, string, string])[] = [
  ["resend", "Resend", "The same bytes, name and control numbers. Where no file was made yet, one is made."],
  ["rerender", "Re-render", "A file made anew with the settings in force: a new name and new control numbers."],
];

/** First the plan with its consequences, then the deed. */
export function ReplayDialog({ what, title, initialMode = "resend", onClose }: ReplayDialogProps): JSX.Element {
  const [mode, setMode] = useState<Mode>(initialMode);
  const [reason, setReason] = useState("");
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const body = "ids" in what ? { ids: [...what.ids], mode } : { filter: what.filter, mode };
  const plan = useQuery({
    queryKey: ["replayPlan", what, mode],
    // How a file made anew would differ is told where it is made anew.
    queryFn: () => dataOf(client.POST("/api/replays/plan", { body: { ...body, explain: mode === "rerender" } })),
    staleTime: 0,
  });
  const start = useMutation({
    mutationFn: () =>
      dataOf(
        client.POST("/api/replays", { body: { ...body, ...(reason.trim() !== "" && { reason: reason.trim() }) } }),
      ),
    // It may need a reason by now that it did not need before.
    onError: () => plan.refetch(),
    onSuccess: async ({ jobs, plan: done }) => {
      await queryClient.invalidateQueries();
      onClose();
      const [job] = jobs;
      toast(startedWords(jobs.length, { replays }, done));
      if (job !== undefined && (count > 1 || jobs.length > 1)) {
        void navigate({ to: "/runs/$jobId", params: { jobId: job.jobId } });
      }
    },
  });
  const replays = plan.data?.replays ?? [];
  const wanted = replays.filter((replay) => replay.refused === undefined);
  const count = plan.data?.filter?.total ?? wanted.length;
  const already = plan.data && alreadyInCleo(plan.data);
  return (
    <FormDialog
      title={`Replay ${title}`}
      description="Nothing happens before you start it."
      wide
      submit={count <= 1 ? "Start the replay" : `Replay ${count} documents`}
      submitIcon="replay"
      pending={start.isPending}
      error={start.error}
      disabled={count === 0 || (already !== undefined && reason.trim() === "")}
      onSubmit={start.mutate}
      onClose={onClose}
    >
      <RadioGroup legend="How" beside value={mode} options={modes} onChange={setMode} />
      <Loaded query={plan} rows={2}>
        {(planned) => <PlannedReplays plan={planned} />}
      </Loaded>
      {already !== undefined && (
        <ReasonField
          hint={`${already}, so a second file may be processed a second time. The reason is kept in the audit trail.`}
          required
          value={reason}
          onChange={setReason}
        />
      )}
    </FormDialog>
  );
}
