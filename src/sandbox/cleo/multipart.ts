export interface FilePart {
  field: string;
  fileName: string;
  contentType: string;
  content: Buffer;
}

/** The parts of a `multipart/form-data` body that have a file name (RFC 7578); `undefined` where the body is broken. */
export function readFileParts(contentType: string, body: Buffer): FilePart[] | undefined {
  const boundary = /boundary=(?:"([^"]{1,70})"|([^;\s]{1,70}))/i.exec(contentType);
  const marker = boundary?.[1] ?? boundary?.[2];
  if (marker === undefined) return undefined;
  const delimiter = Buffer.from(`\r\n--${marker}`);
  const framed = Buffer.concat([Buffer.from("\r\n"), body]);
  const parts: FilePart[] = [];
  let at = framed.indexOf(delimiter);
  while (at >= 0) {
    const start = at + delimiter.length;
    if (framed.subarray(start, start + 2).toString("latin1") === "--") return parts;
    const next = framed.indexOf(delimiter, start);
    const headEnd = framed.indexOf("\r\n\r\n", start);
    if (next < 0 || headEnd < 0 || headEnd > next) return undefined;
    const head = framed.subarray(start, headEnd).toString("utf8");
    const field = /\bname="([^"]*)"/i.exec(head)?.[1];
    const fileName = /\bfilename="([^"]*)"/i.exec(head)?.[1];
    if (field !== undefined && fileName !== undefined) {
      const type = /^content-type:\s*(.+)$/im.exec(head)?.[1]?.trim();
      parts.push({
        field,
        fileName,
        contentType: type ?? "application/octet-stream",
        content: framed.subarray(headEnd + 4, next),
      });
    }
    at = next;
  }
  return undefined;
}
