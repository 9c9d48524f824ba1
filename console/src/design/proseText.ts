/** Text of the registry in parts: what stands between backticks is to be read as it is written. */
export function proseParts(text: string): { text: string; literal: boolean }[] {
  return text
    .split(/`([^`]+)`/)
    .map((part, index) => ({ text: part, literal: index % 2 === 1 }))
    .filter((part) => part.text !== "");
}

/** The same where no markup can be, such as in a tooltip. */
export function plainText(text: string): string {
  return proseParts(text)
    .map((part) => part.text)
    .join("");
}
