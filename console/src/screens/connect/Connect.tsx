import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, type JSX, useState } from "react";
import { faultOf } from "../../api/apiError.ts";
import { client, dataOf } from "../../api/client.ts";
import { configurationQuery } from "../../api/configuration.ts";
import { Button } from "../../design/Button.tsx";
import { Fault } from "../../design/Fault.tsx";
import { SelectField } from "../../design/Field.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Page } from "../../design/Page.tsx";
import { Panel } from "../../design/Panel.tsx";
import { CleoStep } from "./CleoStep.tsx";
import { cleoForm, type Entry, emptyCleo, emptyGp, emptyLink, freeName, gpForm, linkEntry } from "./connectionForms.ts";
import { GpStep } from "./GpStep.tsx";
import { LinkStep } from "./LinkStep.tsx";
import { type Ping, PingLines } from "./PingLines.tsx";
import { saveCleo, saveGp, usePingCleo, usePingGp } from "./savedConnection.ts";
import { TrySandbox } from "./TrySandbox.tsx";

const steps = ["Dynamics GP", "Cleo", "Link"] as const;

interface Known {
  gp: readonly Entry[];
  cleo: readonly Entry[];
  links: readonly Entry[];
}

/** Three steps from nothing to a fit check. Nothing is stored before the last one. */
export default function Connect(): JSX.Element {
  const configuration = useQuery({ ...configurationQuery, staleTime: Number.POSITIVE_INFINITY });
  return (
    <Page
      title="Connect your systems"
      hint="Three steps, then the fit check tells what would happen to your own orders. Nothing is stored before the last step, and nothing is sent."
      actions={<TrySandbox />}
    >
      <Loaded query={configuration} rows={10}>
        {({ file }) => <Wizard known={file as unknown as Known} />}
      </Loaded>
    </Page>
  );
}

function Wizard({ known }: { known: Known }): JSX.Element {
  const [step, setStep] = useState(0);
  const [gp, setGp] = useState({ ...emptyGp, name: freeName(emptyGp.name, namesOf(known.gp)) });
  const [cleo, setCleo] = useState({ ...emptyCleo, name: freeName(emptyCleo.name, namesOf(known.cleo)) });
  const [link, setLink] = useState({ ...emptyLink, name: freeName(emptyLink.name, namesOf(known.links)) });
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const storedGp = known.gp.find(({ name }) => name === gp.name);
  const storedCleo = known.cleo.find(({ name }) => name === cleo.name);

  const folders = [...(link.orders ? [link.orderFolder] : []), ...(link.vendors ? [link.vendorFolder] : [])];
  const pingGp = usePingGp(gp, storedGp);
  const pingCleo = usePingCleo(cleo, [], storedCleo);
  const pingFolders = usePingCleo(cleo, folders, storedCleo);
  const save = useMutation({
    mutationFn: async () => {
      const { name, ...entry } = linkEntry(link, gp.name, cleo.name);
      if (storedGp === undefined) await saveGp(gp);
      if (storedCleo === undefined) await saveCleo(cleo);
      await dataOf(
        client.PUT("/api/configuration/links/{name}", { params: { path: { name: String(name) } }, body: entry }),
      );
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      void navigate({ to: "/check", search: { link: link.name, run: "now" } });
    },
  });

  const ping = [pingGp, pingCleo, pingFolders][step] ?? pingFolders;
  // What was seen of other values says nothing of these.
  const changed = (): void => {
    for (const each of [pingGp, pingCleo, pingFolders]) each.reset();
  };
  const go = (to: number): void => {
    setStep(to);
    window.scrollTo(0, 0);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (step < 2) go(step + 1);
    else save.mutate();
  };
  return (
    <>
      <ol className="flex flex-wrap gap-2" aria-label="Steps">
        {steps.map((name, index) => (
          <li key={name}>
            <button
              type="button"
              aria-current={index === step ? "step" : undefined}
              disabled={index > step}
              onClick={() => go(index)}
              className="flex items-center gap-2 rounded-full border border-line px-3 py-1 text-sm text-muted aria-[current=step]:border-accent aria-[current=step]:bg-accent-soft aria-[current=step]:text-accent-strong"
            >
              <span className="font-semibold">{index + 1}</span> {name}
            </button>
          </li>
        ))}
      </ol>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Panel title={`${step + 1}. ${steps[step]}`}>
          {step === 0 && (
            <div className="flex flex-col gap-4">
              <ConnectionChoice
                label="GP connection"
                entries={known.gp}
                chosen={storedGp && gp.name}
                onChoose={(entry) => {
                  changed();
                  setGp(entry ? gpForm(entry) : { ...emptyGp, name: freeName(emptyGp.name, namesOf(known.gp)) });
                }}
              />
              {storedGp === undefined && (
                <GpStep
                  form={gp}
                  onChange={(change) => {
                    changed();
                    setGp({ ...gp, ...change });
                  }}
                />
              )}
            </div>
          )}
          {step === 1 && (
            <div className="flex flex-col gap-4">
              <ConnectionChoice
                label="Cleo connection"
                entries={known.cleo}
                chosen={storedCleo && cleo.name}
                onChoose={(entry) => {
                  changed();
                  setCleo(
                    entry ? cleoForm(entry) : { ...emptyCleo, name: freeName(emptyCleo.name, namesOf(known.cleo)) },
                  );
                }}
              />
              {storedCleo === undefined && (
                <CleoStep
                  form={cleo}
                  onChange={(change) => {
                    changed();
                    setCleo({ ...cleo, ...change });
                  }}
                />
              )}
            </div>
          )}
          {step === 2 && (
            <LinkStep
              form={link}
              onChange={(change) => {
                pingFolders.reset();
                setLink({ ...link, ...change });
              }}
            />
          )}
        </Panel>
        <PingLines ping={ping.data as Ping | undefined} error={ping.error} pending={ping.isPending} />
        {save.isError && (
          <div role="alert">
            <Fault fault={faultOf(save.error)} />
          </div>
        )}
        <div className="flex flex-wrap gap-2">
          {step > 0 && <Button onClick={() => go(step - 1)}>Back</Button>}
          <Button
            icon="play"
            busy={ping.isPending}
            onClick={(event) => event.currentTarget.form?.reportValidity() && ping.mutate()}
          >
            {step < 2 ? `Ping ${steps[step]}` : "Look into the folders"}
          </Button>
          <Button type="submit" look="primary" busy={save.isPending}>
            {step < 2 ? "Next" : "Save, and check whether it fits"}
          </Button>
        </div>
      </form>
    </>
  );
}

/** Where connections are there already, a link may use one of them. */
function ConnectionChoice({
  label,
  entries,
  chosen,
  onChoose,
}: {
  label: string;
  entries: readonly Entry[];
  chosen: string | undefined;
  onChoose: (entry: Entry | undefined) => void;
}): JSX.Element | null {
  if (entries.length === 0) return null;
  return (
    <div className="max-w-sm">
      <SelectField
        label={label}
        value={chosen ?? ""}
        options={[
          ["", "A new one"],
          ...entries.map(({ name, url }) => [String(name), `${String(name)}: ${String(url)}`] as const),
        ]}
        onChange={({ target }) => onChoose(entries.find(({ name }) => name === target.value))}
      />
    </div>
  );
}

function namesOf(entries: readonly Entry[]): string[] {
  return entries.map(({ name }) => String(name));
}
