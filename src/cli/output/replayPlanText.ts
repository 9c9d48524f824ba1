import type { ReplayEffect } from "../../app/explainReplay.ts";
import type { PlannedReplay, ReplayPlan } from "../../app/replay.ts";
import { outcomeStyle } from "./outcome.ts";
import { plainText } from "./plainText.ts";
import { table } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { wrapped } from "./wrapped.ts";

/** What a replay would do, document by document, what would be different in a file made anew, and how many it means in all. */
export function replayPlanText(plan: ReplayPlan, effects: readonly ReplayEffect[], { colors }: Terminal): string {
  const { replays, mode, filter } = plan;
  if (replays.length === 0) return "nothing to replay";
  const unwritable = new Map(
    effects.flatMap(({ delivery, error }) => (error ? [[delivery, error.code] as const] : [])),
  );
  const outcomeOf = ({ delivery, refused, consequence }: ReplayPlan["replays"][number]): string => {
    if (refused) return `nothing: ${refused}`;
    const code = unwritable.get(delivery);
    return code === undefined ? consequence : `blocked: it cannot be written, ${code}`;
  };
  const rows = table(
    [
      // One number may stand in several companies.
      ...(new Set(replays.map(({ link }) => link)).size > 1
        ? [{ title: "link", value: (row: PlannedReplay) => row.link }]
        : []),
      { title: "document", value: (row) => row.document },
      { title: "rev", value: (row) => String(row.revision), align: "right" },
      { title: "now", value: (row) => row.state, style: (text, row) => outcomeStyle(row.state, colors)(text) },
      { title: "what would happen", value: outcomeOf },
    ],
    replays,
    colors.dim,
  );
  const parts = [rows];
  for (const { delivery, mapping, difference, error } of effects) {
    const replay = replays.find((each) => each.delivery === delivery);
    if (replay === undefined || (replay.sameBytes && difference.length === 0)) continue;
    const versions = `configuration ${mapping.before ?? "none"} -> ${mapping.now ?? "none"}`;
    const head = `${replay.document} revision ${replay.revision}  ${colors.dim(versions)}`;
    const lines = difference.map(({ kind, text }) =>
      kind === "removed" ? colors.red(`  - ${plainText(text)}`) : colors.green(`  + ${plainText(text)}`),
    );
    if (error) lines.push(`  cannot be written: ${error.code}  ${plainText(error.message)}`);
    else if (lines.length === 0) lines.push(colors.dim("  nothing to compare, or no difference beside the numbers"));
    parts.push([head, ...lines].join("\n"));
  }
  const wanted = replays.filter((replay) => !replay.refused);
  const again = filter?.accepted ?? wanted.filter((replay) => replay.acceptedBefore).length;
  const doubtful = filter?.doubtful ?? wanted.filter((replay) => replay.doubtful).length;
  const count = filter?.total ?? wanted.length;
  const inCleo = [
    again > doubtful && `${again - doubtful} of them Cleo has already`,
    doubtful > 0 && `${doubtful} of them Cleo may have already`,
  ].filter(Boolean);
  const note = inCleo.length > 0 ? `; ${inCleo.join(" and ")}, so that --reason is needed` : "";
  const refused = filter?.refused ?? replays.length - wanted.length;
  const without = refused > 0 ? `; ${refused} more cannot be replayed` : "";
  const shown = filter && filter.total + refused > replays.length ? `, the first ${replays.length} are shown` : "";
  const sum = `${mode} of ${count} ${count === 1 ? "document" : "documents"}${note}${without}${shown}.`;
  parts.push(wrapped(`${sum} Nothing was done.`, "", 100));
  return parts.join("\n\n");
}
