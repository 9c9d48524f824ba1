import { type Decimal, parseDecimal } from "../../decimal/decimal.ts";
import { ConnectorError, type ErrorReport } from "../../errors/connectorError.ts";

/** An inbound document in canonical form, or every reason why it cannot be used. */
export type Read<Document> = { document: Document } | { problems: ErrorReport[] };

/** What is wrong with an inbound document, gathered while it is read. */
export class Unusable {
  readonly problems: ErrorReport[] = [];
  readonly #document: string;

  /** @param document how people call the document, such as `invoice 4711` */
  constructor(document: string) {
    this.#document = document;
  }

  /** @param element X12 position or JSON member, such as `SN102` */
  note(element: string, message: string): void {
    this.problems.push(
      new ConnectorError("ANSWER_UNUSABLE", message, { at: { document: this.#document, element } }).report(),
    );
  }

  /** The value as an exact decimal; noted and zero where it is none. */
  decimal(element: string, text: string | undefined, what: string): Decimal {
    const value = text === undefined ? undefined : parseDecimal(text);
    if (value === undefined) {
      this.note(element, `${what} has no readable number`);
      return "0" as Decimal;
    }
    return value;
  }

  /** The text; noted and empty where it is absent. */
  text(element: string, value: string | undefined, what: string): string {
    const text = value?.trim() ?? "";
    if (text === "") this.note(element, `${what} is missing`);
    return text;
  }

  /** What was read, unless something is wrong with it. */
  unless<Document>(document: Document): Read<Document> {
    return this.problems.length > 0 ? { problems: this.problems } : { document };
  }
}

/** A trimmed text, absent where it is empty. */
export function present(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === "" ? undefined : trimmed;
}

/** An exact decimal, absent where there is none. */
export function amountOf(text: string | undefined): Decimal | undefined {
  return text === undefined ? undefined : parseDecimal(text);
}
