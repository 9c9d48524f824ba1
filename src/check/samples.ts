import { readableView, renderReadable } from "../x12/index.ts";
import type { CheckSample } from "./report.ts";
import type { Survey } from "./survey.ts";

/** Some orders as they would be sent today, made readable. */
export function samplesOf(samples: Survey["samples"]): CheckSample[] {
  return samples.flatMap(({ candidate, file }) => {
    if (candidate.type !== "purchaseOrder") return [];
    const bytes = Buffer.from(file.bytes);
    const format = file.contentType === "application/json" ? ("json" as const) : ("x12" as const);
    const readable =
      format === "json"
        ? JSON.stringify(JSON.parse(bytes.toString("utf8")), null, 2)
        : renderReadable(readableView(bytes), { colour: false, width: 80 }).trimEnd();
    return [
      {
        document: candidate.key,
        vendor: candidate.content.vendor.id,
        format,
        fileName: file.fileName,
        folder: file.folder,
        readable,
      },
    ];
  });
}
