import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { useRight } from "../../api/session.ts";
import { linksQuery } from "../../api/useLinkNames.ts";
import { Button } from "../../design/Button.tsx";
import { SelectField } from "../../design/Field.tsx";
import { FormDialog } from "../../design/FormDialog.tsx";
import { RadioGroup } from "../../design/RadioGroup.tsx";

type Kind = "changed" | "full" | "sweep" | "collect";

const polls = [
  ["changed", "What has changed", "Since the last poll."],
  ["full", "Everything that GP has", "Unchanged records are recognised and not sent again."],
  ["sweep", "A sweep", "Everything, and what is gone from GP."],
] as const;
const folders = ["collect", "The folders in Cleo", "What partners have sent."] as const;

interface RunNowProps {
  link?: string;
  /** What is chosen at first. */
  kind?: Kind;
}

/** Polls a link, or reads its folders in Cleo, now instead of at its time. */
export function RunNow({ link: given, kind }: RunNowProps): JSX.Element | null {
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
        {kind === "collect" ? "Read folders now" : "Run now"}
      </Button>
      {open && <RunDialog links={links} initial={given} kind={kind ?? "changed"} onClose={() => setOpen(false)} />}
    </>
  );
}

function RunDialog({
  links,
  initial,
  kind: firstKind,
  onClose,
}: {
  links: readonly components["schemas"]["LinkOverview"][];
  initial: string | undefined;
  kind: Kind;
  onClose: () => void;
}): JSX.Element {
  const [link, setLink] = useState(initial ?? links[0]?.name ?? "");
  const [kind, setKind] = useState<Kind>(firstKind);
  const receives = links.find(({ name }) => name === link)?.receives === true;
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const run = useMutation({
    mutationFn: () => {
      const params = { path: { name: link } };
      return kind === "collect"
        ? dataOf(client.POST("/api/links/{name}/collection", { params }))
        : dataOf(
            client.POST("/api/links/{name}/poll", { params, body: { full: kind === "full", sweep: kind === "sweep" } }),
          );
    },
    onSuccess: async ({ jobId }) => {
      await queryClient.invalidateQueries({ queryKey: ["jobs"] });
      void navigate({ to: "/runs/$jobId", params: { jobId } });
      onClose();
    },
  });
  return (
    <FormDialog
      title="Run now"
      submit={kind === "collect" ? "Read the folders" : "Poll"}
      submitIcon="play"
      pending={run.isPending}
      error={run.error}
      onSubmit={run.mutate}
      onClose={onClose}
    >
      <SelectField
        label="Link"
        value={link}
        options={links.map(({ name }) => [name, name] as const)}
        onChange={(event) => setLink(event.target.value)}
      />
      <RadioGroup
        legend="What is read"
        value={kind}
        options={receives ? [...polls, folders] : polls}
        onChange={setKind}
      />
    </FormDialog>
  );
}
