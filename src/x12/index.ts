/** X12: reading, validation, writing and schemas. No dependency, no knowledge of who uses it. */

export type * from "./documents/commerce.ts";
export { type DocumentForm, type DocumentOf, documentForms, hasDocument } from "./documents/documentOf.ts";
export type { ParsedSegment, ParsedSet, ReadDocument, ReadingNote, ReadingNoteKind } from "./documents/parsedSet.ts";
export type { Contact, ContactNumber, Party, Place, Reference } from "./documents/party.ts";
export {
  type PurchaseOrder850,
  type PurchaseOrderLine,
  purchaseOrder850FromSet,
  purchaseOrder850ToSegments,
} from "./documents/purchaseOrder850.ts";
export {
  type ChangedLine,
  type PurchaseOrderChange860,
  purchaseOrderChange860FromSet,
  purchaseOrderChange860ToSegments,
} from "./documents/purchaseOrderChange860.ts";
export type { Encoding } from "./reader/encoding.ts";
export { type Position, Segment, Stray, type Token } from "./reader/segment.ts";
export type { Separators } from "./reader/separators.ts";
export { type TokenizeOptions, tokenize } from "./reader/tokenize.ts";
export * from "./schema/definition.ts";
export {
  codeMeaning,
  elementDefinition,
  functionalIdOf,
  knownSets,
  releaseFor,
  releaseSchema,
  schemaFor,
  segmentDefinition,
} from "./schema/schema.ts";
export type { Fault, FaultPath } from "./validation/fault.ts";
export {
  type Acknowledgment,
  type FaultCode,
  type FaultKind,
  faultKinds,
  type Rejects,
  type Severity,
} from "./validation/faultCodes.ts";
export { allows, type CharacterSet } from "./writer/characterSet.ts";
export * from "./writer/interchange.ts";
export { splittable } from "./writer/overlong.ts";
export { hashTotal } from "./writer/recount.ts";
export { type ElementValue, type Repeated, type Segment, sourceOf } from "./writer/segment.ts";
export type { TextPolicy } from "./writer/textMapper.ts";
export { writeInterchange } from "./writer/writeInterchange.ts";
export { X12Error, type X12ErrorCode } from "./x12Error.ts";
