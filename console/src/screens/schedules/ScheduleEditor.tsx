import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { faultOf } from "../../api/apiError.ts";
import { client, dataOf } from "../../api/client.ts";
import { TextField } from "../../design/Field.tsx";
import { FormDialog } from "../../design/FormDialog.tsx";
import { Instant } from "../../design/Instant.tsx";
import { Prose } from "../../design/Prose.tsx";
import { useToast } from "../../design/useToast.tsx";
import type { Schedule } from "./Schedules.tsx";
import { scheduleTitle } from "./scheduleTitle.ts";

type Entry = Readonly<Record<string, unknown>>;

/** A schedule with what it means, while it is written. */
export function ScheduleEditor({ schedule, onClose }: { schedule: Schedule; onClose: () => void }): JSX.Element {
  const { link, entity, kind, timeZone } = schedule;
  const [text, setText] = useState(schedule.schedule);
  const queryClient = useQueryClient();
  const toast = useToast();
  const preview = useQuery({
    queryKey: ["schedulePreview", text, timeZone],
    queryFn: () => dataOf(client.GET("/api/schedules/preview", { params: { query: { schedule: text, timeZone } } })),
    enabled: text.trim() !== "",
    placeholderData: keepPreviousData,
    retry: false,
  });
  const save = useMutation({
    mutationFn: async () => {
      const { file, version } = await dataOf(client.GET("/api/configuration"));
      if (kind === "retention") {
        await dataOf(
          client.PUT("/api/configuration/retention", {
            params: { query: { expectedVersion: version } },
            body: { ...file.retention, schedule: text.trim() },
          }),
        );
        return;
      }
      const found = (file.links as readonly Entry[]).find((each) => each.name === link);
      const { name: _, ...entry } = found ?? { name: link };
      const flow = (entry as Entry)[entity] as Entry | undefined;
      const key = kind === "sweep" ? "sweep" : "schedule";
      const changed =
        entity === "inbound"
          ? { ...flow, poll: { ...(flow?.poll as Entry | undefined), schedule: text.trim() } }
          : { ...flow, [key]: text.trim() };
      await dataOf(
        client.PUT("/api/configuration/links/{name}", {
          params: { path: { name: link }, query: { expectedVersion: version } },
          body: { ...entry, [entity]: changed },
        }),
      );
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      toast({ title: "The schedule is in force" });
      onClose();
    },
  });
  const meaning = preview.data;
  const fault = meaning?.ok === false ? meaning.fault : undefined;
  return (
    <FormDialog
      title={scheduleTitle(schedule)}
      submit="Put in force"
      pending={save.isPending}
      error={save.error}
      disabled={meaning?.ok !== true}
      onSubmit={save.mutate}
      onClose={onClose}
    >
      <TextField
        label="When"
        value={text}
        error={fault}
        hint="`every 15 minutes`, `hourly`, `daily at 02:00`, `weekly on Monday at 06:00`, a cron line such as `0 6 * * 1-5`, or `manual`."
        onChange={({ target }) => setText(target.value)}
      />
      <div aria-live="polite" className="min-h-40 rounded-md bg-sunken p-3">
        <p className="text-xs font-semibold">The next five times, in your own time</p>
        <p className="text-xs text-muted">It goes by the clock of {timeZone}.</p>
        {meaning?.ok === true && (
          <ol className="mt-1">
            {meaning.next.length === 0 ? <li>none: by hand only</li> : null}
            {meaning.next.map((at) => (
              <li key={at}>
                <Instant at={at} />
              </li>
            ))}
          </ol>
        )}
        {preview.isError && (
          <p className="mt-1 text-bad">
            <Prose text={faultOf(preview.error).message} />
          </p>
        )}
      </div>
    </FormDialog>
  );
}
