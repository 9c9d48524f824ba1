import { Link } from "@tanstack/react-router";

/** The number of a document in a row of a table, which leads to it. */
export function DocumentLink({ id, number }: { id: string; number: string }) {
  return (
    <Link data-row-link to="/documents/$documentId" params={{ documentId: id }} className="link font-medium">
      {number}
    </Link>
  );
}
