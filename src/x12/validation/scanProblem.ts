/** What the scanner tells about bytes, as faults. */

import type { Scanner } from "../reader/scanner.ts";
import type { ScanProblem } from "../reader/scanProblem.ts";
import { idNumber } from "../reader/segmentId.ts";
import { elementText } from "../reader/tokenize.ts";
import type { FaultCode } from "./faultCodes.ts";
import type { Level } from "./openEnvelopes.ts";

export interface Explanation {
  readonly code: FaultCode;
  readonly message: string;
  /** Undefined: the innermost envelope that is open. */
  readonly level: Level | undefined;
}

export function explainProblem({ code, detail }: ScanProblem, scanner: Scanner): Explanation {
  const inInterchange = (message: string): Explanation => ({ code, message, level: "interchange" });
  switch (code) {
    case "byteOrderMark":
      return inInterchange("The input begins with a byte-order mark");
    case "blanksBeforeIsa":
      return inInterchange("Blanks or line breaks stand before ISA");
    case "isaWidth":
      return inInterchange(`ISA does not have its widths, 106 bytes in all: ${widths(scanner)}`);
    case "isaBroken":
      return inInterchange(`An ISA begins here and has ${detail} of its 16 elements`);
    case "isaLineBreak":
      return inInterchange(`A line break stands inside ISA after ${detail} bytes: the file seems to be wrapped`);
    case "componentSeparatorMissing":
      return inInterchange("ISA16, the component separator, is absent");
    case "terminatorMultibyte":
      return inInterchange("The segment terminator is a character of several bytes");
    case "terminatorMissing":
      if (scanner.id === idIea && detail === "end of input") {
        return { code: "terminatorMissingAtEnd", message: "The last IEA has no terminator", level: "interchange" };
      }
      return inInterchange(`A segment ends without a terminator: ${detail}`);
    case "terminatorChanged":
      return inInterchange(`The segment terminator changes from ${detail}`);
    case "lineBreakInSegment": {
      const reason = detail === "" ? "" : `: ${detail}`;
      return { code, message: `A line break stands inside a segment${reason}`, level: undefined };
    }
    case "segmentTooLong":
      return inInterchange(`No terminator within ${detail} bytes`);
    case "emptySegment":
      return { code, message: "A terminator has no segment before it", level: undefined };
  }
}

const idIea = idNumber("IEA");
const isaWidths = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1];

function widths(scanner: Scanner): string {
  const wrong = isaWidths.flatMap((width, index) => {
    const { length } = elementText(scanner, index + 1);
    return length === width ? [] : [`ISA${String(index + 1).padStart(2, "0")} has ${length} of ${width}`];
  });
  return wrong.join(", ");
}
