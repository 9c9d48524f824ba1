import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { Button } from "../../design/Button.tsx";
import { DataTable } from "../../design/DataTable.tsx";
import { EmptyState } from "../../design/EmptyState.tsx";
import { FormDialog } from "../../design/FormDialog.tsx";
import { Instant } from "../../design/Instant.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Panel } from "../../design/Panel.tsx";
import { Status } from "../../design/Status.tsx";
import { AddToken } from "./AddToken.tsx";
import { SecretOnce } from "./SecretOnce.tsx";

type Token = components["schemas"]["ApiToken"];

/** For programs: each token has a role, an end, and can be revoked. */
export function Tokens(): JSX.Element {
  const tokens = useQuery({ queryKey: ["tokens"], queryFn: () => dataOf(client.GET("/api/tokens")) });
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

function RevokeToken({ token, onClose }: { token: Token; onClose: () => void }): JSX.Element {
  const queryClient = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => dataOf(client.DELETE("/api/tokens/{id}", { params: { path: { id: token.id } } })),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ["tokens"] });
      onClose();
    },
  });
  return (
    <FormDialog
      title={`Revoke ${token.name}?`}
      submit="Revoke"
      submitLook="danger"
      cancel="Keep it"
      pending={revoke.isPending}
      error={revoke.error}
      onSubmit={revoke.mutate}
      onClose={onClose}
    >
      <p>Whatever uses it is refused from now on. This cannot be taken back.</p>
    </FormDialog>
  );
}
