import type { IconName } from "../design/Icon.tsx";

export interface Place {
  to: string;
  title: string;
  icon: IconName;
}

export const places: readonly Place[] = [{ to: "/settings", title: "Settings", icon: "settings" }];
