import type { GpResponse } from "../transport.ts";

export function headerOf(response: GpResponse, name: string): string | undefined {
  const value = response.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Milliseconds that a `Retry-After` of seconds or a date asks for, an hour at most. */
export function retryAfterOf(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  const milliseconds = /^\d{1,6}$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now.getTime();
  return Number.isFinite(milliseconds) && milliseconds >= 0 ? Math.min(milliseconds, 3_600_000) : undefined;
}
