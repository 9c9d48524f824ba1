/**
 * Writes an interchange, strictly: what the schema of the release does not allow is refused, with every reason and its
 * place; every change made to the data is told; the result is read again and judged before it is given out.
 */
import { documentForms, hasDocument } from "../documents/documentOf.ts";
import type { ReleaseSchema } from "../schema/definition.ts";
import { releaseFor, releaseSchema } from "../schema/schema.ts";
import { writeDate, writeTime } from "../values/elementValue.ts";
import { encodedAsBytes, windows1252Character } from "./characterSet.ts";
import { envelopeFaults, hasRepetition, isaSegment, separatorsInUse } from "./envelope.ts";
import { type Draft, fitSet, nameOf } from "./fitSet.ts";
import {
  type DocumentSet,
  type GroupToWrite,
  type InterchangeToWrite,
  type SeparatorSettings,
  type SetToWrite,
  strictPolicy,
  type WriteResult,
  type WritingPlace,
  type WritingPolicy,
} from "./interchange.ts";
import { recount } from "./recount.ts";
import { isRepeated, type Segment, sourceOf } from "./segment.ts";
import { type SerializedSegment, serializeSegment } from "./serialize.ts";
import { type TextMapper, textMapper } from "./textMapper.ts";
import { verify, type WrittenSeparators, type WrittenSet } from "./verify.ts";

/**
 * @returns the bytes with the changes made on the way, or every fault found. Nothing ordinary is thrown; the same
 *   input gives the same bytes.
 */
export function writeInterchange(input: InterchangeToWrite): WriteResult {
  const policy = input.policy ?? strictPolicy;
  const draft: Draft = { faults: [], warnings: [] };
  draft.faults.push(...envelopeFaults(input, policy));
  if (draft.faults.length > 0) return { ok: false, faults: draft.faults, warnings: [] };

  const writing = new InterchangeWriting(input, policy, draft);
  writing.write();
  if (draft.faults.length > 0) return { ok: false, faults: draft.faults, warnings: draft.warnings };

  const bytes = Buffer.from(writing.text, "latin1");
  const faults = verify(bytes, writing.separators, writing.sets, policy.characterSet);
  if (faults.length > 0) return { ok: false, faults, warnings: draft.warnings };
  return { ok: true, bytes, warnings: draft.warnings };
}

class InterchangeWriting {
  /** One character a byte. */
  text = "";
  readonly separators: WrittenSeparators;
  readonly sets: WrittenSet[] = [];
  readonly #input: InterchangeToWrite;
  readonly #policy: WritingPolicy;
  readonly #draft: Draft;
  readonly #separators: SeparatorSettings;
  readonly #end: string;
  readonly #mapper: TextMapper;
  readonly #repetition: boolean;

  constructor(input: InterchangeToWrite, policy: WritingPolicy, draft: Draft) {
    this.#input = input;
    this.#policy = policy;
    this.#draft = draft;
    this.#separators = input.settings.separators;
    const { element, segment } = this.#separators;
    this.separators = { element, elements: 0, segment, segments: 0 };
    const breaksItself = /[\r\n]/.test(this.#separators.segment);
    this.#end = this.#separators.segment + (breaksItself ? "" : (input.settings.lineBreak ?? ""));
    const used = separatorsInUse(input.settings);
    if (policy.characterSet === "windows1252") used.push(...used.map(windows1252Character));
    this.#mapper = textMapper(policy, used);
    this.#repetition = hasRepetition(input.settings);
  }

  write(): void {
    const { groups, settings, acknowledgments = [], controlNumber } = this.#input;
    this.#text({ text: isaSegment(this.#input), count: 16 });
    for (const acknowledgment of acknowledgments) this.#line(acknowledgment);
    for (const group of groups) this.#group(group, group.version ?? settings.version);
    this.#line({ id: "IEA", elements: [String(groups.length), controlNumber.padStart(9, "0")] });
  }

  #line(segment: Segment): void {
    this.#text(serializeSegment(segment, this.#separators));
  }

  #text({ text, count }: SerializedSegment): void {
    const bytes = encodedAsBytes(this.#policy.characterSet, text);
    this.separators.segments++;
    this.separators.elements += count;
    this.text += bytes + this.#end;
  }

