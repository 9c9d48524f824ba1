/** Why the X12 module could not do what it was asked. Faults of a document are values, not errors. */
export type X12ErrorCode =
  /** Bytes of an element are no text in the encoding that was asked for. */
  | "undecodable"
  /** The input is longer than the caller allows. */
  | "tooLarge"
  /** An option or argument cannot be used. */
  | "usage";

/** Thrown for what a caller must prevent or handle; `code` is stable. */
export class X12Error extends Error {
  override readonly name = "X12Error";
  readonly code: X12ErrorCode;

  constructor(code: X12ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
