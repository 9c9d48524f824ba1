import { CommanderError } from "commander";
import { reportOf } from "../errors/connectorError.ts";
import { errorRegistry } from "../errors/registry.ts";
import type { ExitCode } from "./command.ts";

/**
 * What a command that ends on a failure exits with: 0 where help or version was asked for, 2 for wrong usage, else what
 * the registry says of the error's code, which is 4 for a defect of ours.
 */
export function exitCodeOf(failure: unknown): ExitCode {
  if (failure instanceof CommanderError) return failure.exitCode === 0 ? 0 : 2;
  return errorRegistry[reportOf(failure).code]?.exit ?? 4;
}
