export * from "./businessDate.ts";
export type * from "./entities.ts";
