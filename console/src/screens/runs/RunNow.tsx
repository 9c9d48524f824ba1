import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import { useRight } from "../../api/session.ts";
import { linksQuery } from "../../api/useLinkNames.ts";
import { Button } from "../../design/Button.tsx";
import { SelectField } from "../../design/Field.tsx";
import { FormDialog } from "../../design/FormDialog.tsx";
import { RadioGroup } from "../../design/RadioGroup.tsx";

const kinds = [
  ["changed", "What has changed", "Since the last poll."],
  ["full", "Everything that GP has", "Unchanged records are recognised and not sent again."],
  ["sweep", "A sweep", "Everything, and what is gone from GP."],
] as const;

/** Polls a link now instead of at its time. */
export function RunNow({ link: given }: { link?: string }): JSX.Element | null {
  const [open, setOpen] = useState(false);
  const mayOperate = useRight("operate");
  const { data } = useQuery(linksQuery);
  const links = (data?.links ?? []).filter((link) => link.enabled);
  if (!mayOperate || (data !== undefined && links.length === 0)) return null;
  return (
    <>
      <Button
        look={given === undefined ? "primary" : "secondary"}
        icon="play"
        disabled={data === undefined}
        onClick={() => setOpen(true)}
      >
        Run now
      </Button>
      {open && <RunDialog links={links.map((link) => link.name)} initial={given} onClose={() => setOpen(false)} />}
    </>
  );
}

function RunDialog({
  links,
  initial,
  onClose,
}: {
  links: readonly string[];
  initial: string | undefined;
  onClose: () => void;
}): JSX.Element {
  const [link, setLink] = useState(initial ?? links[0] ?? "");
  const [kind, setKind] = useState<(typeof kinds)[number][0]>("changed");
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const run = useMutation({
    mutationFn: () =>
      dataOf(
        client.POST("/api/links/{name}/poll", {
          params: { path: { name: link } },
          body: { full: kind === "full", sweep: kind === "sweep" },
        }),
      ),
    onSuccess: async ({ jobId }) => {
      await queryClient.invalidateQueries({ queryKey: ["jobs"] });
      void navigate({ to: "/runs/$jobId", params: { jobId } });
      onClose();
    },
  });
  return (
    <FormDialog
      title="Run now"
      submit="Poll"
      submitIcon="play"
      pending={run.isPending}
      error={run.error}
      onSubmit={run.mutate}
      onClose={onClose}
    >
      <SelectField
        label="Link"
        value={link}
        options={links.map((name) => [name, name] as const)}
        onChange={(event) => setLink(event.target.value)}
      />
      <RadioGroup legend="What is read" value={kind} options={kinds} onChange={setKind} />
    </FormDialog>
  );
}
