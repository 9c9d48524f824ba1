/** Customers that receivables may name. Customer and vendor ids live in separate tables and may coincide, as ADVANCED0001 does. */
export const customers: readonly { id: string; name: string }[] = [
  { id: "AARONFIT0001", name: "Aaron Fitz Electrical" },
  { id: "ADVANCED0001", name: "Advanced Paper Co." },
  { id: "FABRIKAM0001", name: "Fabrikam, Inc." },
];
