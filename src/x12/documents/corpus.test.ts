/** What real files and invented ones ask of documents, answers and the readable view. Reads `../shared/corpora/x12`. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readableView } from "../readable/readableView.ts";
import { renderReadable } from "../readable/renderReadable.ts";
import { validate } from "../validation/validate.ts";
import type { EnvelopeSettings, GroupToWrite } from "../writer/interchange.ts";
import type { Segment } from "../writer/segment.ts";
import { writeInterchange } from "../writer/writeInterchange.ts";
import { acknowledgeGroup, acknowledgeInterchange } from "./acknowledge.ts";
import { documentForms, hasDocument } from "./documentOf.ts";
import { interchangeAcknowledgmentToSegment } from "./interchangeAcknowledgment.ts";
import { messagesOf } from "./messages.ts";

const root = resolve(import.meta.dirname, "../../../../shared/corpora/x12");
const present = existsSync(root);
if (!present) {
  process.emitWarning(
    `${root} is absent: typed documents, answers and the readable view were not tested on real files`,
  );
}
const files = present
  ? readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) => readdirSync(resolve(root, name)).map((file) => `${name}/${file}`))
  : [];

const settings: EnvelopeSettings = {
  sender: { qualifier: "ZZ", id: "US", applicationId: "US" },
  receiver: { qualifier: "ZZ", id: "THEM", applicationId: "THEM" },
  separators: { element: "*", component: ">", segment: "~" },
  interchangeVersion: "00401",
  usage: "T",
  version: "004010",
};
const answered = (groups: GroupToWrite[], acknowledgments: Segment[] = []): unknown[] => {
  const result = writeInterchange({
    settings,
    date: "2026-01-15",
    time: "10:30",
    controlNumber: "1",
    groups,
    acknowledgments,
  });
  return result.ok ? [] : result.faults.map(({ message }) => message);
};

describe.skipIf(!present)("each file of the corpora", () => {
  it.each(files)("%s", (file) => {
    const bytes = readFileSync(resolve(root, file));
    for (const { groups, ...interchange } of validate(bytes).interchanges) {
      const ta1 = acknowledgeInterchange({ ...interchange, groups });
      if (ta1 !== undefined) expect(answered([], [interchangeAcknowledgmentToSegment(ta1)])).toEqual([]);
      for (const group of groups) {
        const document = acknowledgeGroup(group);
        if (document === undefined) continue;
        const sets = [{ set: "997" as const, controlNumber: "0001", document }];
        expect(answered([{ controlNumber: "1", sets }])).toEqual([]);
      }
    }
    let segments = 0;
    for (const message of messagesOf(bytes)) {
      if (message.kind === "TA1") continue;
      segments += message.segments.length;
      if (!hasDocument(message.set)) continue;
      const { document, notes } = documentForms[message.set].fromSet(message);
      expect(document).toBeTypeOf("object");
      for (const note of notes) expect(note.position).toBeGreaterThan(0);
    }
    const view = readableView(bytes);
    const shown = view.interchanges.flatMap(({ groups }) => groups.flatMap(({ sets }) => sets));
    expect(shown.reduce((sum, set) => sum + set.segments.length, 0)).toBe(segments);
    expect(renderReadable(view).length).toBeGreaterThan(0);
  });
});
