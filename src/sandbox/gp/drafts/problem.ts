/** Why GP does not take a document. Codes are eConnect's where public code shows them, words of our own elsewhere. */
export interface Problem {
  status: 400 | 404 | 409 | 422;
  code: string;
  message: string;
}

export const problem = (status: Problem["status"], code: string, message: string): Problem => ({
  status,
  code,
  message,
});

/** Thrown inside a check and turned into the answer where the check was called. */
export class DocumentRefused extends Error {
  readonly problems: readonly Problem[];

  constructor(...problems: readonly Problem[]) {
    super(problems.map(({ message }) => message).join(" "));
    this.problems = problems;
  }
}

/** `01/15/2026`, as GP writes dates in its messages. */
export function shownDate(date: string): string {
  return `${date.slice(5, 7)}/${date.slice(8, 10)}/${date.slice(0, 4)}`;
}
