/**
 * JSON of a partner or flow. Numbers that are not small and whole keep their source text, as strings, so that no amount
 * goes through binary floating point (Invariant 10); and no text holds what a database cannot store.
 */
export function parseInboundJson(text: string): { value: unknown } | { fault: string } {
  try {
    return { value: JSON.parse(text.startsWith("\uFEFF") ? text.slice(1) : text, keepExact) };
  } catch (error) {
    // Not the engine's own words: they quote the content.
    if (error instanceof RangeError) return { fault: "it is nested too deeply" };
    const place = /position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
    return { fault: place === undefined ? "it breaks off before its end" : `it is wrong at character ${place}` };
  }
}

const wholeNumber = /^(?:0|-?[1-9]\d{0,14})$/;

function keepExact(_name: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value === "number") {
    const source = context?.source ?? String(value);
    return wholeNumber.test(source) ? value : source;
  }
  return typeof value === "string" ? storableText(value) : value;
}

/** Without NUL and without half of a surrogate pair, which PostgreSQL stores in no text. */
export function storableText(text: string): string {
  return text.includes("\0") || !text.isWellFormed() ? text.replaceAll("\0", "").toWellFormed() : text;
}

/** A value as JSON has it, with every text in it storable. */
export function storable<Value extends object>(value: Value): Value {
  return JSON.parse(JSON.stringify(value), (_name, each) => (typeof each === "string" ? storableText(each) : each));
}
