/** An answer before it is sent. */
export interface Reply {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

const none = Buffer.alloc(0);

export function json(status: number, value: unknown, headers: Record<string, string | string[]> = {}): Reply {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: Buffer.from(JSON.stringify(value)),
  };
}

export function text(status: number, body: string, contentType = "text/plain; charset=utf-8"): Reply {
  return { status, headers: { "content-type": contentType }, body: Buffer.from(body) };
}

export function empty(status: number, headers: Record<string, string | string[]> = {}): Reply {
  return { status, headers, body: none };
}
