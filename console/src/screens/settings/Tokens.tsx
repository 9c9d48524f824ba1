import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { faultOf } from "../../api/apiError.ts";
import { client, dataOf } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { Button } from "../../design/Button.tsx";
import { DataTable } from "../../design/DataTable.tsx";
import { Dialog } from "../../design/Dialog.tsx";
import { EmptyState } from "../../design/EmptyState.tsx";
import { Fault } from "../../design/Fault.tsx";
import { CheckField, SelectField, TextField } from "../../design/Field.tsx";
import { Instant } from "../../design/Instant.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Panel } from "../../design/Panel.tsx";
import { Status } from "../../design/Status.tsx";
import { roleOptions } from "./roles.ts";
import { SecretOnce } from "./SecretOnce.tsx";

type Token = components["schemas"]["ApiToken"];

const key = ["tokens"];

/** For programs: each token has a role, an end, and can be revoked. */
export function Tokens(): JSX.Element {
  const tokens = useQuery({ queryKey: key, queryFn: () => dataOf(client.GET("/api/tokens")) });
  const [adding, setAdding] = useState(false);
  const [once, setOnce] = useState<{ name: string; text: string }>();
  const [revoking, setRevoking] = useState<Token>();
  return (
    <Panel
      title="API tokens"
      hint="For programs that use the HTTP API."
      actions={
        <Button size="small" icon="plus" onClick={() => setAdding(true)}>
          Make a token
        </Button>
      }
      flush
    >
      <Loaded query={tokens} rows={2}>
        {(data) => (
          <DataTable
            label="API tokens"
            rows={data.tokens}
            rowKey={(token) => token.id}
            empty={
              <EmptyState icon="link" title="No API token yet">
                A script or a monitoring system signs in with one instead of a person's password.
              </EmptyState>
            }
            columns={[
              { title: "Name", cell: (token) => <span className="font-medium">{token.name}</span> },
              { title: "Role", cell: (token) => token.role },
              {
                title: "Content of documents",
                cell: (token) => (token.readsContent ? "may read" : "no"),
                wideOnly: true,
              },
              {
                title: "State",
                cell: (token) => <Status state={token.state} tone={token.state === "valid" ? "good" : "idle"} plain />,
              },
              { title: "Ends", cell: (token) => <Instant at={token.expiresAt} relative /> },
              { title: "Last used", cell: (token) => <Instant at={token.lastUsedAt} relative />, wideOnly: true },
              {
                title: "Action",
                cell: (token) =>
                  token.state === "valid" && (
                    <Button size="small" look="quiet" data-row-link onClick={() => setRevoking(token)}>
                      Revoke<span className="sr-only"> {token.name}</span>
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
      {adding && (
        <AddToken
          onClose={() => setAdding(false)}
          onAdded={(name, text) => {
            setAdding(false);
            setOnce({ name, text });
          }}
        />
      )}
      {revoking !== undefined && <RevokeToken token={revoking} onClose={() => setRevoking(undefined)} />}
      {once !== undefined && (
        <SecretOnce
          title={`Token ${once.name}`}
          text={once.text}
          hint="It is shown this once: the connector keeps only its fingerprint."
          onClose={() => setOnce(undefined)}
        />
      )}
    </Panel>
  );
}

function AddToken({
  onClose,
  onAdded,
}: {
  onClose: () => void;
  onAdded: (name: string, text: string) => void;
}): JSX.Element {
  const [name, setName] = useState("");
  const [role, setRole] = useState<Token["role"]>("viewer");
  const [readsContent, setReadsContent] = useState(false);
  const [days, setDays] = useState("90");
  const queryClient = useQueryClient();
  const add = useMutation({
    mutationFn: () =>
      dataOf(client.POST("/api/tokens", { body: { name: name.trim(), role, readsContent, days: Number(days) } })),
    onSuccess: async ({ token, text }) => {
      await queryClient.invalidateQueries({ queryKey: key });
      onAdded(token.name, text);
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Make an API token"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form="add-token" busy={add.isPending}>
            Make the token
          </Button>
        </>
      }
    >
      <form
        id="add-token"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <TextField
          label="Name"
          hint="Where it is used, such as `monitoring`. It stands in the audit trail."
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <SelectField
          label="Role"
          value={role}
          options={roleOptions}
          onChange={(event) => setRole(event.target.value as Token["role"])}
        />
        <TextField
          label="Days until it ends"
          type="number"
          min={1}
          max={730}
          required
          value={days}
          onChange={(event) => setDays(event.target.value)}
        />
        <CheckField
          label="May read the content of documents"
          checked={readsContent}
          onChange={(event) => setReadsContent(event.target.checked)}
        />
        {add.isError && <Fault fault={faultOf(add.error)} />}
      </form>
    </Dialog>
  );
}

function RevokeToken({ token, onClose }: { token: Token; onClose: () => void }): JSX.Element {
  const queryClient = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => dataOf(client.DELETE("/api/tokens/{id}", { params: { path: { id: token.id } } })),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: key });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Revoke ${token.name}?`}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" busy={revoke.isPending} onClick={() => revoke.mutate()}>
            Revoke
          </Button>
        </>
      }
    >
      <p>Whatever uses it is refused from now on. This cannot be taken back.</p>
      {revoke.isError && <Fault fault={faultOf(revoke.error)} />}
    </Dialog>
  );
}
