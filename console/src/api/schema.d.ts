// Written by scripts/writeApiDescription.ts from openapi.json beside it. Not edited by hand.

export interface components {
  schemas: {
    ApiToken: { id: string; name: string; role: "viewer" | "operator" | "administrator"; readsContent: boolean; createdAt: string; createdBy: string; expiresAt: string; lastUsedAt: string | null; state: "valid" | "expired" | "revoked" };
    CheckLine: { stage: "reach" | "identity" | "permission" | "company" | "shape" | "data" | "partner" | "load"; system: "gp" | "cleo" | "link"; status: "pass" | "warn" | "fail" | "unverified"; code: string; title: string; seen: string; meaning: string; fix?: string; owner?: string };
    CheckReport: { jobId: string; link: string; gp: { connection: string; url: string; company: string; version: string }; cleo: { connection: string; url: string }; startedAt: string; finishedAt: string; verdict: "fits" | "conditions" | "notYet"; summary: string; counts: { pass: number; warn: number; fail: number; unverified: number }; lines: (components["schemas"]["CheckLine"])[]; fit: { vendors?: components["schemas"]["EntityFit"]; purchaseOrders?: components["schemas"]["EntityFit"]; samples: ({ document: string; vendor: string; format: "x12" | "json"; fileName: string; folder: string; readable: string })[] }; calls: { gp: number; cleo: number }; probe?: { folder: string; fileName: string }; error?: components["schemas"]["ErrorReport"] };
    ControlNumbers: { sender: string; receiver: string; usage: string; interchange: number; group: number; set: string };
    Delivery: { id: string; documentId: string; revision: number; link: string; type: "vendor" | "purchaseOrder"; key: string; state: "planned" | "sending" | "failed" | "blocked" | "superseded" | "unneeded" | "inDoubt" | "sent"; jobId: string; replayOf: string | null; replayJobId: string | null; purpose: string | null; folder: string | null; fileName: string | null; contentType: string | null; contentDigest: string | null; controlNumbers: components["schemas"]["ControlNumbers"] | null; attempts: ({ number: number; jobId: string; startedAt: string; finishedAt: string | null; outcome: string | null; status: number | null })[]; nextAttemptAt: string | null; error: components["schemas"]["ErrorReport"] | null };
    DeliveryExplanation: { view: components["schemas"]["X12View"]; origins: ({ position: number; ref: string; origin: components["schemas"]["ElementOrigin"] })[]; record: { [name: string]: unknown } };
    DocumentHistory: { id: string; link: string; type: "vendor" | "purchaseOrder"; key: string; disappearedAt: string | null; contentWithheld: boolean; timeline: ({ at: string; state: string; text: string; jobId: string })[]; revisions: ({ number: number; contentHash: string; jobId: string; at: string; content: { [name: string]: unknown } | null; changes: ({ kind: "added" | "removed" | "changed"; text: string })[] })[]; deliveries: ({ id: string; revision: number; state: "planned" | "sending" | "failed" | "blocked" | "superseded" | "unneeded" | "inDoubt" | "sent"; jobId: string; replayOf: string | null; folder: string | null; file: string | null; digest: string | null; controlNumbers: components["schemas"]["ControlNumbers"] | null; warnings: ({ [name: string]: unknown })[] | null; error: components["schemas"]["ErrorReport"] | null; attempts: ({ number: number; jobId: string; startedAt: string; finishedAt: string | null; outcome: string | null; status: number | null })[]; content: string | null })[] };
    DocumentPage: { documents: (components["schemas"]["DocumentRow"])[]; next: { by: "position"; position: number } | { by: "term"; term: string; kind: string; documentId: string } | null };
    DocumentRow: { id: string; link: string; type: "vendor" | "purchaseOrder"; key: string; vendorId: string | null; vendorName: string | null; firstSeenAt: string; disappearedAt: string | null; revision: number; state: "planned" | "sending" | "failed" | "blocked" | "superseded" | "unneeded" | "inDoubt" | "sent"; fileName: string | null; folder: string | null; jobId: string; deliveryId: string; attempts: number; nextAttemptAt: string | null; error: components["schemas"]["ErrorReport"] | null; createdAt: string; settledAt: string | null; matched: { term: string; kind: "number" | "vendor" | "item" | "file" | "controlNumber" } | null };
    ElementOrigin: { source: "gp" | "settings" | "ml-connector"; gp?: string; path?: string; setting?: string; rule: string };
    EntityFit: { read: number; complete: boolean; total?: number; since?: string; ready: number; blocked: number; skipped: ({ rule: string; count: number })[]; causes: ({ code: string; message: string; field?: string; element?: string; count: number; documents: (string)[]; fix: string; owner: string })[]; causesOmitted?: number };
    ErrorAnswer: { error: components["schemas"]["ErrorReport"] };
    ErrorReport: { code: string; message: string; at: { connection?: string; link?: string; company?: string; document?: string; field?: string; element?: string; url?: string; file?: string; line?: number }; fix: string; owner: string; retry: string; others?: (components["schemas"]["ErrorReport"])[] };
    Job: { id: string; kind: "poll" | "replay" | "receive" | "check"; link: string; state: "queued" | "running" | "succeeded" | "failed"; parameters: { [name: string]: unknown }; requestedBy: string; requestedAt: string; startedAt: string | null; finishedAt: string | null; notBefore: string | null; replayOf: string | null; error: components["schemas"]["ErrorReport"] | null; progress: { read: { vendors: number; purchaseOrders: number }; changed: number; skipped: number; blocked: number; deliveries: { [name: string]: number } } };
    JobDetail: { job: components["schemas"]["Job"]; report?: components["schemas"]["PollReport"]; deliveries?: ({ id: string; documentId: string; type: "vendor" | "purchaseOrder"; key: string; revision: number; state: "planned" | "sending" | "failed" | "blocked" | "superseded" | "unneeded" | "inDoubt" | "sent"; fileName: string | null; error: components["schemas"]["ErrorReport"] | null })[] };
    JobPage: { jobs: (components["schemas"]["Job"])[]; next: { requestedAt: string; id: string } | null };
    Me: { kind: "user" | "token"; name: string; role: "viewer" | "operator" | "administrator"; rights: ("view" | "operate" | "administer" | "content")[]; passwordTemporary: boolean; sessionExpiresAt: string | null };
    NewApiToken: { token: components["schemas"]["ApiToken"]; text: string };
    Ping: { ok: boolean; lines: (components["schemas"]["CheckLine"])[]; company?: { name?: string; database?: string } };
    PollReport: { jobId: string; link: string; state: "queued" | "running" | "succeeded" | "failed"; read: { vendors: number; purchaseOrders: number }; outcomes: { [name: string]: number }; documents: ({ id: string | null; type: "vendor" | "purchaseOrder"; key: string; revision: number | null; outcome: "sent" | "unchanged" | "skipped" | "blocked" | "waiting" | "superseded"; file: string | null; missedByPolls?: boolean; rule?: string; error?: components["schemas"]["ErrorReport"] })[]; documentsOmitted?: number; disappeared?: number; disappearedDocuments?: ({ id: string; type: "vendor" | "purchaseOrder"; key: string })[]; missedByPolls?: number; error?: components["schemas"]["ErrorReport"] };
    ReadableFile: { format: "x12" | "json"; text: string; view: { [name: string]: unknown }; accepted: boolean };
    ReplayPlan: { mode: "resend" | "rerender"; replays: ({ delivery: string; document: string; type: "vendor" | "purchaseOrder"; revision: number; state: "planned" | "sending" | "failed" | "blocked" | "superseded" | "unneeded" | "inDoubt" | "sent"; consequence: string; sameBytes: boolean; file: string | null; acceptedBefore: boolean; refused?: string })[] };
    Setup: { needed: boolean; codeNeeded: boolean; session: boolean };
    User: { name: string; role: "viewer" | "operator" | "administrator"; readsContent: boolean; disabled: boolean; passwordTemporary: boolean; createdAt: string; createdBy: string; lastSignInAt: string | null };
    UserWithPassword: { user: components["schemas"]["User"]; password?: string };
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
  "/api/jobs": {
    get: { parameters: { query?: { link?: string; kind?: "poll" | "replay" | "receive" | "check"; state?: "queued" | "running" | "succeeded" | "failed"; limit?: number; cursor?: string }; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["JobPage"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/jobs/{id}": {
    get: { parameters: { query?: { records?: number }; path: { id: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["JobDetail"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/jobs/{id}/cancellation": {
    post: { parameters: { query?: never; path: { id: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Job"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/documents": {
    get: { parameters: { query?: { text?: string; kind?: "number" | "vendor" | "item" | "file" | "controlNumber"; link?: string; type?: "vendor" | "purchaseOrder"; state?: "planned" | "sending" | "failed" | "blocked" | "superseded" | "unneeded" | "inDoubt" | "sent"; job?: string; limit?: number; cursor?: string }; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["DocumentPage"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
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
  "/api/replays/plan": {
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { ids: (string)[]; mode?: "resend" | "rerender" } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ReplayPlan"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/replays": {
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { ids: (string)[]; mode?: "resend" | "rerender"; reason?: string } } }; responses: { 202: { headers: { [name: string]: unknown }; content: { "application/json": { plan: components["schemas"]["ReplayPlan"]; jobs: ({ jobId: string; replayOf: string; link: string })[] } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/deliveries/{id}/explanation": {
    get: { parameters: { query?: never; path: { id: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["DeliveryExplanation"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/checks": {
    get: { parameters: { query?: { link?: string; limit?: number }; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { checks: ({ jobId: string; link: string; finishedAt: string; verdict: "fits" | "conditions" | "notYet"; summary: string; counts: { pass: number; warn: number; fail: number; unverified: number }; requestedBy: string })[] } } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { link?: string; probeUpload?: boolean } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": unknown } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/checks/{id}": {
    get: { parameters: { query?: never; path: { id: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["CheckReport"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/pings/gp": {
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { connection: { [name: string]: unknown }; password?: string } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Ping"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
  "/api/pings/cleo": {
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { connection: { [name: string]: unknown }; password?: string; folders?: (string)[] } } }; responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Ping"] } }; default: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ErrorAnswer"] } } } };
  };
}
