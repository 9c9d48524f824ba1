import { ConnectorError, type ErrorReport } from "../errors/connectorError.ts";

/** Every fault of a configuration file at once (`CONFIGURATION_INVALID`), in the order of their lines. */
export class ConfigurationError extends ConnectorError {
  readonly problems: readonly ErrorReport[];

  constructor(file: string, problems: readonly ErrorReport[]) {
    const count = problems.length === 1 ? "one fault" : `${problems.length} faults`;
    const list = problems.map((problem) => `\n  line ${problem.at.line ?? "?"}: ${problem.message}`).join("");
    super("CONFIGURATION_INVALID", `the configuration has ${count}${list}`, { at: { file } });
    this.name = "ConfigurationError";
    this.problems = problems;
  }

  override report(): ErrorReport {
    return { ...super.report(), others: [...this.problems] };
  }
}
