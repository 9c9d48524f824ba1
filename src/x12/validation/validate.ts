import type { ValidationReport } from "./report.ts";
import type { ValidationOptions } from "./validationOptions.ts";
import { Validator } from "./validator.ts";

/**
 * Validates a whole input, or one that arrives in chunks. Never throws for what the input holds: everything that is wrong
 * with it is in the report.
 *
 *     const report = validate(bytes);
 *     if (!report.accepted) for (const fault of report.faults) console.log(fault.line, fault.message);
 *
 *     await validate(createReadStream(path), { collect: false, onSet: (set) => ... });   // any size, constant memory
 */
export function validate(input: Uint8Array, options?: ValidationOptions): ValidationReport;
export function validate(input: AsyncIterable<Uint8Array>, options?: ValidationOptions): Promise<ValidationReport>;
export function validate(
  input: Uint8Array | AsyncIterable<Uint8Array>,
  options: ValidationOptions = {},
): ValidationReport | Promise<ValidationReport> {
  const validator = new Validator(options);
  return input instanceof Uint8Array ? validator.finish(input) : drain(input, validator);
}

async function drain(input: AsyncIterable<Uint8Array>, validator: Validator): Promise<ValidationReport> {
  for await (const chunk of input) validator.push(chunk);
  return validator.finish();
}
