import { ConnectorError } from "../errors/connectorError.ts";

/**
 * A count such as `--limit 20`: whole, above 0, and cut at `most`.
 *
 * @throws {ConnectorError} USAGE
 */
export function countOption(option: string, text: string, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return Math.min(number, most);
  throw new ConnectorError(
    "USAGE",
    `${option} needs a whole number above 0, not ${JSON.stringify(text.slice(0, 20))}`,
    {
      at: { field: option },
    },
  );
}

/**
 * A time such as `--wait 20`, in milliseconds.
 *
 * @throws {ConnectorError} USAGE
 */
export function secondsOption(option: string, text: string): number {
  const seconds = Number(text);
  if (text.trim() !== "" && Number.isFinite(seconds) && seconds >= 0) return seconds * 1_000;
  throw new ConnectorError("USAGE", `${option} needs seconds, such as 20, not ${JSON.stringify(text.slice(0, 20))}`, {
    at: { field: option },
  });
}
