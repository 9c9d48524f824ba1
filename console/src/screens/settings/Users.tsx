import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { faultOf } from "../../api/apiError.ts";
import { client, dataOf } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { sessionQuery } from "../../api/session.ts";
import { Button } from "../../design/Button.tsx";
import { DataTable } from "../../design/DataTable.tsx";
import { Dialog } from "../../design/Dialog.tsx";
import { Fault } from "../../design/Fault.tsx";
import { CheckField, SelectField, TextField } from "../../design/Field.tsx";
import { Instant } from "../../design/Instant.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Panel } from "../../design/Panel.tsx";
import { Status } from "../../design/Status.tsx";
import { useToast } from "../../design/useToast.tsx";
import { roleOptions } from "./roles.ts";
import { SecretOnce } from "./SecretOnce.tsx";

type User = components["schemas"]["User"];

const key = ["users"];

/** Everybody who can sign in, and what they may do. */
export function Users(): JSX.Element {
  const users = useQuery({ queryKey: key, queryFn: () => dataOf(client.GET("/api/users")) });
  const { data: me } = useQuery(sessionQuery);
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<User>();
  const [once, setOnce] = useState<{ name: string; password: string }>();
  return (
    <Panel
      title="Users"
      hint="Administrators do everything, operators run and repair, viewers look. Reading the content of documents is a right of its own."
      actions={
        <Button size="small" icon="plus" onClick={() => setAdding(true)}>
          Add a user
        </Button>
      }
      flush
    >
      <Loaded query={users} rows={3}>
        {(data) => (
          <DataTable
            label="Users"
            rows={data.users}
            rowKey={(user) => user.name}
            empty={null}
            columns={[
              {
                title: "Name",
                cell: (user) => (
                  <button type="button" data-row-link className="link font-medium" onClick={() => setEditing(user)}>
                    {user.name}
                    {user.name === me?.name && <span className="sr-only"> (you)</span>}
                  </button>
                ),
              },
              { title: "Role", cell: (user) => user.role },
              { title: "Content of documents", cell: (user) => (user.readsContent ? "may read" : "no") },
              {
                title: "State",
                cell: (user) => (
                  <Status state={user.disabled ? "disabled" : "active"} plain>
                    {user.disabled ? "disabled" : user.passwordTemporary ? "has to choose a password" : "active"}
                  </Status>
                ),
              },
              { title: "Last sign-in", cell: (user) => <Instant at={user.lastSignInAt} relative />, wideOnly: true },
              { title: "Added by", cell: (user) => user.createdBy, wideOnly: true },
            ]}
          />
        )}
      </Loaded>
      {adding && (
        <AddUser
          onClose={() => setAdding(false)}
          onAdded={(name, password) => {
            setAdding(false);
            if (password !== undefined) setOnce({ name, password });
          }}
        />
      )}
      {editing !== undefined && (
        <EditUser
          user={editing}
          own={editing.name === me?.name}
          onClose={() => setEditing(undefined)}
          onReset={(password) => {
            setEditing(undefined);
            setOnce({ name: editing.name, password });
          }}
        />
      )}
      {once !== undefined && (
        <SecretOnce
          title={`Password of ${once.name}`}
          text={once.password}
          hint="It is shown this once. The user has to choose another one at the first sign-in."
          onClose={() => setOnce(undefined)}
        />
      )}
    </Panel>
  );
}

function AddUser({
  onClose,
  onAdded,
}: {
  onClose: () => void;
  onAdded: (name: string, password: string | undefined) => void;
}): JSX.Element {
  const [name, setName] = useState("");
  const [role, setRole] = useState<User["role"]>("operator");
  const [readsContent, setReadsContent] = useState(true);
  const queryClient = useQueryClient();
  const add = useMutation({
    mutationFn: () => dataOf(client.POST("/api/users", { body: { name: name.trim(), role, readsContent } })),
    onSuccess: async (added) => {
      await queryClient.invalidateQueries({ queryKey: key });
      onAdded(added.user.name, added.password);
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Add a user"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form="add-user" busy={add.isPending}>
            Add the user
          </Button>
        </>
      }
    >
      <form
        id="add-user"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <TextField label="User name" required value={name} onChange={(event) => setName(event.target.value)} />
        <SelectField
          label="Role"
          value={role}
          options={roleOptions}
          onChange={(event) => setRole(event.target.value as User["role"])}
        />
        <CheckField
          label="May read the content of documents"
          hint="Orders, vendors and prices; without it only what became of them."
          checked={readsContent}
          onChange={(event) => setReadsContent(event.target.checked)}
        />
        {add.isError && <Fault fault={faultOf(add.error)} />}
      </form>
    </Dialog>
  );
}

function EditUser({
  user,
  own,
  onClose,
  onReset,
}: {
  user: User;
  own: boolean;
  onClose: () => void;
  onReset: (password: string) => void;
}): JSX.Element {
  const [role, setRole] = useState(user.role);
  const [readsContent, setReadsContent] = useState(user.readsContent);
  const [disabled, setDisabled] = useState(user.disabled);
  const queryClient = useQueryClient();
  const toast = useToast();
  const path = { params: { path: { name: user.name } } };
  const change = useMutation({
    mutationFn: () => dataOf(client.PATCH("/api/users/{name}", { ...path, body: { role, readsContent, disabled } })),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: key });
      toast({ title: `${user.name} was changed` });
      onClose();
    },
  });
  const reset = useMutation({
    mutationFn: () => dataOf(client.POST("/api/users/{name}/password", { ...path, body: {} })),
    onSuccess: async ({ password }) => {
      await queryClient.invalidateQueries({ queryKey: key });
      if (password !== undefined) onReset(password);
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={user.name}
      actions={
        <>
          {!own && (
            <Button busy={reset.isPending} onClick={() => reset.mutate()}>
              Set a new password
            </Button>
          )}
          <Button look="primary" busy={change.isPending} onClick={() => change.mutate()}>
            Save
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <SelectField
          label="Role"
          value={role}
          options={roleOptions}
          onChange={(event) => setRole(event.target.value as User["role"])}
        />
        <CheckField
          label="May read the content of documents"
          checked={readsContent}
          onChange={(event) => setReadsContent(event.target.checked)}
        />
        <CheckField
          label="Disabled"
          hint="Cannot sign in; sessions end at once."
          checked={disabled}
          onChange={(event) => setDisabled(event.target.checked)}
        />
        {(change.isError || reset.isError) && <Fault fault={faultOf(change.error ?? reset.error)} />}
      </div>
    </Dialog>
  );
}
