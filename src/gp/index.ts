export { addDays, type BusinessDate, calendarDay, dateIn, type Instant, parseBusinessDate } from "./businessDate.ts";
export type { GpCompany } from "./call/companyGuard.ts";
export { GpAnswer } from "./call/refusal.ts";
export { createGpClient, type GpClient, type GpClientOptions, type GpPing, loadOf } from "./client.ts";
export { checkConnection, type GpConnection } from "./connection.ts";
export { type DecodedRecord, decodeRecord } from "./decode/decodeRecord.ts";
export type { JsonObject, JsonValue } from "./decode/json.ts";
export { type DraftKind, draftKinds, type GpDraft, type GpDraftLine } from "./draft/draft.ts";
export type { DraftOutcome, DraftPrecheck, GpDraftFound, GpDrafts } from "./draft/drafts.ts";
export type * from "./entities.ts";
export { type GpHealth, healthOf } from "./load/health.ts";
export { createGpLoad, type GpLoad, type GpLoadOptions } from "./load/manners.ts";
export type { LoadSettings } from "./load/schema.ts";
export type { CallLeave, Rest, SharedLoad } from "./load/shared.ts";
export { type ProfileOverrides, type ProfileSetting, resolveProfile } from "./profile/resolve.ts";
export { profileSchema, type ServiceProfile } from "./profile/schema.ts";
export type { PageCursor } from "./read/paging.ts";
export type { GpPage, ReadQuery } from "./read/readPages.ts";
export type { GpRequest, GpResponse, GpTransport } from "./transport.ts";
export {
  coverageOf,
  type GpResource,
  gpResources,
  type Offer,
  supportOn,
  type VersionCoverage,
  versionCoverage,
} from "./versions.ts";
