import type { LinkProps } from "@tanstack/react-router";
import type { IconName } from "../design/Icon.tsx";

export interface Place {
  to: NonNullable<LinkProps["to"]>;
  title: string;
  icon: IconName;
}

export const places: readonly Place[] = [
  { to: "/documents", title: "Documents", icon: "document" },
  { to: "/runs", title: "Runs", icon: "run" },
  { to: "/check", title: "Fit check", icon: "check" },
  { to: "/settings", title: "Settings", icon: "settings" },
];
