// Written by scripts/writeApiDescription.ts from openapi.json beside it. Not edited by hand.

export interface components {
  schemas: {
    ApiToken: { id: string; name: string; role: "viewer" | "operator" | "administrator"; readsContent: boolean; createdAt: string; createdBy: string; expiresAt: string; lastUsedAt: string | null; state: "valid" | "expired" | "revoked" };
    ErrorAnswer: { error: components["schemas"]["ErrorReport"] };
    ErrorReport: { code: string; message: string; at: { [name: string]: string | number }; fix: string; owner: string; retry: string; others?: (components["schemas"]["ErrorReport"])[] };
    Me: { kind: "user" | "token"; name: string; role: "viewer" | "operator" | "administrator"; rights: ("view" | "operate" | "administer" | "content")[]; passwordTemporary: boolean; sessionExpiresAt: string | null };
    NewApiToken: { token: components["schemas"]["ApiToken"]; text: string };
    Setup: { needed: boolean; codeNeeded: boolean; session: boolean };
    User: { name: string; role: "viewer" | "operator" | "administrator"; readsContent: boolean; disabled: boolean; passwordTemporary: boolean; createdAt: string; createdBy: string; lastSignInAt: string | null };
    UserWithPassword: { user: components["schemas"]["User"]; password?: string };
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
}
