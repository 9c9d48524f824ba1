/** The object with its undefined members left out, so that "absent" has one form and equal records are equal JSON. */
export function withoutAbsent<Shape extends object>(
  members: { [Name in keyof Shape]: Shape[Name] | undefined },
): Shape {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(members)) if (value !== undefined) kept[name] = value;
  return kept as Shape;
}
