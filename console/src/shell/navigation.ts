import type { LinkProps } from "@tanstack/react-router";
import type { IconName } from "../design/Icon.tsx";

export interface Place {
  to: NonNullable<LinkProps["to"]>;
  title: string;
  icon: IconName;
}

export const places: readonly Place[] = [
  { to: "/", title: "Home", icon: "home" },
  { to: "/documents", title: "Documents", icon: "document" },
  { to: "/runs", title: "Runs", icon: "run" },
  { to: "/inbox", title: "Inbox", icon: "inbox" },
  { to: "/errors", title: "Errors", icon: "alert" },
  { to: "/links", title: "Links and partners", icon: "link" },
  { to: "/schedules", title: "Schedules", icon: "schedule" },
  { to: "/check", title: "Fit check", icon: "check" },
  { to: "/audit", title: "Audit", icon: "audit" },
  { to: "/settings", title: "Settings", icon: "settings" },
];
