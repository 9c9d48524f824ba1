/** X12: reading, validation, writing and schemas. No dependency, no knowledge of who uses it. */

export {
  type Described,
  type DescribedElement,
  type DescribedPlace,
  type DescribedSegment,
  type DescribedSet,
  describeX12,
  renderDescription,
} from "./describe.ts";
export {
  acknowledgeGroup,
  acknowledgeInterchange,
  answersGroup,
  outcomeOf,
  type SetOutcome,
} from "./documents/acknowledge.ts";
export type * from "./documents/commerce.ts";
export { type DocumentForm, type DocumentOf, documentForms, hasDocument } from "./documents/documentOf.ts";
export {
  type ElementResponse,
  type FunctionalAcknowledgment997,
  functionalAcknowledgment997FromSet,
  functionalAcknowledgment997ToSegments,
  implementationAcknowledgment999FromSet,
  implementationAcknowledgment999ToSegments,
  type SegmentResponse,
  type SetResponse,
} from "./documents/functionalAcknowledgment997.ts";
export {
  type InterchangeAcknowledgment,
  interchangeAcknowledgmentFromSegment,
  interchangeAcknowledgmentToSegment,
} from "./documents/interchangeAcknowledgment.ts";
export {
  type Invoice810,
  type InvoiceCarrier,
  type InvoiceLine,
  type InvoiceText,
  type InvoiceTotal,
  invoice810FromSet,
  invoice810ToSegments,
  type ShipmentSummary,
  type TaxedAllowanceOrCharge,
} from "./documents/invoice810.ts";
export { type InvoiceSums, invoiceSums } from "./documents/invoiceArithmetic.ts";
export {
  type AcknowledgmentMessage,
  type GroupHeader,
  type InterchangeHeader,
  type Message,
  messagesOf,
  type SetMessage,
} from "./documents/messages.ts";
export type { ParsedSegment, ParsedSet, ReadDocument, ReadingNote, ReadingNoteKind } from "./documents/parsedSet.ts";
export type { Contact, ContactNumber, Party, Place, Reference } from "./documents/party.ts";
export {
  type PurchaseOrder850,
  type PurchaseOrderLine,
  purchaseOrder850FromSet,
  purchaseOrder850ToSegments,
} from "./documents/purchaseOrder850.ts";
export {
  type AcknowledgedLine,
  type LineAcknowledgment,
  type PurchaseOrderAcknowledgment855,
  purchaseOrderAcknowledgment855FromSet,
  purchaseOrderAcknowledgment855ToSegments,
} from "./documents/purchaseOrderAcknowledgment855.ts";
export {
  type ChangedLine,
  type PurchaseOrderChange860,
  purchaseOrderChange860FromSet,
  purchaseOrderChange860ToSegments,
} from "./documents/purchaseOrderChange860.ts";
export {
  type Hierarchy,
  type HierarchyFault,
  hierarchyOf,
  orderOf,
  type ShipmentNode,
  type ShippedLine,
  type ShippedTotal,
  shippedLines,
  shippedTotals,
} from "./documents/shipmentHierarchy.ts";
export {
  type Equipment,
  type Marks,
  type OrderReference,
  type Packages,
  type ShipmentLevel,
  type ShipNotice856,
  type ShippedItem,
  type ShippedQuantity,
  shipNotice856FromSet,
  shipNotice856ToSegments,
} from "./documents/shipNotice856.ts";
export { type Inspection, type InspectOptions, parseX12, prettyX12, validateX12 } from "./inspect.ts";
export {
  type ReadableElement,
  type ReadableGroup,
  type ReadableInterchange,
  type ReadableOptions,
  type ReadableSegment,
  type ReadableSet,
  type ReadableStatus,
  type ReadableView,
  readableView,
} from "./readable/readableView.ts";
export { type RenderOptions, renderReadable } from "./readable/renderReadable.ts";
export type { Encoding } from "./reader/encoding.ts";
export { fileChunks } from "./reader/fileChunks.ts";
export { ReadSegment, Stray, type Surroundings, type Token } from "./reader/segment.ts";
export type { Separators } from "./reader/separators.ts";
export { type TokenizeOptions, Tokenizer, tokenize } from "./reader/tokenize.ts";
export {
  type ReadGroup,
  type ReadInterchange,
  type ReadOptions,
  type ReadSet,
  type ReadX12,
  readX12,
} from "./readX12.ts";
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
export {
  type GroupReport,
  type GroupStatus,
  type InterchangeAnswer,
  type InterchangeReport,
  isUsable,
  type SetReport,
  type SetStatus,
  type ValidationReport,
} from "./validation/report.ts";
export { validate } from "./validation/validate.ts";
export type { ValidationOptions } from "./validation/validationOptions.ts";
export { Validator } from "./validation/validator.ts";
export { allows, type CharacterSet } from "./writer/characterSet.ts";
export * from "./writer/interchange.ts";
export { splittable } from "./writer/overlong.ts";
export { hashTotal } from "./writer/recount.ts";
export { type ElementValue, type Repeated, type Segment, sourceOf } from "./writer/segment.ts";
export type { TextPolicy } from "./writer/textMapper.ts";
export { writeInterchange } from "./writer/writeInterchange.ts";
export { X12Error, type X12ErrorCode } from "./x12Error.ts";
