/** Whose job something is, as a screen says it; the keys are the owners of the error registry. */
const words: Readonly<Record<string, string>> = {
  "gp-admin": "GP administrator",
  "cleo-admin": "Cleo administrator",
  buyer: "buyer",
  partner: "trading partner",
  operator: "operator of ml-connector",
  "ml-connector": "the makers of ml-connector",
};

export function ownerWord(owner: string): string {
  return words[owner] ?? owner;
}