  #group(group: GroupToWrite, version: string): void {
    const { settings, date, time } = this.#input;
    const release = version.slice(0, 6);
    const number = String(Number(group.controlNumber));
    const schema = this.#schemaOf(version, number);
    const functionalIds = new Set(group.sets.map(({ set }) => schema.sets.get(set)?.functionalId));
    const [functionalId] = functionalIds;
    const place: WritingPlace = { group: number };
    if (functionalIds.size > 1 || functionalId === undefined) {
      const sets = group.sets.map(({ set }) => set).join(", ");
      const message =
        functionalId === undefined || functionalIds.has(undefined)
          ? `There is no schema for every set of the group: ${sets}`
          : `Sets of several functional kinds cannot be in one group: ${sets}`;
      this.#draft.faults.push({ ...place, code: "WRITE_SET", segment: "GS", element: "GS01", value: sets, message });
      return;
    }
    this.#line({
      id: "GS",
      elements: [
        functionalId,
        settings.sender.applicationId,
        settings.receiver.applicationId,
        writeDate(date, release < "004010"),
        writeTime(time).slice(0, 4),
        number,
        settings.agency ?? "X",
        version,
      ],
    });
    for (const set of group.sets) this.#set(set, schema, release, number);
    this.#line({ id: "GE", elements: [String(group.sets.length), number] });
  }

  #schemaOf(version: string, group: string): ReleaseSchema {
    const { release, exact } = releaseFor(version);
    if (!exact) {
      this.#draft.warnings.push({
        kind: "nearestRelease",
        group,
        segment: "GS",
        element: "GS08",
        before: version,
        after: release,
        message: `GS08: there are no tables of ${version.slice(0, 6)}; those of ${release} decided what may be written`,
      });
    }
    return releaseSchema(release);
  }

  #set(set: SetToWrite, schema: ReleaseSchema, release: string, group: string): void {
    const place: WritingPlace = { group, set: set.set, setControlNumber: set.controlNumber };
    const given = "segments" in set ? set.segments : documentSegments(set, release);
    const fitting = { segments: schema.segments, mapper: this.#mapper, policy: this.#policy, draft: this.#draft };
    const segments = this.#recounted(set.set, fitSet(given, fitting, place), place);

    this.#line({ id: "ST", elements: [set.set, set.controlNumber, set.implementation] });
    segments.forEach((segment, index) => {
      const serialized = serializeSegment(segment, this.#separators);
      this.#checkSegment(segment, serialized, index, place);
      this.#text(serialized);
    });
    this.#line({ id: "SE", elements: [String(segments.length + 2), set.controlNumber] });
    this.sets.push({ place, segments });
  }

  #recounted(set: string, segments: readonly Segment[], place: WritingPlace): readonly Segment[] {
    const result = recount(set, segments);
    if (result === undefined) return segments;
    for (const { element, before, after } of result.corrected) {
      const source = sourceOf(result.segment, element - 1);
      const at = {
        ...place,
        segment: "CTT",
        position: result.index + 2,
        element: `CTT0${element}`,
        ...(source === undefined ? {} : { source }),
      };
      const message = `${nameOf(at)}: counted ${after}, not ${before}`;
      this.#draft.warnings.push({ ...at, kind: "recounted", before, after, message });
    }
    return segments.with(result.index, result.segment);
  }

  /** What the schema could not see afterwards: a segment that vanishes, or that would be an envelope's. */
  #checkSegment(segment: Segment, { count }: SerializedSegment, index: number, place: WritingPlace): void {
    if (envelopeIds.has(segment.id) || !isSegmentId.test(segment.id)) {
      const message = `${JSON.stringify(segment.id)} cannot be a segment within a set`;
      this.#refuse("WRITE_SEGMENT_ID", segment, index, place, message);
    } else if (count === 0) {
      const message = `${segment.id} has no data, and a segment without data cannot be sent`;
      this.#refuse("WRITE_EMPTY", segment, index, place, message);
    }
    if (this.#repetition) return;
    for (const value of segment.elements) {
      if (typeof value !== "object" || !isRepeated(value) || value.repeats.length < 2) continue;
      const message = `${segment.id} repeats an element, and this interchange has no separator for it`;
      this.#refuse("WRITE_REPETITION", segment, index, place, message);
    }
  }

  #refuse(code: string, segment: Segment, index: number, place: WritingPlace, message: string): void {
    const source = segment.from === undefined || segment.from === "" ? {} : { source: segment.from };
    this.#draft.faults.push({ ...place, segment: segment.id, position: index + 2, code, ...source, message });
  }
}

const isSegmentId = /^[A-Z][A-Z0-9]{1,2}$/;
const envelopeIds = new Set(["ISA", "IEA", "GS", "GE", "ST", "SE", "TA1"]);

function documentSegments(set: DocumentSet, release: string): readonly Segment[] {
  if (!hasDocument(set.set)) return [];
  const form = documentForms[set.set] as { toSegments(document: unknown, release: string): Segment[] };
  return form.toSegments(set.document, release);
}
