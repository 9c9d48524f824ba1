import { defineErrors } from "./entry.ts";

export const configurationErrors = defineErrors({});
