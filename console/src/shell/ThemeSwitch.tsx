import type { JSX } from "react";
import { Icon, type IconName } from "../design/Icon.tsx";
import { type Theme, useTheme } from "../design/useTheme.ts";

const themes: readonly (readonly [Theme, IconName, string])[] = [
  ["system", "system", "as the system"],
  ["light", "sun", "light"],
  ["dark", "moon", "dark"],
];

/** One button that goes round; its label tells what is chosen and what comes next. */
export function ThemeSwitch(): JSX.Element {
  const [theme, choose] = useTheme();
  const at = themes.findIndex(([value]) => value === theme);
  const [, icon, word] = themes[at] ?? ["system", "system", "as the system"];
  const next = themes[(at + 1) % themes.length] ?? ["system", "system", "as the system"];
  const label = `Theme: ${word}. Change to ${next[2]}`;
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => choose(next[0])}
      className="rounded-md p-2 hover:bg-hover"
    >
      <Icon name={icon} />
    </button>
  );
}
