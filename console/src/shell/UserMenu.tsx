import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type JSX, useId } from "react";
import { client, dataOf } from "../api/client.ts";
import { sessionQuery, useNewSession } from "../api/session.ts";
import { Icon } from "../design/Icon.tsx";

const item = "flex w-full items-center gap-2 rounded-md px-3 py-2 text-sm hover:bg-hover";

/** The browser's own popover: it closes by Escape and by a click elsewhere. */
export function UserMenu(): JSX.Element {
  const { data: me } = useQuery(sessionQuery);
  const newSession = useNewSession();
  const signOut = useMutation({
    mutationFn: () => dataOf(client.DELETE("/api/session")),
    onSettled: () => newSession(null),
  });
  const id = useId();
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-label={`Account of ${me?.name ?? ""}`}
        className="flex items-center gap-2 rounded-md p-2 hover:bg-hover"
      >
        <Icon name="user" />
        <span className="hidden max-w-40 truncate text-sm sm:inline">{me?.name}</span>
      </button>
      <div
        id={id}
        popover="auto"
        className="fixed inset-auto top-14 right-3 m-0 w-60 rounded-lg border border-line bg-surface p-1 text-text shadow-raised"
      >
        <p className="px-3 py-2 text-xs text-muted">
          <span className="block font-medium text-text">{me?.name}</span>
          {me?.role}, {me?.rights.includes("content") ? "reads" : "does not read"} the content of documents
        </p>
        <Link to="/password" className={item}>
          <Icon name="settings" />
          Change the password
        </Link>
        <button type="button" className={item} onClick={() => signOut.mutate()}>
          <Icon name="right" />
          Sign out
        </button>
      </div>
    </>
  );
}
