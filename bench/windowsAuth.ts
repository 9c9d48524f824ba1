/**
 * Requests a second through Windows authentication, against the AD lab: this module on kept connections, this module with a
 * logon for every request, and the npm package httpntlm.
 *
 *   ../shared/ad-lab/up --dir /var/tmp/ad-lab-bench --base-port 28480     (as root; once)
 *   AD_LAB_ENV=/var/tmp/ad-lab-bench/env node bench/windowsAuth.ts
 *   ../shared/ad-lab/down --dir /var/tmp/ad-lab-bench --purge
 *
 * The contenders take turns, `BENCH_SECONDS` (default 2) seconds each, five rounds after a warm-up; the figures are medians,
 * the ratios medians of the ratios within a round. Client, gate and domain controller share the machine, so the ratios mean
 * more than the figures.
 */
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { createWindowsHttpClient, type WindowsHttpOptions } from "../src/windows-auth/index.ts";

const environmentFile = process.env.AD_LAB_ENV;
if (environmentFile === undefined) {
  console.error("AD_LAB_ENV must name the env file of a running AD lab; see the head of this file.");
  process.exit(2);
}
const lab = Object.fromEntries(
  execFileSync("bash", ["-c", '. "$0" && env -0', environmentFile], { encoding: "utf8" })
    .split("\0")
    .map((line) => /^ADLAB_(\w+)=(.*)$/s.exec(line)?.slice(1) ?? []),
) as Record<string, string>;
const seconds = Number(process.env.BENCH_SECONDS ?? 2);

type Send = () => Promise<number>;
interface Contender {
  readonly close: () => Promise<void>;
  readonly send: Send;
}

const ours = (origin: string, options: Partial<WindowsHttpOptions> = {}): Contender => {
  const client = createWindowsHttpClient({
    origin,
    credentials: { username: `${lab.DOMAIN}\\${lab.USER}`, password: lab.PASSWORD ?? "" },
    maxConnections: 8,
    ...options,
  });
  return {
    close: () => client.close(),
    send: async () => (await client.request({ method: "GET", path: "/bench" })).status,
  };
};

interface Httpntlm {
  get(
    options: Record<string, string>,
    done: (error: Error | null, answer?: { readonly statusCode: number }) => void,
  ): void;
}
const httpntlm = createRequire(import.meta.url)("httpntlm") as Httpntlm;
const peer = (origin: string): Contender => ({
  close: async () => {},
  send: () =>
    new Promise((resolve, reject) => {
      const options = {
        url: `${origin}/bench`,
        username: lab.USER ?? "",
        password: lab.PASSWORD ?? "",
        domain: lab.DOMAIN ?? "",
        workstation: "",
      };
      httpntlm.get(options, (error, answer) => (answer ? resolve(answer.statusCode) : reject(error)));
    }),
});

/** Requests a second with `parallel` loops that each wait for their answer. */
async function rate(send: Send, parallel: number): Promise<number> {
  const start = performance.now();
  const end = start + seconds * 1000;
  let answered = 0;
  const loop = async () => {
    while (performance.now() < end) {
      const status = await send();
      if (status !== 200) throw new Error(`status ${status}`);
      answered++;
    }
  };
  await Promise.all(Array.from({ length: parallel }, loop));
  return (answered * 1000) / (performance.now() - start);
}

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;

const conn = lab.URL_CONN ?? "";
const kerberos = {
  credentials: { username: lab.UPN ?? "", password: lab.PASSWORD ?? "" },
  kerberos: { kdc: lab.KDC ?? "" },
  scheme: "negotiate",
} as const;
const contenders: readonly (readonly [name: string, make: () => Contender])[] = [
  ["httpntlm 1.8.13, its way: new connection per request", () => peer(conn)],
  ["windows-auth, NTLM on a kept connection", () => ours(conn)],
  ["windows-auth, NTLM, logon per request (per-request server)", () => ours(lab.URL_PERREQ ?? "")],
  ["windows-auth, Kerberos, ticket per request (per-request server)", () => ours(lab.URL_PERREQ ?? "", kerberos)],
];

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown CPU"}, ${seconds} s a run`);
for (const parallel of [1, 8]) {
  console.log(`\n${parallel} at a time`);
  const running = contenders.map(([name, make]) => ({ name, contender: make(), rates: [] as number[] }));
  for (const { contender } of running) for (let n = 0; n < 10; n++) await contender.send();
  for (let round = 0; round < 5; round++) {
    for (const { contender, rates } of running) rates.push(await rate(contender.send, parallel));
  }
  for (const { name, contender, rates } of running) {
    const ratio = median(rates.map((value, round) => value / (running[0]?.rates[round] ?? Number.NaN)));
    console.log(`  ${name.padEnd(66)} ${median(rates).toFixed(0).padStart(6)} /s  ${ratio.toFixed(1).padStart(5)} ×`);
    await contender.close();
  }
}
