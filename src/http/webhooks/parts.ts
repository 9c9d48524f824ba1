import { beginsLikeDocument } from "../../documents/received/content.ts";

/** What a body carries: itself, or the files of a form. */
export interface BodyPart {
  bytes: Buffer;
  fileName?: string;
}

export interface BodyParts {
  parts: BodyPart[];
  /** The other fields of a form. */
  fields: Readonly<Record<string, string>>;
}

const mostParts = 100;

/**
 * Decides by the content: what begins like X12 or JSON is that, under whatever type it comes (`curl -d` calls everything a
 * form). Only else the declared type counts.
 */
export async function partsOf(body: Buffer, contentType: string | undefined): Promise<BodyParts | { fault: string }> {
  const type = contentType?.toLowerCase() ?? "";
  const itself: BodyParts = { parts: [{ bytes: body }], fields: {} };
  if (beginsLikeDocument(body)) return itself;
  if (type.startsWith("application/x-www-form-urlencoded")) {
    const form = [...new URLSearchParams(body.toString("utf8"))].slice(0, mostParts);
    return ofFields(form.map(([name, value]) => ({ name, value }))) ?? itself;
  }
  if (!type.startsWith("multipart/form-data")) {
    return type.startsWith("multipart/") ? { fault: "of multipart bodies only multipart/form-data is read" } : itself;
  }
  try {
    const form = await new Response(new Uint8Array(body), {
      headers: { "content-type": contentType ?? "" },
    }).formData();
    const entries: Entry[] = [];
    for (const [name, value] of form) {
      if (entries.length >= mostParts) return { fault: `the form has more than ${mostParts} parts` };
      entries.push(
        typeof value === "string"
          ? { name, value }
          : { name, value: Buffer.from(await value.arrayBuffer()), fileName: value.name },
      );
    }
    return ofFields(entries) ?? { fault: "the form holds no file, and no field with X12 or JSON" };
  } catch {
    return { fault: "the multipart form is broken, or its boundary is not the declared one" };
  }
}

interface Entry {
  name: string;
  value: string | Buffer;
  fileName?: string;
}

/** Files first; where there is none, the fields that hold a document. */
function ofFields(entries: readonly Entry[]): BodyParts | undefined {
  const files = entries.filter(({ value }) => typeof value !== "string");
  const documents =
    files.length > 0
      ? files
      : entries.filter(({ value }) => typeof value === "string" && beginsLikeDocument(Buffer.from(value)));
  if (documents.length === 0) return undefined;
  const others = entries.filter((entry) => !documents.includes(entry));
  return {
    parts: documents.map(({ value, fileName }) => ({
      bytes: Buffer.from(value as string),
      ...(fileName !== undefined && fileName !== "" && fileName !== "blob" && { fileName }),
    })),
    fields: Object.fromEntries(others.map(({ name, value }) => [name, String(value).slice(0, 200)])),
  };
}
