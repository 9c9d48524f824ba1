import type { Readable } from "node:stream";
import type { FastifyReply } from "fastify";

/** Sends bytes to be saved, never to be shown: a file from elsewhere is not a page of ours. */
export function sendFile<Reply extends FastifyReply>(
  reply: Reply,
  { fileName, contentType, content }: { fileName: string; contentType: string; content: Buffer | Readable | string },
): Reply {
  const plain = fileName.replace(/[^A-Za-z0-9._-]/g, "-");
  return reply
    .header("content-disposition", `attachment; filename="${plain}"`)
    .type(contentType)
    .serializer((payload: unknown) => payload as string)
    .send(content as never) as Reply;
}
