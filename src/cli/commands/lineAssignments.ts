import { ConnectorError } from "../../errors/connectorError.ts";

/**
 * What a person says of a partner's lines: `0=2` puts the partner's line 0 to the order's line 2, `0=none` leaves it out.
 *
 * @param code raised for a text of another form
 * @throws {ConnectorError} DRAFT_LINE_UNKNOWN, INBOUND_LINE_UNKNOWN
 */
export function readLineAssignments(
  texts: readonly string[],
  code: "DRAFT_LINE_UNKNOWN" | "INBOUND_LINE_UNKNOWN",
): { index: number; line: number | null }[] {
  return texts.map((text) => {
    const [, index, line] = /^(\d+)=(\d+|none)$/.exec(text) ?? [];
    if (index === undefined || line === undefined)
      throw new ConnectorError(code, `${JSON.stringify(text)} is not of the form 0=2 or 0=none`);
    return { index: Number(index), line: line === "none" ? null : Number(line) };
  });
}
