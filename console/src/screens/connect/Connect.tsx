import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, type JSX, useState } from "react";
import { faultOf } from "../../api/apiError.ts";
import { client, dataOf } from "../../api/client.ts";
import { Button } from "../../design/Button.tsx";
import { Fault } from "../../design/Fault.tsx";
import { Page } from "../../design/Page.tsx";
import { Panel } from "../../design/Panel.tsx";
import { CleoStep } from "./CleoStep.tsx";
import { type CleoForm, cleoEntry, emptyCleo, emptyGp, emptyLink, gpEntry, linkEntry } from "./connectionForms.ts";
import { GpStep } from "./GpStep.tsx";
import { LinkStep } from "./LinkStep.tsx";
import { type Ping, PingLines } from "./PingLines.tsx";
import { TrySandbox } from "./TrySandbox.tsx";

const steps = ["Dynamics GP", "Cleo", "Link"] as const;

/** Three steps from nothing to a fit check. Nothing is stored before the last one. */
export default function Connect(): JSX.Element {
  const [step, setStep] = useState(0);
  const [gp, setGp] = useState(emptyGp);
  const [cleo, setCleo] = useState<CleoForm>(emptyCleo);
  const [link, setLink] = useState(emptyLink);
  const navigate = useNavigate();
  const queryClient = useQueryClient();

  const pingGp = useMutation({
    mutationFn: () =>
      dataOf(client.POST("/api/pings/gp", { body: { connection: gpEntry(gp), password: gp.password } })),
  });
  const pingCleo = useMutation({
    mutationFn: () =>
      dataOf(
        client.POST("/api/pings/cleo", {
          body: { connection: cleoEntry(cleo), password: cleo.password, folders: [] },
        }),
      ),
  });
  const save = useMutation({
    mutationFn: async () => {
      const { name: gpName, auth: gpAuth, ...gpRest } = gpEntry(gp);
      const { name: cleoName, auth: cleoAuth, ...cleoRest } = cleoEntry(cleo);
      const { name: linkName, ...linkRest } = linkEntry(link, gp.name, cleo.name);
      await dataOf(
        client.PUT("/api/configuration/gp/{name}", {
          params: { path: { name: String(gpName) } },
          body: { ...gpRest, auth: { ...(gpAuth as object), password: gp.password } },
        }),
      );
      await dataOf(
        client.PUT("/api/configuration/cleo/{name}", {
          params: { path: { name: String(cleoName) } },
          body: { ...cleoRest, auth: { ...(cleoAuth as object), password: cleo.password } },
        }),
      );
      await dataOf(
        client.PUT("/api/configuration/links/{name}", {
          params: { path: { name: String(linkName) } },
          body: linkRest,
        }),
      );
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      void navigate({ to: "/check", search: { link: link.name, run: "now" } });
    },
  });

  const ping = step === 0 ? pingGp : pingCleo;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (step < 2) setStep(step + 1);
    else save.mutate();
  };
  return (
    <Page
      title="Connect your systems"
      hint="Three steps, then the fit check tells what would happen to your own orders. Nothing is stored before the last step, and nothing is sent."
      actions={<TrySandbox />}
    >
      <ol className="flex flex-wrap gap-2" aria-label="Steps">
        {steps.map((name, index) => (
          <li key={name}>
            <button
              type="button"
              aria-current={index === step ? "step" : undefined}
              disabled={index > step}
              onClick={() => setStep(index)}
              className="flex items-center gap-2 rounded-full border border-line px-3 py-1 text-sm text-muted aria-[current=step]:border-accent aria-[current=step]:bg-accent-soft aria-[current=step]:text-accent-strong"
            >
              <span className="font-semibold">{index + 1}</span> {name}
            </button>
          </li>
        ))}
      </ol>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Panel title={`${step + 1}. ${steps[step]}`}>
          {step === 0 && <GpStep form={gp} onChange={(change) => setGp({ ...gp, ...change })} />}
          {step === 1 && <CleoStep form={cleo} onChange={(change) => setCleo({ ...cleo, ...change })} />}
          {step === 2 && <LinkStep form={link} onChange={(change) => setLink({ ...link, ...change })} />}
        </Panel>
        {step < 2 && <PingLines ping={ping.data as Ping | undefined} error={ping.error} pending={ping.isPending} />}
        {save.isError && (
          <div role="alert">
            <Fault fault={faultOf(save.error)} />
          </div>
        )}
        <div className="flex flex-wrap gap-2">
          {step > 0 && <Button onClick={() => setStep(step - 1)}>Back</Button>}
          {step < 2 && (
            <Button
              icon="play"
              busy={ping.isPending}
              onClick={(event) => event.currentTarget.form?.reportValidity() && ping.mutate()}
            >
              Ping {steps[step]}
            </Button>
          )}
          <Button type="submit" look="primary" busy={save.isPending}>
            {step < 2 ? "Next" : "Save, and check whether it fits"}
          </Button>
        </div>
      </form>
    </Page>
  );
}
