/** How many requests are let through: a bucket per name that fills up evenly. In memory, per process. */
export interface Allowance {
  /** Takes one. @returns milliseconds to wait where none is left, else 0 */
  take(name: string, perMinute: number, now: number): number;
  /** Whether one is left, without taking it. */
  wait(name: string, perMinute: number, now: number): number;
}

/** Names beyond it push out the one that was not used for longest: an attacker has more addresses than we have memory. */
const mostNames = 10_000;

export function createAllowance(): Allowance {
  const buckets = new Map<string, { left: number; at: number }>();
  const filled = (name: string, perMinute: number, now: number): { left: number; at: number } => {
    const bucket = buckets.get(name) ?? { left: perMinute, at: now };
    const gained = (Math.max(0, now - bucket.at) * perMinute) / 60_000;
    return { left: Math.min(perMinute, bucket.left + gained), at: now };
  };
  const waitOf = (left: number, perMinute: number): number => (left >= 1 ? 0 : ((1 - left) * 60_000) / perMinute);
  return {
    take(name, perMinute, now) {
      const bucket = filled(name, perMinute, now);
      const wait = waitOf(bucket.left, perMinute);
      if (wait === 0) bucket.left -= 1;
      buckets.delete(name);
      buckets.set(name, bucket);
      if (buckets.size > mostNames) {
        const [oldest] = buckets.keys();
        if (oldest !== undefined) buckets.delete(oldest);
      }
      return wait;
    },
    wait: (name, perMinute, now) => waitOf(filled(name, perMinute, now).left, perMinute),
  };
}
