import { ConnectorError } from "../errors/connectorError.ts";
import type { Answer } from "./exchange.ts";
import { jsonOf, type Place } from "./judge.ts";
import { fileNameFault } from "./path.ts";
import type { Transport } from "./transport.ts";

export interface CleoFile {
  name: string;
  /** Bytes, where Cleo says it. */
  size?: number;
  modified?: string;
  /** Address of the file where the listing links to it, and it lies on the same server. */
  href?: string;
}

export interface Page {
  files: CleoFile[];
  /** Entries on the page, folders and unusable names included: what the next page starts after. */
  received: number;
  total?: number;
}

/** Reads one page of a listing as the transport describes it; throws `CLEO_ANSWER_UNREADABLE`. */
export function readPage(answer: Answer, list: Transport["list"], at: Place): Page {
  if (list.answer === "lines") {
    const names = answer.body
      .toString("utf8")
      .split(/\r?\n/)
      .filter((line) => line.trim() !== "");
    return {
      files: names.flatMap((name) => fileOf({ name: name.trim() }, { ...list, name: "name" }, at)),
      received: names.length,
      total: names.length,
    };
  }
  const json = jsonOf(answer);
  const items = Array.isArray(json) ? json : memberAt(json, list.items);
  if (!Array.isArray(items)) {
    throw new ConnectorError("CLEO_ANSWER_UNREADABLE", `the listing holds no array \`${list.items}\``, { at });
  }
  const total = countAt(json, list.total);
  return {
    files: items.flatMap((item) => fileOf(item, list, at)),
    received: items.length,
    ...(total !== undefined && { total }),
  };
}

/** Names that could leave the folder are not ours to follow; they are left out. */
function fileOf(item: unknown, list: Transport["list"], at: Place): CleoFile[] {
  const name = memberAt(item, list.name);
  if (typeof name !== "string" || fileNameFault(name) !== undefined) return [];
  const size = countAt(item, list.size);
  const modified = memberAt(item, list.modified);
  const href = sameServer(memberAt(item, list.href), at.url);
  return [
    {
      name,
      ...(size !== undefined && { size }),
      ...(typeof modified === "string" && { modified }),
      ...(href !== undefined && { href }),
    },
  ];
}

function sameServer(href: unknown, base: string): string | undefined {
  if (typeof href !== "string" || !URL.canParse(href, base)) return undefined;
  const url = new URL(href, base);
  return url.origin === new URL(base).origin && url.username === "" ? url.href : undefined;
}

/** A whole number, written as a number or as text. */
function countAt(value: unknown, path: string): number | undefined {
  const found = memberAt(value, path);
  if (typeof found !== "number" && typeof found !== "string") return undefined;
  const count = found === "" ? Number.NaN : Number(found);
  return Number.isSafeInteger(count) && count >= 0 ? count : undefined;
}

function memberAt(value: unknown, path: string): unknown {
  let current = value;
  for (const name of path.split(".")) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, name)) return undefined;
    current = (current as Record<string, unknown>)[name];
  }
  return current;
}
