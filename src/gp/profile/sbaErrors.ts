/**
 * How GP's own messages are sorted. eConnect's numbers are those that public code shows; the rest goes by the words of
 * the message, which a site can extend. Tried from the top, the first that fits decides.
 */
import type { ErrorPattern } from "./schema.ts";

export const sbaErrorPatterns: ErrorPattern[] = [
  {
    class: "periodClosed",
    text: "(?:fiscal )?(?:period|year).{0,80}(?:closed|not (?:been )?set ?up|does(?: not|n't) exist)|closed.{0,40}(?:fiscal )?period",
  },
  { class: "periodClosed", codes: ["4906"] },
  {
    class: "recordLocked",
    text: "(?:locked|in use|being edited|being posted|being used).{0,60}(?:user|process|by )|record (?:is )?locked|another user",
  },
  { class: "duplicate", codes: ["8053", "7738"] },
  { class: "duplicate", text: "already (?:exists|been (?:used|entered))|duplicate|must be unique" },
  {
    class: "vendorUnknown",
    text: "vendor.{0,60}(?:does(?: not|n't) exist|not found|not exist|invalid|inactive|unknown)|(?:invalid|unknown|no such) vendor",
  },
  {
    class: "itemUnknown",
    text: "item.{0,60}(?:does(?: not|n't) exist|not found|not exist|invalid|unknown|not assigned)|(?:invalid|unknown|no such) item",
  },
  {
    class: "companyMismatch",
    text: "company.{0,60}(?:does(?: not|n't) exist|not found|invalid|unknown)|(?:invalid|unknown|no such) company",
  },
  {
    class: "accessDenied",
    text: "not (?:mapped|authori[sz]ed|permitted)|access (?:is )?denied|(?:no|not have|insufficient) (?:access|privileges|permissions?|security)|security (?:task|role)",
  },
  { class: "busy", status: [429, 502, 503, 504] },
];
