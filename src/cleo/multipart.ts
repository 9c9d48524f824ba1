import { createHash } from "node:crypto";

export interface Multipart {
  contentType: string;
  body: Uint8Array;
}

/**
 * A form with plain fields and one file (RFC 7578). The boundary follows from the content, so that a repeated upload has
 * the same bytes (Invariant 3), and is one that the content does not hold.
 */
export function multipartOf(
  part: string,
  fileName: string,
  contentType: string,
  bytes: Uint8Array,
  fields: Readonly<Record<string, string>>,
): Multipart {
  const content = Buffer.from(bytes);
  let boundary = "";
  for (let attempt = 0; boundary === "" || content.includes(boundary); attempt += 1) {
    boundary = `ml-connector-${createHash("sha256").update(content).update(String(attempt)).digest("hex").slice(0, 32)}`;
  }
  const pieces: Uint8Array[] = [];
  for (const [name, value] of Object.entries(fields)) {
    pieces.push(
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"\r\n\r\n${value.replace(/[\r\n]+/g, " ")}\r\n`,
      ),
    );
  }
  pieces.push(
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(part)}"; filename="${quoted(fileName)}"\r\nContent-Type: ${contentType}\r\n\r\n`,
    ),
    content,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  );
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat(pieces) };
}

/** As browsers write it (WHATWG HTML, multipart form data). */
function quoted(text: string): string {
  return text.replace(/"/g, "%22").replace(/[\r\n]/g, " ");
}
