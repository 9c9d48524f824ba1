import type { components } from "../../api/schema.d.ts";

type Plan = Pick<components["schemas"]["ReplayPlan"], "filter" | "replays">;

/** `Cleo has 2 of them already and may have 1`; `undefined` where it has and may have none of what is replayed. */
export function alreadyInCleo({ filter, replays }: Plan): string | undefined {
  const wanted = replays.filter(({ refused }) => refused === undefined);
  const {
    total,
    accepted,
    doubtful: mayHave,
  } = filter ?? {
    total: wanted.length,
    accepted: wanted.filter(({ acceptedBefore }) => acceptedBefore).length,
    doubtful: wanted.filter(({ doubtful }) => doubtful).length,
  };
  const has = accepted - mayHave;
  const ofThem = (count: number): string => (total === 1 ? "it" : count === total ? "all of them" : `${count} of them`);
  if (accepted === 0) return undefined;
  if (has === 0) return `Cleo may have ${ofThem(mayHave)} already`;
  return `Cleo has ${ofThem(has)} already${mayHave === 0 ? "" : ` and may have ${mayHave}`}`;
}
