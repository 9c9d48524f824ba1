const verdicts: Readonly<Record<string, readonly [state: string, word: string]>> = {
  fits: ["pass", "fits"],
  conditions: ["warn", "fits, with conditions"],
  notYet: ["fail", "not yet"],
};

export function verdictWord(verdict: string): string {
  return verdicts[verdict]?.[1] ?? verdict;
}

export function verdictState(verdict: string): string {
  return verdicts[verdict]?.[0] ?? "unknown";
}
