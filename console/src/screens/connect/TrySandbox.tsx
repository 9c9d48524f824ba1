import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { JSX } from "react";
import { faultOf } from "../../api/apiError.ts";
import { client, dataOf } from "../../api/client.ts";
import { Button } from "../../design/Button.tsx";
import { Fault } from "../../design/Fault.tsx";

/** One click to a simulated GP and Cleo, and on to the fit check. */
export function TrySandbox(): JSX.Element {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const attempt = useMutation({
    mutationFn: () => dataOf(client.POST("/api/sandbox")),
    onSuccess: async ({ link }) => {
      await queryClient.invalidateQueries();
      void navigate({ to: "/check", search: { link, run: "now" } });
    },
  });
  return (
    <div className="flex flex-col gap-2">
      <Button icon="play" busy={attempt.isPending} onClick={() => attempt.mutate()}>
        Try with the sandbox
      </Button>
      {attempt.isError && <Fault fault={faultOf(attempt.error)} />}
    </div>
  );
}
