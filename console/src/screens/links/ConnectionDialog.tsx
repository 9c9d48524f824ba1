import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { faultOf } from "../../api/apiError.ts";
import { Button } from "../../design/Button.tsx";
import { Dialog } from "../../design/Dialog.tsx";
import { Fault } from "../../design/Fault.tsx";
import { useToast } from "../../design/useToast.tsx";
import { CleoStep } from "../connect/CleoStep.tsx";
import { cleoForm, type Entry, gpForm } from "../connect/connectionForms.ts";
import { GpStep } from "../connect/GpStep.tsx";
import { type Ping, PingLines } from "../connect/PingLines.tsx";
import { saveCleo, saveGp, usePingCleo, usePingGp } from "../connect/savedConnection.ts";

interface ConnectionDialogProps {
  system: "gp" | "cleo";
  entry: Entry;
  onClose: () => void;
}

/** Changes a connection, such as its password, and tries it before it is in force. */
export function ConnectionDialog({ system, entry, onClose }: ConnectionDialogProps): JSX.Element {
  const [gp, setGp] = useState(() => gpForm(entry));
  const [cleo, setCleo] = useState(() => cleoForm(entry));
  const queryClient = useQueryClient();
  const toast = useToast();
  const pingGp = usePingGp(gp, entry);
  const pingCleo = usePingCleo(cleo, [], entry);
  const ping = system === "gp" ? pingGp : pingCleo;
  const save = useMutation({
    mutationFn: () => (system === "gp" ? saveGp(gp, entry) : saveCleo(cleo, entry)),
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      toast({ title: `${String(entry.name)} is in force` });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${system === "gp" ? "Dynamics GP" : "Cleo"}: ${String(entry.name)}`}
      description="What flows waits for nothing: a new password holds from the next call on."
      wide
      actions={
        <>
          <Button
            icon="play"
            busy={ping.isPending}
            onClick={() => formOf("connection")?.reportValidity() && ping.mutate()}
          >
            Ping
          </Button>
          <Button look="primary" type="submit" form="connection" busy={save.isPending}>
            Put in force
          </Button>
        </>
      }
    >
      <form
        id="connection"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {system === "gp" ? (
          <GpStep
            form={gp}
            passwordStored
            onChange={(change) => {
              pingGp.reset();
              setGp({ ...gp, ...change });
            }}
          />
        ) : (
          <CleoStep
            form={cleo}
            passwordStored
            onChange={(change) => {
              pingCleo.reset();
              setCleo({ ...cleo, ...change });
            }}
          />
        )}
        <PingLines ping={ping.data as Ping | undefined} error={ping.error} pending={ping.isPending} />
        {save.isError && <Fault fault={faultOf(save.error)} />}
      </form>
    </Dialog>
  );
}

function formOf(id: string): HTMLFormElement | undefined {
  const element = document.getElementById(id);
  return element instanceof HTMLFormElement ? element : undefined;
}
