/** X12: reading, validation, writing and schemas. No dependency, no knowledge of who uses it. */
export * from "./schema/definition.ts";
export {
  codeMeaning,
  elementDefinition,
  functionalIdOf,
  knownSets,
  releaseFor,
  releaseSchema,
  schemaFor,
  segmentDefinition,
} from "./schema/schema.ts";
