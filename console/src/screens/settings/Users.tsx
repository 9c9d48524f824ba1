import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { sessionQuery } from "../../api/session.ts";
import { Button } from "../../design/Button.tsx";
import { DataTable } from "../../design/DataTable.tsx";
import { Instant } from "../../design/Instant.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Panel } from "../../design/Panel.tsx";
import { Status } from "../../design/Status.tsx";
import { AddUser } from "./AddUser.tsx";
import { EditUser } from "./EditUser.tsx";
import { SecretOnce } from "./SecretOnce.tsx";

type User = components["schemas"]["User"];

/** Everybody who can sign in, and what they may do. */
export function Users(): JSX.Element {
  const users = useQuery({ queryKey: ["users"], queryFn: () => dataOf(client.GET("/api/users")) });
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
