import type { JSX } from "react";

export type Tone = "good" | "warn" | "bad" | "doubt" | "busy" | "idle";

/** A shape for each tone, so that no state is told by its colour alone. */
const shapes: Readonly<Record<Tone, JSX.Element>> = {
  good: <path d="M6 .8a5.2 5.2 0 1 0 0 10.400A5.2 5.2 0 0 0 6 .8M3.6 6.100l1.7 1.7 3.2-3.5" />,
  warn: <path d="M6 1 11.4 10.800H.6zM6 4.600v2.700M6 8.900v.1" />,
  bad: <path d="M1.2 1.200h9.600v9.600H1.200zM4 4l4 4M8 4 4 8" />,
  doubt: <path d="M6 .5 11.5 6 6 11.5.5 6zM6 3.600v3M6 8.200v.1" />,
  busy: <path d="M6 1a5 5 0 1 0 5 5M6 1a5 5 0 0 1 5 5" />,
  idle: <path d="M6 1.200a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6" />,
};

const tones: Readonly<Record<Tone, string>> = {
  good: "text-good",
  warn: "text-warn",
  bad: "text-bad",
  doubt: "text-doubt",
  busy: "text-accent",
  idle: "text-muted",
};

const grounds: Readonly<Record<Tone, string>> = {
  good: "bg-good-soft",
  warn: "bg-warn-soft",
  bad: "bg-bad-soft",
  doubt: "bg-doubt-soft",
  busy: "bg-accent-soft",
  idle: "bg-sunken",
};

export function ToneMark({ tone }: { tone: Tone }): JSX.Element {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 12 12"
      className={`size-3 shrink-0 ${tones[tone]} ${tone === "busy" ? "animate-spin" : ""}`}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {shapes[tone]}
    </svg>
  );
}

/** What a state of the connector is called on a screen, and how grave it is. */
const states: Readonly<Record<string, readonly [Tone, string]>> = {
  // deliveries and outcomes
  planned: ["idle", "planned"],
  sending: ["busy", "sending"],
  sent: ["good", "sent"],
  failed: ["bad", "failed"],
  blocked: ["bad", "blocked"],
  inDoubt: ["doubt", "in doubt"],
  superseded: ["idle", "superseded"],
  unneeded: ["idle", "not needed"],
  unchanged: ["idle", "unchanged"],
  skipped: ["idle", "skipped"],
  waiting: ["warn", "waiting"],
  // jobs
  queued: ["idle", "queued"],
  running: ["busy", "running"],
  resting: ["warn", "resting"],
  succeeded: ["good", "succeeded"],
  canceled: ["idle", "canceled"],
  // history of a document
  seen: ["idle", "seen"],
  changed: ["busy", "changed"],
  disappeared: ["warn", "gone from GP"],
  returned: ["idle", "returned"],
  replayed: ["idle", "replay asked for"],
  // check lines
  pass: ["good", "pass"],
  warn: ["warn", "warning"],
  fail: ["bad", "fail"],
  unverified: ["doubt", "unverified"],
  // inbound
  received: ["idle", "received"],
  read: ["good", "read"],
  processing: ["busy", "processing"],
  done: ["good", "done"],
  review: ["warn", "needs review"],
  ignored: ["idle", "ignored"],
  quarantined: ["bad", "quarantined"],
  duplicate: ["idle", "duplicate"],
  accepted: ["good", "accepted"],
  acceptedWithErrors: ["warn", "accepted with errors"],
  partlyAccepted: ["warn", "partly accepted"],
  rejected: ["bad", "rejected"],
  overdue: ["warn", "overdue"],
  draft: ["warn", "draft"],
  creating: ["busy", "being entered in GP"],
  created: ["good", "created in GP"],
  approved: ["good", "approved"],
  // health and schedules
  up: ["good", "up"],
  down: ["bad", "down"],
  unknown: ["doubt", "not known yet"],
  active: ["good", "active"],
  paused: ["warn", "paused"],
  disabled: ["idle", "disabled"],
  open: ["bad", "open"],
  cleared: ["good", "cleared"],
};

/** For a state that this console does not know the word of, the word itself. */
export function toneOf(state: string): Tone {
  return states[state]?.[0] ?? "idle";
}

export function stateWord(state: string): string {
  return states[state]?.[1] ?? state.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}

interface StatusProps {
  state: string;
  /** Instead of the state's own word. */
  children?: React.ReactNode;
  tone?: Tone;
  /** Without the tinted ground, for dense tables. */
  plain?: boolean;
}

export function Status({ state, children, tone = toneOf(state), plain = false }: StatusProps): JSX.Element {
  return (
    <span
      className={`inline-flex items-center gap-1.5 text-xs font-medium whitespace-nowrap ${tones[tone]} ${plain ? "" : `rounded-full px-2 py-0.5 ${grounds[tone]}`}`}
    >
      <ToneMark tone={tone} />
      {children ?? stateWord(state)}
    </span>
  );
}
