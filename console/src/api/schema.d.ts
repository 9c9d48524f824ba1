// Written by scripts/writeApiDescription.ts from openapi.json beside it. Not edited by hand.

export interface components {
  schemas: {
    Alert: { id: string; key: string; code: string; link: string | null; subject: string | null; message: string; fix: string; owner: string; count: number; firstAt: string; lastAt: string; clearedAt: string | null };
    ApiToken: { id: string; name: string; role: "viewer" | "operator" | "administrator"; readsContent: boolean; createdAt: string; createdBy: string; expiresAt: string; lastUsedAt: string | null; state: "valid" | "expired" | "revoked" };
    AppliedConfiguration: { version: number; changed: boolean; links: (string)[]; secretsSet: (string)[]; secretsKept: (string)[] };
    AppliedRetention: { rows: number; archive: { file: string; digest: string } | null; damaged: (string)[] };
    AuditEntry: { position: number; at: string; actor: string; action: string; jobId: string | null; link: string | null; subject: string | null; detail: { [name: string]: unknown }; previousHash: string; hash: string };
    AuditPage: { entries: (components["schemas"]["AuditEntry"])[]; next: number | null };
    Backup: { id: string; file: string; takenAt: string; size: number; tables: number; rows: number; keyId: string | null; keySource: "environment" | "file" | null };
    Books: { from: string; to: string; lines: ({ link: string; type: "vendor" | "purchaseOrder" | "functionalAcknowledgment"; day: string; read: number; sent: number; unchanged: number; skipped: number; blocked: number; waiting: number; superseded: number; strays: number; difference: number })[]; totals: { read: number; sent: number; unchanged: number; skipped: number; blocked: number; waiting: number; superseded: number }; balanced: boolean };
    Change: { kind: "added" | "removed" | "changed"; place?: string; field?: string; before?: string; after?: string; text: string };
    CheckLine: { stage: "reach" | "identity" | "permission" | "company" | "shape" | "data" | "partner" | "load"; system: "gp" | "cleo" | "link"; status: "pass" | "warn" | "fail" | "unverified"; code: string; title: string; seen: string; meaning: string; fix?: string; owner?: string };
    CheckReport: { jobId: string; link: string; gp: { connection: string; url: string; company: string; version: string }; cleo: { connection: string; url: string }; startedAt: string; finishedAt: string; verdict: "fits" | "conditions" | "notYet"; summary: string; counts: { pass: number; warn: number; fail: number; unverified: number }; lines: (components["schemas"]["CheckLine"])[]; fit: { vendors?: components["schemas"]["EntityFit"]; purchaseOrders?: components["schemas"]["EntityFit"]; samples: ({ document: string; vendor: string; format: "x12" | "json"; fileName: string; folder: string; readable: string })[] }; calls: { gp: number; cleo: number }; probe?: { folder: string; fileName: string }; error?: components["schemas"]["ErrorReport"] };
    Configuration: { version: number; appliedBy: string | null; appliedAt: string | null; file: { gp: ({ [name: string]: unknown })[]; cleo: ({ [name: string]: unknown })[]; links: ({ [name: string]: unknown })[]; notifications?: { [name: string]: unknown }; retention?: { [name: string]: unknown } } };
    ControlNumberSeries: { sender: string; receiver: string; usage: string; kind: string; last: number; given: number; leaps: ({ from: number; to: number; reason: string })[] };
    ControlNumbers: { sender: string; receiver: string; usage: string; interchange: number; group: number; set: string };
    Delivery: { id: string; documentId: string; revision: number; link: string; type: "vendor" | "purchaseOrder" | "functionalAcknowledgment"; key: string; state: "planned" | "sending" | "failed" | "blocked" | "superseded" | "unneeded" | "inDoubt" | "sent"; jobId: string; replayOf: string | null; replayJobId: string | null; purpose: string | null; folder: string | null; fileName: string | null; contentType: string | null; contentDigest: string | null; controlNumbers: components["schemas"]["ControlNumbers"] | null; attempts: ({ number: number; jobId: string; startedAt: string; finishedAt: string | null; outcome: string | null; status: number | null })[]; nextAttemptAt: string | null; error: components["schemas"]["ErrorReport"] | null };
    DeliveryExplanation: { view: components["schemas"]["X12View"]; origins: ({ position: number; ref: string; origin: components["schemas"]["ElementOrigin"] })[]; record: { [name: string]: unknown } };
    DocumentHistory: { id: string; link: string; type: "vendor" | "purchaseOrder" | "functionalAcknowledgment"; key: string; disappearedAt: string | null; contentWithheld: boolean; timeline: ({ at: string; state: string; text: string; jobId: string })[]; revisions: ({ number: number; contentHash: string; sourceDigest: string; jobId: string; at: string; content: { [name: string]: unknown } | null; changes: (components["schemas"]["Change"])[] })[]; deliveries: ({ id: string; revision: number; state: "planned" | "sending" | "failed" | "blocked" | "superseded" | "unneeded" | "inDoubt" | "sent"; jobId: string; replayOf: string | null; purpose: "original" | "replace" | "cancellation" | null; form: "850" | "860" | "997" | "json" | null; comparison: { revision: number; changes: (components["schemas"]["Change"])[] } | null; folder: string | null; file: string | null; digest: string | null; controlNumbers: components["schemas"]["ControlNumbers"] | null; warnings: ({ [name: string]: unknown })[] | null; error: components["schemas"]["ErrorReport"] | null; attempts: ({ number: number; jobId: string; startedAt: string; finishedAt: string | null; outcome: string | null; status: number | null })[]; acknowledgements: ({ kind: "855" | "997"; state: "waiting" | "accepted" | "acceptedWithErrors" | "changed" | "rejected"; sentAt: string; dueAt: string | null; overdueAt: string | null; answeredAt: string | null; inboundId: string | null })[]; content: string | null })[] };
    DocumentPage: { documents: (components["schemas"]["DocumentRow"])[]; next: { by: "position"; position: number } | { by: "term"; term: string; kind: string; documentId: string } | null };
    DocumentRow: { id: string; link: string; type: "vendor" | "purchaseOrder" | "functionalAcknowledgment"; key: string; vendorId: string | null; vendorName: string | null; firstSeenAt: string; disappearedAt: string | null; revision: number; state: "planned" | "sending" | "failed" | "blocked" | "superseded" | "unneeded" | "inDoubt" | "sent"; fileName: string | null; folder: string | null; jobId: string; deliveryId: string; attempts: number; nextAttemptAt: string | null; error: components["schemas"]["ErrorReport"] | null; acknowledgement: "waiting" | "accepted" | "acceptedWithErrors" | "changed" | "rejected" | "overdue" | null; createdAt: string; settledAt: string | null; matched: { term: string; kind: "number" | "vendor" | "item" | "file" | "controlNumber" } | null };
    Draft: { id: string; link: string; inboundId: string; orderId: string | null; orderNumber: string | null; partner: string; kind: "purchaseOrder" | "purchaseReceipt" | "purchaseInvoice" | "payablesInvoice" | "receivablesInvoice"; reference: string; number: string; state: "review" | "planned" | "rejected" | "creating" | "failed" | "blocked" | "created" | "inDoubt"; problems: (components["schemas"]["ErrorReport"])[]; unmatched: ({ index: number; text: string })[]; attempts: number; nextAttemptAt: string | null; error: components["schemas"]["ErrorReport"] | null; gpNumber: string | null; jobId: string; decidedBy: string | null; decidedAt: string | null; decision: string | null; createdAt: string; settledAt: string | null };
    DraftView: { id: string; link: string; inboundId: string; orderId: string | null; orderNumber: string | null; partner: string; kind: "purchaseOrder" | "purchaseReceipt" | "purchaseInvoice" | "payablesInvoice" | "receivablesInvoice"; reference: string; number: string; state: "review" | "planned" | "rejected" | "creating" | "failed" | "blocked" | "created" | "inDoubt"; problems: (components["schemas"]["ErrorReport"])[]; unmatched: ({ index: number; text: string })[]; attempts: number; nextAttemptAt: string | null; error: components["schemas"]["ErrorReport"] | null; gpNumber: string | null; jobId: string; decidedBy: string | null; decidedAt: string | null; decision: string | null; createdAt: string; settledAt: string | null; content: { [name: string]: unknown } | null; tries: ({ number: number; jobId: string; startedAt: string; finishedAt: string | null; outcome: string | null; error: components["schemas"]["ErrorReport"] | null })[]; inbound: { id: string; messageId: string; type: string; state: string; summary: string | null; receivedAt: string } | null; orderLines: ({ line: number; ord: number; item: string | null; description: string | null; quantity: string; unit: string })[]; remainingQuantities: "verified" | "unverified" | null };
    ElementOrigin: { source: "gp" | "settings" | "ml-connector"; gp?: string; path?: string; setting?: string; rule: string };
    EntityFit: { read: number; complete: boolean; total?: number; since?: string; ready: number; blocked: number; skipped: ({ rule: string; count: number })[]; causes: ({ code: string; message: string; field?: string; element?: string; count: number; documents: (string)[]; fix: string; owner: string })[]; causesOmitted?: number };
    ErrorAnswer: { error: components["schemas"]["ErrorReport"] };
    ErrorReport: { code: string; message: string; at: { connection?: string; link?: string; company?: string; document?: string; field?: string; element?: string; url?: string; file?: string; line?: number }; fix: string; owner: string; retry: string; others?: (components["schemas"]["ErrorReport"])[] };
    Home: { needs: (components["schemas"]["Need"])[]; alerts: (components["schemas"]["Alert"])[]; links: (components["schemas"]["LinkOverview"])[]; systems: (components["schemas"]["SystemHealth"])[]; workers: number; volume: { hours: (components["schemas"]["VolumePoint"])[]; days: (components["schemas"]["VolumePoint"])[] }; configured: boolean };
    InboundMessage: { id: string; link: string; source: "webhook" | "folder"; state: "received" | "read" | "quarantined" | "ignored"; fileName: string | null; format: "x12" | "json" | null; size: number; receivedAt: string; duplicates: number; error: components["schemas"]["ErrorReport"] | null; jobId: string | null; folder: string | null; eventId: string | null; contentDigest: string; content: string | null; documents: ({ id: string; type: string; partner: string | null; sender: string | null; interchangeNumber: string | null; orders: (string)[]; state: "received" | "processing" | "done" | "ignored" | "waiting" | "review" | "failed" | "quarantined"; summary: string | null; waitsFor: string | null; error: components["schemas"]["ErrorReport"] | null; nextAttemptAt: string | null; number: number; key: string; document: { [name: string]: unknown } | null; notes: ({ [name: string]: unknown })[]; detail: { [name: string]: unknown } | null; drafts: ({ id: string; kind: "purchaseOrder" | "purchaseReceipt" | "purchaseInvoice" | "payablesInvoice" | "receivablesInvoice"; number: string; state: "review" | "planned" | "rejected" | "creating" | "failed" | "blocked" | "created" | "inDoubt"; open: boolean })[]; linesToMap: { orderNumber: string; unmatched: ({ index: number; text: string })[]; orderLines: ({ line: number; ord: number; item: string | null; description: string | null; quantity: string; unit: string })[] } | null })[] };
    InboundMessageSummary: { id: string; link: string; source: "webhook" | "folder"; state: "received" | "read" | "quarantined" | "ignored"; fileName: string | null; format: "x12" | "json" | null; size: number; receivedAt: string; duplicates: number; error: components["schemas"]["ErrorReport"] | null; jobId: string | null; documents: ({ id: string; type: string; partner: string | null; sender: string | null; interchangeNumber: string | null; orders: (string)[]; state: "received" | "processing" | "done" | "ignored" | "waiting" | "review" | "failed" | "quarantined"; summary: string | null; waitsFor: string | null; error: components["schemas"]["ErrorReport"] | null; nextAttemptAt: string | null })[] };
    Job: { id: string; kind: "poll" | "replay" | "receive" | "check" | "collect" | "retention"; link: string; state: "queued" | "running" | "succeeded" | "failed"; parameters: { [name: string]: unknown }; requestedBy: string; requestedAt: string; startedAt: string | null; finishedAt: string | null; notBefore: string | null; replayOf: string | null; error: components["schemas"]["ErrorReport"] | null; progress: { read: { vendors: number; purchaseOrders: number }; changed: number; skipped: number; blocked: number; deliveries: { [name: string]: number } } };
    JobDetail: { job: components["schemas"]["Job"]; report?: components["schemas"]["PollReport"]; deliveries?: ({ id: string; documentId: string; type: "vendor" | "purchaseOrder" | "functionalAcknowledgment"; key: string; revision: number; state: "planned" | "sending" | "failed" | "blocked" | "superseded" | "unneeded" | "inDoubt" | "sent"; fileName: string | null; error: components["schemas"]["ErrorReport"] | null })[]; refused?: ({ why: string; deliveries: number })[] };
    JobPage: { jobs: (components["schemas"]["Job"])[]; next: { requestedAt: string; id: string } | null };
    JobSummary: { id: string; kind: "poll" | "replay" | "receive" | "check" | "collect" | "retention"; link: string; state: "queued" | "running" | "succeeded" | "failed"; requestedBy: string; requestedAt: string; startedAt: string | null; finishedAt: string | null; notBefore: string | null; error: components["schemas"]["ErrorReport"] | null };
    LinkOverview: { name: string; enabled: boolean; sandbox: boolean; gp: string; cleo: string; company: { database: string; name: string }; timeZone: string; flows: ({ entity: "vendors" | "purchaseOrders"; folder: string; format: "x12" | "json"; schedule: string; sweep: string; readThrough: string | null })[]; partners: (string)[]; receives: boolean; lastPoll: { id: string; kind: "poll" | "replay" | "receive" | "check" | "collect" | "retention"; link: string; state: "queued" | "running" | "succeeded" | "failed"; requestedBy: string; requestedAt: string; startedAt: string | null; finishedAt: string | null; notBefore: string | null; error: components["schemas"]["ErrorReport"] | null; clockSetBack: boolean } | null; currentPoll: components["schemas"]["JobSummary"] | null; lastSentAt: string | null; open: { [name: string]: number } };
    Me: { kind: "user" | "token"; name: string; role: "viewer" | "operator" | "administrator"; rights: ("view" | "operate" | "administer" | "content")[]; passwordTemporary: boolean; sessionExpiresAt: string | null };
    Need: { code: string; owner: string; meaning: string; fix: string; link: string; about: "vendor" | "purchaseOrder" | "functionalAcknowledgment" | "inbound" | "poll"; state: string; count: number; example: { key: string; message: string | null }; since: string };
    NewApiToken: { token: components["schemas"]["ApiToken"]; text: string };
    Notification: { id: string; event: string; channel: string; link: string | null; subject: string | null; title: string; text: string; facts: ([string, string])[]; state: "waiting" | "sending" | "sent" | "failed"; attempts: number; nextAttemptAt: string | null; error: components["schemas"]["ErrorReport"] | null; createdAt: string; settledAt: string | null };
    PartnerPreview: { ok: true; fileName: string; folder: string; raw: string; file: { format: "x12" | "json"; text: string; view: { [name: string]: unknown }; accepted: boolean } } | { ok: false; problems: (components["schemas"]["ErrorReport"])[] };
    Ping: { ok: boolean; lines: (components["schemas"]["CheckLine"])[]; company?: { name?: string; database?: string } };
    PlannedRetry: { id: string; what: "message" | "document" | "draft"; type: string | null; state: string; consequence: string; reasonNeeded: boolean; refused?: string };
    PollReport: { jobId: string; link: string; state: "queued" | "running" | "succeeded" | "failed"; read: { vendors: number; purchaseOrders: number }; outcomes: { [name: string]: number }; documents: ({ id: string | null; type: "vendor" | "purchaseOrder" | "functionalAcknowledgment"; key: string; revision: number | null; outcome: "sent" | "unchanged" | "skipped" | "blocked" | "waiting" | "superseded"; file: string | null; missedByPolls?: boolean; rule?: string; error?: components["schemas"]["ErrorReport"] })[]; documentsOmitted?: number; disappeared?: number; disappearedDocuments?: ({ id: string; type: "vendor" | "purchaseOrder" | "functionalAcknowledgment"; key: string })[]; missedByPolls?: number; error?: components["schemas"]["ErrorReport"] };
    ReadableFile: { format: "x12" | "json"; text: string; view: { [name: string]: unknown }; accepted: boolean };
    RemovalPlan: { section: "gp" | "cleo" | "links"; name: string; version: number; usedBy: (string)[]; unused: ({ section: "gp" | "cleo"; name: string })[]; schedules: number; unfinished: ({ what: "job" | "delivery" | "message" | "document" | "draft"; state: string; count: number; underWay: boolean })[]; onRecord: { documents: number; deliveries: number; messages: number } | null; refused: components["schemas"]["ErrorReport"] | null; leavesWork: boolean };
    ReplayFilter: { link?: string; job?: string; type?: "vendor" | "purchaseOrder" | "functionalAcknowledgment"; state?: "planned" | "sending" | "failed" | "blocked" | "superseded" | "unneeded" | "inDoubt" | "sent"; code?: string; from?: string; to?: string };
    ReplayFilterInput: { link?: string; job?: string; type?: "vendor" | "purchaseOrder" | "functionalAcknowledgment"; state?: "planned" | "sending" | "failed" | "blocked" | "superseded" | "unneeded" | "inDoubt" | "sent"; code?: string; from?: string; to?: string };
    ReplayPlan: { mode: "resend" | "rerender"; filter?: { given: components["schemas"]["ReplayFilter"]; total: number; refused: number; accepted: number; links: (string)[] }; effects?: ({ delivery: string; mapping: { before: number | null; now: number | null }; difference: ({ kind: "same" | "added" | "removed"; text: string })[]; error?: components["schemas"]["ErrorReport"] })[]; replays: ({ delivery: string; link: string; document: string; type: "vendor" | "purchaseOrder" | "functionalAcknowledgment"; revision: number; state: "planned" | "sending" | "failed" | "blocked" | "superseded" | "unneeded" | "inDoubt" | "sent"; consequence: string; sameBytes: boolean; file: string | null; acceptedBefore: boolean; refused?: string })[] };
    RequestedJob: { jobId: string; joined: boolean };
    RequestedPoll: { jobId: string; joined: boolean };
    RetentionPlan: { readingsBefore: string; messagesBefore: string; contentsBefore: string; pages: number; unchanged: number; readings: number; notifications: number; alerts: number; contents: number; contentBytes: number };
    RotatedKey: { before: string | null; after: string; keySource: "environment" | "file"; secrets: number };
    SandboxTrial: { link: string; gpUrl: string; cleoUrl: string; adminUrl: string };
    Schedule: { link: string; entity: "vendors" | "purchaseOrders" | "inbound" | "check" | "retention"; kind: "poll" | "sweep" | "collect" | "check" | "retention"; schedule: string; timeZone: string; enabled: boolean; paused: { pausedAt: string; pausedBy: string; reason: string | null } | null; next: (string)[]; last: { jobId: string; state: "queued" | "running" | "succeeded" | "failed"; requestedAt: string; requestedBy: string; finishedAt: string | null; clockSetBack: boolean } | null };
    SchedulePreview: { ok: true; schedule: string; next: (string)[] } | { ok: false; fault: string };
    Setup: { needed: boolean; codeNeeded: boolean; session: boolean };
    System: { version: string; node: string; platform: string; database: { kind: string; version: string }; configuration: number; schedules: "here" | "standby" | "none"; workers: ({ id: string; host: string; pid: number; startedAt: string; heartbeatAt: string })[] };
    SystemHealth: { system: "gp" | "cleo"; name: string; url: string; links: (string)[]; state: "up" | "down" | "unknown"; seen: { at: string; text: string; code?: string } | null };
    TrailVerdict: { ok: boolean; entries: number; head: string; line?: number; reason?: string };
    User: { name: string; role: "viewer" | "operator" | "administrator"; readsContent: boolean; disabled: boolean; passwordTemporary: boolean; createdAt: string; createdBy: string; lastSignInAt: string | null };
    UserWithPassword: { user: components["schemas"]["User"]; password?: string };
    VolumePoint: { at: string; type: "vendor" | "purchaseOrder" | "functionalAcknowledgment"; sent: number; medianSeconds: number; slowSeconds: number };
    WebhookSheet: { link: string; url: string; authentication: string; headers: ({ name: string; value: string })[]; maxBytes: number; allow: (string)[]; samples: ({ title: string; contentType: string; body: string })[]; curl: string; answers: ({ status: string; meaning: string; next: string })[]; page: string };
    X12Segment: { id: string; name: string; position: number; depth: number; elements: ({ ref: string; name: string; raw: string; value: string; meaning?: string; faults: ({ code: string; message: string })[] })[]; faults: ({ code: string; message: string })[] };
    X12View: { accepted: boolean; interchanges: ({ header: components["schemas"]["X12Segment"]; segments: (components["schemas"]["X12Segment"])[]; trailer?: components["schemas"]["X12Segment"]; groups: ({ header: components["schemas"]["X12Segment"]; segments: (components["schemas"]["X12Segment"])[]; trailer?: components["schemas"]["X12Segment"]; sets: ({ set: string; name: string; controlNumber: string; segments: (components["schemas"]["X12Segment"])[] })[] })[] })[] };
  };
}

