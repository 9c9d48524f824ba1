import type { JSX } from "react";
import { Facts } from "../../design/Facts.tsx";
import { Instant } from "../../design/Instant.tsx";
import { documentTypeWord } from "../documents/documentTypeWord.ts";
import type { DocumentHistory } from "./DocumentScreen.tsx";

/** The numbers by which others know the document. */
export function AtAGlance({ document }: { document: DocumentHistory }): JSX.Element {
  const latest = document.deliveries.at(-1);
  return (
    <Facts
      facts={{
        Link: document.link,
        Kind: documentTypeWord(document.type),
        Revision: document.revisions.at(-1)?.number,
        "First seen": <Instant at={document.timeline[0]?.at} />,
        Folder: latest?.folder,
        File: latest?.file == null ? undefined : <span className="break-all">{latest.file}</span>,
        ISA13: latest?.controlNumbers?.interchange.toString().padStart(9, "0"),
        GS06: latest?.controlNumbers?.group,
        ST02: latest?.controlNumbers?.set,
        Attempts: latest?.attempts.length,
        "SHA-256":
          latest?.digest == null ? undefined : <span className="font-mono text-xs break-all">{latest.digest}</span>,
        Identifier: <span className="font-mono text-xs break-all">{document.id}</span>,
      }}
    />
  );
}
