import { defineErrors } from "./entry.ts";

export const databaseErrors = defineErrors({});
