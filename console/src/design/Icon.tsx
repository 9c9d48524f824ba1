import type { JSX } from "react";

/** Drawn on a 16 by 16 grid in the colour of the text; every icon stands beside words or has a label on its button. */
const paths = {
  home: "M2.5 7.5 8 2.8l5.5 4.7M4 6.5v6.7h8V6.5",
  document: "M4 1.8h5l3 3v9.4H4zM9 1.8v3h3M6 8h4M6 10.6h4",
  run: "M8 2.2a5.8 5.8 0 1 0 5.8 5.8M8 4.6V8l2.4 1.6M13.6 2.4v3h-3",
  inbox: "M2.2 9.2 4 3h8l1.8 6.2v3.8H2.2zM2.2 9.2h3.3l1 1.8h3l1-1.8h3.3",
  alert: "M8 2 14.4 13.4H1.6zM8 6.4v3.2M8 11.4v.2",
  partner:
    "M5.5 7.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4M1.8 13c.2-2.4 1.6-3.8 3.7-3.8S9 10.6 9.2 13M10.5 7a2 2 0 1 0-.6-3.800M11 9.300c1.8.1 2.9 1.3 3.2 3.4",
  schedule: "M2.5 3.500h11v10h-11zM2.5 6.500h11M5.5 1.800v3M10.5 1.800v3",
  check: "M8 1.8 13.2 3.800v4c0 3.2-2.1 5.3-5.2 6.5-3.1-1.2-5.2-3.3-5.2-6.500v-4zM5.7 8l1.7 1.7 3-3.2",
  audit: "M3.2 2h9.600v12H3.200zM5.6 5h4.800M5.6 7.700h4.800M5.6 10.400h2.6",
  settings: "M2 4.500h6M11.5 4.500H14M2 11.500h2.500M8 11.500h6M9.7 2.800v3.400M6.2 9.800v3.4",
  search: "M7 11.800a4.8 4.8 0 1 0 0-9.6 4.8 4.8 0 0 0 0 9.600M10.6 10.6 14 14",
  menu: "M2 4h12M2 8h12M2 12h12",
  close: "M3.5 3.500l9 9M12.5 3.500l-9 9",
  left: "M10 3 5 8l5 5",
  right: "M6 3l5 5-5 5",
  down: "M3 6l5 5 5-5",
  sun: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6M8 1.500v1.300M8 13.200v1.300M1.5 8h1.300M13.2 8h1.300M3.4 3.400l.9.900M11.7 11.700l.9.900M12.6 3.400l-.9.900M4.3 11.700l-.9.9",
  moon: "M13.2 9.600A5.6 5.6 0 0 1 6.4 2.800a5.6 5.6 0 1 0 6.8 6.800z",
  system: "M2 3h12v8H2zM6 13.600h4",
  user: "M8 7.600a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.400M2.8 13.800c.4-2.8 2.3-4.2 5.2-4.200s4.8 1.4 5.2 4.2",
  download: "M8 2.200v7.600M4.8 6.8 8 10l3.2-3.200M2.5 13.500h11",
  replay: "M3 8a5 5 0 1 1 1.6 3.700M3 12.600V9.200h3.4",
  play: "M4.5 2.800v10.400L13 8z",
  pause: "M5 3v10M11 3v10",
  plus: "M8 3v10M3 8h10",
  external: "M9.5 2.500h4v4M13.5 2.5 7.5 8.500M11.5 9v4.500h-9v-9H7",
  keyboard: "M1.5 4h13v8h-13zM4 6.600h.1M6.6 6.600h.1M9.2 6.600h.1M11.8 6.600h.1M5 9.400h6",
  link: "M6.8 9.200a2.6 2.6 0 0 0 3.7 0l2-2a2.6 2.6 0 0 0-3.7-3.700l-.8.8M9.2 6.800a2.6 2.6 0 0 0-3.7 0l-2 2a2.6 2.6 0 0 0 3.7 3.700l.8-.8",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, className = "" }: { name: IconName; className?: string }): JSX.Element {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      className={`size-4 shrink-0 ${className}`}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  );
}