export interface paths {
  "/api/setup": {
    get: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Setup"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { name: string; password: string; code?: string } } }; responses: { 201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Me"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/session": {
    get: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Me"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { name: string; password: string } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Me"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
    delete: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 204: { headers: { [name: string]: unknown }; content?: never }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/session/password": {
    put: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { current: string; password: string } } }; responses: { 204: { headers: { [name: string]: unknown }; content?: never }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/users": {
    get: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { users: (components["schemas"]["User"])[] } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { name: string; role: "viewer" | "operator" | "administrator"; readsContent?: boolean; password?: string } } }; responses: { 201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["UserWithPassword"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/users/{name}": {
    patch: { parameters: { query?: never; path: { name: string }; header?: never; cookie?: never }; requestBody: { content: { "application/json": { role?: "viewer" | "operator" | "administrator"; readsContent?: boolean; disabled?: boolean } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["User"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/users/{name}/password": {
    post: { parameters: { query?: never; path: { name: string }; header?: never; cookie?: never }; requestBody: { content: { "application/json": { password?: string } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["UserWithPassword"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/tokens": {
    get: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { tokens: (components["schemas"]["ApiToken"])[] } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { name: string; role: "viewer" | "operator" | "administrator"; readsContent?: boolean; days?: number } } }; responses: { 201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["NewApiToken"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/tokens/{id}": {
    delete: { parameters: { query?: never; path: { id: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ApiToken"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/configuration": {
    get: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Configuration"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
    put: { parameters: { query?: { expectedVersion?: number; leaveWaiting?: string }; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { yaml: string; secrets?: { [name: string]: string } } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AppliedConfiguration"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/configuration/schema": {
    get: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { [name: string]: unknown } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/configuration/yaml": {
    get: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { yaml: string } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/configuration/versions": {
    get: { parameters: { query?: { limit?: number }; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { versions: ({ version: number; digest: string; appliedBy: string; appliedAt: string })[] } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/configuration/validation": {
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { yaml: string; secrets?: { [name: string]: string } } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { links: (string)[]; secretsSet: (string)[]; secretsKept: (string)[] } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/configuration/gp/{name}": {
    put: { parameters: { query?: { expectedVersion?: number }; path: { name: string }; header?: never; cookie?: never }; requestBody: { content: { "application/json": { [name: string]: unknown } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AppliedConfiguration"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
    delete: { parameters: { query?: { expectedVersion?: number; leaveWaiting?: string }; path: { name: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AppliedConfiguration"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/configuration/gp/{name}/removal": {
    get: { parameters: { query?: never; path: { name: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["RemovalPlan"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/configuration/cleo/{name}": {
    put: { parameters: { query?: { expectedVersion?: number }; path: { name: string }; header?: never; cookie?: never }; requestBody: { content: { "application/json": { [name: string]: unknown } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AppliedConfiguration"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
    delete: { parameters: { query?: { expectedVersion?: number; leaveWaiting?: string }; path: { name: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AppliedConfiguration"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/configuration/cleo/{name}/removal": {
    get: { parameters: { query?: never; path: { name: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["RemovalPlan"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/configuration/links/{name}": {
    put: { parameters: { query?: { expectedVersion?: number }; path: { name: string }; header?: never; cookie?: never }; requestBody: { content: { "application/json": { [name: string]: unknown } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AppliedConfiguration"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
    delete: { parameters: { query?: { expectedVersion?: number; leaveWaiting?: string }; path: { name: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AppliedConfiguration"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/configuration/links/{name}/removal": {
    get: { parameters: { query?: never; path: { name: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["RemovalPlan"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/configuration/links/{name}/partners/{vendor}": {
    put: { parameters: { query?: { expectedVersion?: number }; path: { name: string; vendor: string }; header?: never; cookie?: never }; requestBody: { content: { "application/json": { [name: string]: unknown } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AppliedConfiguration"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
    delete: { parameters: { query?: { expectedVersion?: number }; path: { name: string; vendor: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AppliedConfiguration"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/configuration/notifications": {
    put: { parameters: { query?: { expectedVersion?: number }; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { [name: string]: unknown } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AppliedConfiguration"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
    delete: { parameters: { query?: { expectedVersion?: number }; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AppliedConfiguration"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/configuration/retention": {
    put: { parameters: { query?: { expectedVersion?: number }; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { [name: string]: unknown } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AppliedConfiguration"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
    delete: { parameters: { query?: { expectedVersion?: number }; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AppliedConfiguration"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/jobs": {
    get: { parameters: { query?: { link?: string; kind?: "poll" | "replay" | "receive" | "check" | "collect" | "retention"; state?: "queued" | "running" | "succeeded" | "failed"; limit?: number; cursor?: string }; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["JobPage"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/jobs/{id}": {
    get: { parameters: { query?: { records?: number }; path: { id: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["JobDetail"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/jobs/{id}/cancellation": {
    post: { parameters: { query?: never; path: { id: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Job"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/documents": {
    get: { parameters: { query?: { text?: string; kind?: "number" | "vendor" | "item" | "file" | "controlNumber"; link?: string; type?: "vendor" | "purchaseOrder" | "functionalAcknowledgment"; state?: "planned" | "sending" | "failed" | "blocked" | "superseded" | "unneeded" | "inDoubt" | "sent"; job?: string; limit?: number; cursor?: string }; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["DocumentPage"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/documents/{id}": {
    get: { parameters: { query?: never; path: { id: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { documents: (components["schemas"]["DocumentHistory"])[] } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/deliveries/{id}": {
    get: { parameters: { query?: never; path: { id: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Delivery"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/deliveries/{id}/file": {
    get: { parameters: { query?: never; path: { id: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": unknown } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/deliveries/{id}/readable": {
    get: { parameters: { query?: never; path: { id: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ReadableFile"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/deliveries/{id}/settlement": {
    post: { parameters: { query?: never; path: { id: string }; header?: never; cookie?: never }; requestBody: { content: { "application/json": { arrived: boolean; reason: string } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { settled: ({ delivery: string; document: string; file: string | null; state: "sent" | "failed" })[] } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/deliveries/{id}/told": {
    post: { parameters: { query?: never; path: { id: string }; header?: never; cookie?: never }; requestBody: { content: { "application/json": { reason: string } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { told: ({ delivery: string; document: string; revision: number })[] } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/replays/plan": {
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { ids?: (string)[]; filter?: components["schemas"]["ReplayFilterInput"]; mode?: "resend" | "rerender"; explain?: boolean } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ReplayPlan"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/replays": {
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { ids?: (string)[]; filter?: components["schemas"]["ReplayFilterInput"]; mode?: "resend" | "rerender"; reason?: string } } }; responses: { 202: { headers: { [name: string]: unknown }; content: { "application/json": { plan: components["schemas"]["ReplayPlan"]; jobs: ({ jobId: string; replayOf: string | null; link: string })[] } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/deliveries/{id}/explanation": {
    get: { parameters: { query?: never; path: { id: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["DeliveryExplanation"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/checks": {
    get: { parameters: { query?: { link?: string; limit?: number }; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { checks: ({ jobId: string; link: string; finishedAt: string; verdict: "fits" | "conditions" | "notYet"; summary: string; counts: { pass: number; warn: number; fail: number; unverified: number }; requestedBy: string })[] } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { link?: string; probeUpload?: boolean; all?: boolean } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": unknown } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/checks/{id}": {
    get: { parameters: { query?: never; path: { id: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["CheckReport"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/checks/{id}/report": {
    get: { parameters: { query?: { timeZone?: string }; path: { id: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": unknown } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/pings/gp": {
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { connection: { [name: string]: unknown }; password?: string } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Ping"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/pings/cleo": {
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { connection: { [name: string]: unknown }; password?: string; folders?: (string)[] } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Ping"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/home": {
    get: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Home"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/links": {
    get: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { links: (components["schemas"]["LinkOverview"])[] } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/links/{name}/collection": {
    post: { parameters: { query?: never; path: { name: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 202: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["RequestedJob"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/links/{name}/poll": {
    post: { parameters: { query?: never; path: { name: string }; header?: never; cookie?: never }; requestBody: { content: { "application/json": { only?: "vendors" | "purchaseOrders"; full?: boolean; sweep?: boolean } } }; responses: { 202: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["RequestedPoll"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/links/{name}/preview": {
    post: { parameters: { query?: never; path: { name: string }; header?: never; cookie?: never }; requestBody: { content: { "application/json": { only?: "vendors" | "purchaseOrders"; full?: boolean } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["PollReport"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/alerts": {
    get: { parameters: { query?: { link?: string; state?: "open" | "cleared" | "all"; limit?: number }; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { alerts: (components["schemas"]["Alert"])[] } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/notifications": {
    get: { parameters: { query?: { channel?: string; state?: "waiting" | "sending" | "sent" | "failed"; limit?: number }; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { notifications: (components["schemas"]["Notification"])[] } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/notifications/channels/{name}/test": {
    post: { parameters: { query?: never; path: { name: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { channel: string; kind: string; messageId: string } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/audit": {
    get: { parameters: { query?: { job?: string; link?: string; subject?: string; action?: string; actor?: string; from?: string; until?: string; limit?: number; before?: number }; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AuditPage"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/audit/{position}": {
    get: { parameters: { query?: never; path: { position: number }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AuditEntry"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/audit/verification": {
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["TrailVerdict"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/audit/export.jsonl": {
    get: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": unknown } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/audit/export.csv": {
    get: { parameters: { query?: { job?: string; link?: string; subject?: string; action?: string; actor?: string; from?: string; until?: string }; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": unknown } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/system": {
    get: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["System"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/events": {
    get: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": unknown } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/schedules": {
    get: { parameters: { query?: { link?: string }; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { schedules: (components["schemas"]["Schedule"])[] } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/schedules/preview": {
    get: { parameters: { query: { schedule: string; timeZone: string }; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["SchedulePreview"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/links/{name}/schedules/pause": {
    post: { parameters: { query?: never; path: { name: string }; header?: never; cookie?: never }; requestBody: { content: { "application/json": { entity?: "vendors" | "purchaseOrders" | "inbound" | "check" | "retention"; reason?: string } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { changed: ("vendors" | "purchaseOrders" | "inbound" | "check" | "retention")[] } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/links/{name}/schedules/resume": {
    post: { parameters: { query?: never; path: { name: string }; header?: never; cookie?: never }; requestBody: { content: { "application/json": { entity?: "vendors" | "purchaseOrders" | "inbound" | "check" | "retention" } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { changed: ("vendors" | "purchaseOrders" | "inbound" | "check" | "retention")[] } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/books": {
    get: { parameters: { query?: { from?: string; to?: string; link?: string }; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Books"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/sandbox": {
    get: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { running: components["schemas"]["SandboxTrial"] | null } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["SandboxTrial"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/inbox": {
    get: { parameters: { query?: { link?: string; state?: "received" | "read" | "quarantined" | "ignored"; source?: "webhook" | "folder"; documentState?: "received" | "processing" | "done" | "ignored" | "waiting" | "review" | "failed" | "quarantined"; type?: string; order?: string; limit?: number }; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { messages: (components["schemas"]["InboundMessageSummary"])[] } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/inbox/{id}": {
    get: { parameters: { query?: never; path: { id: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["InboundMessage"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/inbox/{id}/file": {
    get: { parameters: { query?: never; path: { id: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": unknown } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/inbox/retries/plan": {
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { ids: (string)[] } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { retries: (components["schemas"]["PlannedRetry"])[] } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/inbox/retries": {
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { ids: (string)[]; reason?: string } } }; responses: { 202: { headers: { [name: string]: unknown }; content: { "application/json": { retried: ({ id: string; message: string; what: "message" | "document"; jobId: string | null })[] } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/inbox/{id}/settlement": {
    post: { parameters: { query?: never; path: { id: string }; header?: never; cookie?: never }; requestBody: { content: { "application/json": { state: "done" | "ignored"; reason: string } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { settled: ({ id: string; message: string; before: "received" | "processing" | "done" | "ignored" | "waiting" | "review" | "failed" | "quarantined"; state: "done" | "ignored" })[] } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/inbox/{id}/lines": {
    put: { parameters: { query?: never; path: { id: string }; header?: never; cookie?: never }; requestBody: { content: { "application/json": { lines: ({ index: number; line: number | null })[] } } }; responses: { 202: { headers: { [name: string]: unknown }; content: { "application/json": { jobId: string } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/drafts": {
    get: { parameters: { query?: { link?: string; state?: "review" | "planned" | "rejected" | "creating" | "failed" | "blocked" | "created" | "inDoubt"; kind?: "purchaseOrder" | "purchaseReceipt" | "purchaseInvoice" | "payablesInvoice" | "receivablesInvoice"; order?: string; limit?: number }; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { drafts: (components["schemas"]["Draft"])[] } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/drafts/{id}": {
    get: { parameters: { query?: never; path: { id: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["DraftView"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/drafts/{id}/approval": {
    post: { parameters: { query?: never; path: { id: string }; header?: never; cookie?: never }; requestBody: { content: { "application/json": { reason?: string } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Draft"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/drafts/{id}/replay": {
    post: { parameters: { query?: never; path: { id: string }; header?: never; cookie?: never }; requestBody: { content: { "application/json": { reason?: string } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Draft"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/drafts/{id}/rejection": {
    post: { parameters: { query?: never; path: { id: string }; header?: never; cookie?: never }; requestBody: { content: { "application/json": { reason: string } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Draft"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/drafts/{id}/lines": {
    put: { parameters: { query?: never; path: { id: string }; header?: never; cookie?: never }; requestBody: { content: { "application/json": { lines: ({ index: number; line: number | null })[] } } }; responses: { 204: { headers: { [name: string]: unknown }; content?: never }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/links/{name}/partners/{vendor}/preview": {
    post: { parameters: { query?: never; path: { name: string; vendor: string }; header?: never; cookie?: never }; requestBody: { content: { "application/json": { order: string; settings: { [name: string]: unknown } } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["PartnerPreview"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/links/{name}/webhook-sheet": {
    get: { parameters: { query?: { url?: string; form?: "text" | "markdown" | "html" }; path: { name: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["WebhookSheet"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/control-numbers": {
    get: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { series: (components["schemas"]["ControlNumberSeries"])[] } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/control-numbers/advance": {
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { sender: string; receiver: string; usage: "P" | "T"; kind: "interchange" | "group"; next: number; reason: string } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { before: number; next: number } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/retention": {
    get: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["RetentionPlan"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["AppliedRetention"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/backups": {
    get: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { backups: ({ file: string; size: number; completedAt: string })[] } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Backup"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/backups/{file}": {
    get: { parameters: { query?: never; path: { file: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": unknown } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/secrets/rotate-key": {
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["RotatedKey"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
}
