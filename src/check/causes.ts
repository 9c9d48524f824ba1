/** Groups what blocks documents by cause, so that one line stands for all that one repair sets free. */
import type { ErrorReport } from "../errors/connectorError.ts";
import type { BlockedCause } from "./report.ts";

export interface CauseBook {
  /** Counts a document once for each of its causes. */
  add(document: string, error: ErrorReport): void;
  /** The largest first. */
  list(): { causes: BlockedCause[]; omitted: number };
}

const most = 30;
const numbersKept = 5;
/** Beyond so many different causes the records are counted under their codes alone. */
const mostKept = 1000;

export function createCauseBook(): CauseBook {
  const groups = new Map<string, BlockedCause>();
  return {
    add(document, error) {
      const counted = new Set<string>();
      for (const each of [error, ...(error.others ?? [])]) {
        const cause = causeOf(document, each);
        const key =
          groups.size < mostKept ? [cause.code, cause.message, cause.field, cause.element].join("\n") : each.code;
        if (counted.has(key)) continue;
        counted.add(key);
        const present = groups.get(key);
        if (present === undefined) {
          groups.set(key, key === each.code ? { ...cause, message: "further causes of this kind" } : cause);
        } else {
          present.count += 1;
          if (present.documents.length < numbersKept) present.documents.push(document);
        }
      }
    },
    list() {
      const causes = [...groups.values()].toSorted((left, right) => right.count - left.count);
      return { causes: causes.slice(0, most), omitted: Math.max(0, causes.length - most) };
    },
  };
}

function causeOf(document: string, { code, message, fix, owner, at }: ErrorReport): BlockedCause {
  return {
    code,
    message: withoutDocument(message, document),
    ...(at.field !== undefined && { field: withoutLine(at.field) }),
    ...(at.element !== undefined && { element: at.element }),
    count: 1,
    documents: [document],
    fix,
    owner,
  };
}

/** `line 2: the unit ...` and `PO2072 has no line ...` say the same of every document. */
function withoutDocument(message: string, document: string): string {
  const general = message.replace(/^line \d+:? /, "").replace(/\bline \d+\b/g, "a line");
  if (document === "") return general;
  return general
    .replaceAll(document, "the document")
    .replace(/^(?:purchase order|vendor) the document cannot be read: /, "");
}

const withoutLine = (field: string): string => field.replace(/\[ORD \d+\]/g, "[]").replace(/\[\d+\]/g, "[]");
