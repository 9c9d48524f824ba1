import { defineErrors } from "./entry.ts";

export const documentErrors = defineErrors({});
