import type { ComponentProps, JSX } from "react";
import { Icon, type IconName } from "./Icon.tsx";

export type ButtonLook = "primary" | "secondary" | "quiet" | "danger";

const looks: Readonly<Record<ButtonLook, string>> = {
  primary: "bg-accent text-on-accent border-transparent hover:bg-accent-strong",
  secondary: "bg-surface text-text border-line-strong hover:bg-hover",
  quiet: "bg-transparent text-text border-transparent hover:bg-hover",
  danger: "bg-surface text-bad border-bad hover:bg-bad-soft",
};

/** For what looks like a button, be it a link or the label of a menu. */
export function buttonClass(look: ButtonLook = "secondary", size: "small" | "normal" = "normal"): string {
  const room = size === "small" ? "min-h-7 px-2 text-xs" : "min-h-9 px-3 text-sm";
  return `inline-flex items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap select-none disabled:opacity-55 ${room} ${looks[look]}`;
}

interface ButtonProps extends Omit<ComponentProps<"button">, "className"> {
  look?: ButtonLook;
  size?: "small" | "normal";
  icon?: IconName;
  /** Under way: stays focusable and says so. */
  busy?: boolean;
}

export function Button({ look, size, icon, busy = false, children, ...rest }: ButtonProps): JSX.Element {
  return (
    <button
      type="button"
      {...rest}
      className={buttonClass(look, size)}
      aria-busy={busy}
      disabled={rest.disabled || busy}
    >
      {busy ? <Spinner /> : icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  );
}

export function Spinner(): JSX.Element {
  return (
    <svg aria-hidden="true" viewBox="0 0 16 16" className="size-4 shrink-0 animate-spin" fill="none">
      <circle cx="8" cy="8" r="6" stroke="currentColor" strokeOpacity="0.25" strokeWidth="2" />
      <path d="M14 8a6 6 0 0 0-6-6" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
