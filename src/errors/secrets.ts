import { defineErrors } from "./entry.ts";

export const secretErrors = defineErrors({});
