import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where a Chromium is installed; `CHROMIUM` names another one. */
export const chromiumPath: string | undefined = [process.env.CHROMIUM ?? "", ...places].find((path) =>
  existsSync(path),
);

export function launchChromium(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error("there is no Chromium: apt-get install chromium");
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // Code that runs once is not worth compiling beside it.
      "--js-flags=--single-threaded",
    ],
  });
}
