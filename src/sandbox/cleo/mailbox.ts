import type { SandboxClock } from "../clock.ts";
import type { CleoOptions } from "../options.ts";
import { empty, json, type Reply } from "../reply.ts";
import type { Folders } from "./folders.ts";
import type { Upload, UploadLog } from "./uploadLog.ts";

/** What can be done with the files of a mailbox, whatever the transport preset. */
export interface Mailbox {
  /** Why an upload to this place would be refused, before its body is read; `undefined` when it may come. */
  refusal(place: Place, announcedSize: number | undefined): Reply | undefined;
  store(place: Place, content: Buffer, facts: UploadFacts): Promise<Stored>;
  list(folder: string, startIndex: number, count: number): Reply;
  download(place: Place): Reply;
  remove(place: Place): Reply;
}

export interface Place {
  folder: string;
  name: string;
}

export interface UploadFacts {
  user: string;
  preset: string;
  contentType: string;
  requestId?: string;
  answerLost: boolean;
}

export interface Stored {
  reply: Reply;
  upload?: Upload;
}

export const message = (status: number, text: string, headers: Record<string, string> = {}): Reply =>
  json(status, { message: text }, headers);

/** @param arrived called with every file that was stored, as the data flow gets it */
export function createMailbox(
  options: CleoOptions,
  folders: Folders,
  log: UploadLog,
  clock: SandboxClock,
  arrived: (content: Buffer) => void = () => {},
): Mailbox {
  let recent: number[] = [];

  const folderRefusal = (folder: string): Reply | undefined => {
    switch (folders.stateOf(folder)) {
      case "missing":
        return message(404, `Folder ${folder} does not exist.`);
      case "forbidden":
        return message(403, `No access to folder ${folder}.`);
      case "open":
        return undefined;
    }
  };

  const refusal: Mailbox["refusal"] = ({ folder, name }, announcedSize) => {
    const refused = folderRefusal(folder);
    if (refused !== undefined) return refused;
    const extension = name.includes(".") ? name.slice(name.lastIndexOf(".") + 1).toLowerCase() : "";
    if (options.allowedExtensions.length > 0 && !options.allowedExtensions.includes(extension)) {
      return message(415, `File type ${extension || "(none)"} is not allowed in this mailbox.`);
    }
    if (announcedSize !== undefined && announcedSize > options.maxUploadBytes) return tooLarge(options);
    if (options.sameName === "conflict" && folders.get(folder, name) !== undefined) {
      return message(409, `A file named ${name} already exists in ${folder}.`);
    }
    if (options.uploadsPerMinute > 0) {
      const now = clock.now().getTime();
      recent = recent.filter((time) => time > now - 60_000);
      if (recent.length >= options.uploadsPerMinute) {
        return message(429, "Too many requests.", { "retry-after": String(options.retryAfterSeconds) });
      }
    }
    return undefined;
  };

  return {
    refusal,
    async store(place, content, facts) {
      // Asked again: while the body came in, another upload may have taken the name.
      const refused = content.length > options.maxUploadBytes ? tooLarge(options) : refusal(place, undefined);
      if (refused !== undefined) return { reply: refused };
      const now = clock.now();
      recent.push(now.getTime());
      const upload = await log.append(
        { at: now.toISOString(), path: `${place.folder}/${place.name}`, ...place, ...facts },
        content,
      );
      folders.put({ ...place, content, contentType: facts.contentType, modified: now }, true);
      arrived(content);
      if (options.uploadStatus === 204) return { reply: empty(204), upload };
      return { reply: json(options.uploadStatus, resource(place, content.length, now)), upload };
    },
    list(folder, startIndex, count) {
      const refused = folderRefusal(folder);
      if (refused !== undefined) return refused;
      const files = folders.list(folder);
      const page = files.slice(startIndex, startIndex + Math.min(count, options.pageCap));
      return json(200, {
        totalResults: files.length,
        startIndex,
        resources: page.map((file) => resource(file, file.content.length, file.modified)),
        _links: { self: { href: hrefOf(folder) } },
      });
    },
    download(place) {
      const refused = folderRefusal(place.folder);
      if (refused !== undefined) return refused;
      const file = folders.get(place.folder, place.name);
      if (file === undefined) return message(404, `File ${place.name} does not exist in ${place.folder}.`);
      return { status: 200, headers: { "content-type": file.contentType }, body: file.content };
    },
    remove(place) {
      const refused = folderRefusal(place.folder);
      if (refused !== undefined) return refused;
      if (!folders.delete(place.folder, place.name)) {
        return message(404, `File ${place.name} does not exist in ${place.folder}.`);
      }
      return empty(204);
    },
  };
}

function tooLarge(options: CleoOptions): Reply {
  return message(413, `Files of more than ${options.maxUploadBytes} bytes are not accepted.`);
}

function resource({ folder, name }: Place, size: number, modified: Date): object {
  return {
    name,
    size,
    modified: modified.toISOString(),
    _links: { self: { href: hrefOf(`${folder}/${name}`) } },
  };
}

function hrefOf(path: string): string {
  return `/api/folders/${path.split("/").map(encodeURIComponent).join("/")}`;
}
