import { decoderFor } from "./reader/encoding.ts";
import type { ReadSegment } from "./reader/segment.ts";
import { segmentsBetween } from "./reader/tokenize.ts";
import {
  type GroupReport,
  type InterchangeReport,
  isUsable,
  type SetReport,
  type ValidationReport,
} from "./validation/report.ts";
import { validate } from "./validation/validate.ts";
import type { ValidationOptions } from "./validation/validationOptions.ts";
import { X12Error } from "./x12Error.ts";

/** A transaction set with its segments, which are read when they are first asked for. */
export interface ReadSet extends SetReport {
  /** From ST to SE, both included. */
  readonly segments: readonly ReadSegment[];
  /** Neither the set nor its group nor its interchange is rejected. */
  readonly usable: boolean;
}

export interface ReadGroup extends GroupReport {
  readonly sets: readonly ReadSet[];
}

export interface ReadInterchange extends InterchangeReport {
  readonly groups: readonly ReadGroup[];
}

export interface ReadX12 extends ValidationReport {
  readonly interchanges: readonly ReadInterchange[];
}

export interface ReadOptions
  extends Omit<ValidationOptions, "collect" | "onFault" | "onSet" | "onGroup" | "onInterchange"> {
  /** A longer input throws `tooLarge`. Default 256 MiB. */
  readonly maxBytes?: number;
}

/**
 * Reads and validates a whole input: its interchanges, groups and sets with their faults, each set with its segments.
 * What is wrong with the input is in the result; a bad set, group or interchange does not keep the others from being read.
 *
 *     for (const interchange of readX12(bytes).interchanges)
 *       for (const group of interchange.groups)
 *         for (const set of group.sets) if (set.usable) take(set.segments);
 */
export function readX12(bytes: Uint8Array, options: ReadOptions = {}): ReadX12 {
  const most = options.maxBytes ?? 256 * 1024 * 1024;
  if (bytes.length > most)
    throw new X12Error("tooLarge", `The input has ${bytes.length} bytes; at most ${most} are read`);
  const report = validate(bytes, options);
  const decode = decoderFor(options.encoding ?? "latin1");
  return {
    ...report,
    interchanges: report.interchanges.map((interchange) => ({
      ...interchange,
      groups: interchange.groups.map((group) => ({
        ...group,
        sets: group.sets.map((set) => {
          let segments: readonly ReadSegment[] | undefined;
          return {
            ...set,
            usable: isUsable(set, group, interchange),
            get segments() {
              segments ??= segmentsBetween(bytes, set, {
                separators: interchange.separators,
                interchange: interchange.controlNumber,
                group: group.controlNumber,
                decode,
                maxSegmentBytes: options.maxSegmentBytes,
              });
              return segments;
            },
          };
        }),
      })),
    })),
  };
}
