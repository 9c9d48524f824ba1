import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { Facts } from "../../design/Facts.tsx";
import { Fault } from "../../design/Fault.tsx";
import { CheckField } from "../../design/Field.tsx";
import { FormDialog } from "../../design/FormDialog.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Status } from "../../design/Status.tsx";
import { useToast } from "../../design/useToast.tsx";

type Plan = components["schemas"]["RemovalPlan"];

interface RemoveDialogProps {
  section: Plan["section"];
  name: string;
  onRemoved?: () => void;
  onClose: () => void;
}

/** A link or connection goes: first what that means, then the deed. */
export function RemoveDialog({ section, name, onRemoved, onClose }: RemoveDialogProps): JSX.Element {
  const [leaving, setLeaving] = useState(false);
  const queryClient = useQueryClient();
  const toast = useToast();
  const plan = useQuery({
    queryKey: ["removalPlan", section, name],
    queryFn: () => planOf(section, name),
    staleTime: 0,
  });
  const remove = useMutation({
    mutationFn: () => removed(section, name, { expectedVersion: plan.data?.version ?? 0, leaveWaiting: leaving }),
    onSuccess: async () => {
      onClose();
      onRemoved?.();
      // The plan's subject is gone, and cannot be asked about.
      await queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "removalPlan" });
      toast({ title: `${name} is removed` });
    },
  });
  const { data } = plan;
  return (
    <FormDialog
      title={section === "links" ? `Remove the link ${name}?` : `Remove the connection ${name}?`}
      description={
        section === "links"
          ? "Nothing is read or sent over it any more. A link of the same name goes on from where this one was."
          : "Its address and its stored password go."
      }
      submit="Remove"
      submitLook="danger"
      pending={remove.isPending}
      error={remove.error}
      disabled={data === undefined || data.refused !== null || (data.leavesWork && !leaving)}
      onSubmit={remove.mutate}
      onClose={onClose}
    >
      <Loaded query={plan} rows={3}>
        {(found) => (
          <>
            {found.refused !== null && <Fault fault={found.refused} />}
            {found.unfinished.length > 0 && (
              <section aria-label="What waits">
                <h3 className="mb-1 font-semibold">Not done with</h3>
                <ul className="rounded-md border border-line">
                  {found.unfinished.map(({ what, state, count }) => (
                    <li
                      key={`${what} ${state}`}
                      className="flex items-center justify-between gap-4 border-b border-line px-3 py-1.5 last:border-b-0"
                    >
                      {count} {nouns[what][count === 1 ? 0 : 1]}
                      <Status state={state} plain />
                    </li>
                  ))}
                </ul>
              </section>
            )}
            {found.onRecord !== null && (
              <Facts
                facts={{
                  "Stays in the books": `${found.onRecord.documents} documents, ${found.onRecord.deliveries} deliveries, ${found.onRecord.messages} messages, every audit entry`,
                  "Schedules that end": found.schedules,
                  "Used by nothing then":
                    found.unused.length === 0
                      ? undefined
                      : found.unused.map((each) => `${systems[each.section]} ${each.name}`).join(", "),
                }}
              />
            )}
            {found.leavesWork && found.refused === null && (
              <CheckField
                label="Leave undone what waits"
                hint="It stays in the books as it is, and nobody is asked for it any more."
                checked={leaving}
                onChange={({ target }) => setLeaving(target.checked)}
              />
            )}
          </>
        )}
      </Loaded>
    </FormDialog>
  );
}

const systems = { gp: "Dynamics GP", cleo: "Cleo" } as const;

const nouns: Readonly<Record<Plan["unfinished"][number]["what"], readonly [string, string]>> = {
  job: ["run", "runs"],
  delivery: ["file", "files"],
  message: ["message", "messages"],
  document: ["document of a partner", "documents of partners"],
  draft: ["draft", "drafts"],
};

function planOf(section: Plan["section"], name: string): Promise<Plan> {
  const params = { path: { name } };
  switch (section) {
    case "links":
      return dataOf(client.GET("/api/configuration/links/{name}/removal", { params }));
    case "gp":
      return dataOf(client.GET("/api/configuration/gp/{name}/removal", { params }));
    case "cleo":
      return dataOf(client.GET("/api/configuration/cleo/{name}/removal", { params }));
  }
}

async function removed(
  section: Plan["section"],
  name: string,
  { expectedVersion, leaveWaiting }: { expectedVersion: number; leaveWaiting: boolean },
): Promise<void> {
  const params = { path: { name }, query: { expectedVersion, leaveWaiting: String(leaveWaiting) } };
  switch (section) {
    case "links":
      await dataOf(client.DELETE("/api/configuration/links/{name}", { params }));
      return;
    case "gp":
      await dataOf(client.DELETE("/api/configuration/gp/{name}", { params }));
      return;
    case "cleo":
      await dataOf(client.DELETE("/api/configuration/cleo/{name}", { params }));
      return;
  }
}
