import { defineErrors } from "./entry.ts";

export const x12Errors = defineErrors({});
