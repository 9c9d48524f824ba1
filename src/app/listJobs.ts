import { type JobProgress, jobProgress } from "../ledger/jobProgress.ts";
import { type Job, listJobs } from "../ledger/jobs.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { JobKind, JobState } from "../ledger/schema.ts";

export interface JobPlace {
  requestedAt: Date;
  id: string;
}

export interface JobPage {
  jobs: (Job & { progress: JobProgress })[];
  next: JobPlace | null;
}

/** Jobs with how far each has come, the newest first. */
export async function jobPage(
  ledger: Ledger,
  query: { link?: string; kind?: JobKind; state?: JobState; limit: number; after?: JobPlace },
): Promise<JobPage> {
  const rows = await listJobs(ledger, { ...query, limit: query.limit + 1 });
  const jobs = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? jobs.at(-1) : undefined;
  return { jobs: await withProgress(ledger, jobs), next: last ? { requestedAt: last.requestedAt, id: last.id } : null };
}

export async function withProgress(ledger: Ledger, jobs: readonly Job[]): Promise<JobPage["jobs"]> {
  const progress = await jobProgress(
    ledger,
    jobs.map(({ id }) => id),
  );
  return jobs.map((job) => ({ ...job, progress: progress.get(job.id) as JobProgress }));
}
