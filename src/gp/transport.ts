/** What this part asks of an HTTP client. The client of `windows-auth` has this shape; a test passes a function's worth. */
export interface GpRequest {
  method: string;
  /** Absolute path and query, percent-encoded. */
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Milliseconds until the whole answer is there. */
  timeout?: number;
  signal?: AbortSignal;
}

export interface GpResponse {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Buffer;
}

export interface GpTransport {
  request(request: GpRequest): Promise<GpResponse>;
  close(): Promise<void> | void;
}
