import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { adviceOnScreen } from "../../design/advice.ts";
import { Instant } from "../../design/Instant.tsx";
import { ownerWord } from "../../design/ownerWord.ts";
import { Panel } from "../../design/Panel.tsx";
import { Prose } from "../../design/Prose.tsx";
import { Status, ToneMark } from "../../design/Status.tsx";
import type { HomeData } from "./Home.tsx";

type Need = HomeData["needs"][number];
type Alert = HomeData["alerts"][number];

/** Whose job it is first, then the cause; one line stands for all that one repair sets free. */
export function Needs({ needs, alerts }: { needs: readonly Need[]; alerts: readonly Alert[] }): JSX.Element {
  // What is counted below as a cause needs no alert beside it.
  const further = alerts.filter((alert) => !needs.some(({ code, link }) => code === alert.code && link === alert.link));
  const owners = [...new Set([...needs, ...further].map(({ owner }) => owner))].sort();
  if (owners.length === 0) {
    return (
      <section
        aria-label="What needs a person"
        className="flex items-center gap-3 rounded-lg border border-good/40 bg-good-soft px-5 py-4"
      >
        <span className="[&>svg]:size-5">
          <ToneMark tone="good" />
        </span>
        <div>
          <h2 className="font-semibold">Nothing needs a person now</h2>
          <p className="text-sm">What was read was sent, or left out by a rule that you set.</p>
        </div>
      </section>
    );
  }
  return (
    <Panel title="What needs a person" hint="By whose job it is, and by cause." flush>
      {owners.map((owner) => (
        <section key={owner} aria-label={ownerWord(owner)}>
          <h3 className="bg-sunken px-4 py-1.5 text-xs font-semibold">For the {ownerWord(owner)}</h3>
          <ul>
            {further
              .filter((alert) => alert.owner === owner)
              .map((alert) => (
                <li
                  key={alert.id}
                  className="grid gap-x-6 gap-y-1 border-t border-line px-4 py-3 first:border-t-0 md:grid-cols-[7rem_1fr_1fr]"
                >
                  <Status state="open" tone="warn" plain>
                    alert
                  </Status>
                  <div className="min-w-0">
                    <p className="font-medium break-words">
                      <Prose text={alert.message} />
                    </p>
                    <p className="text-xs text-muted">
                      {alert.link === null ? "" : `link ${alert.link}, `}
                      since <Instant at={alert.firstAt} relative />
                      {alert.count > 1 && `, ${alert.count} times`} <span className="font-mono">{alert.code}</span>
                    </p>
                  </div>
                  <p className="min-w-0 text-sm">
                    <Prose text={adviceOnScreen(alert.code, alert.fix)} />
                  </p>
                </li>
              ))}
            {needs
              .filter((need) => need.owner === owner)
              .map((need) => (
                <li
                  key={`${need.link} ${need.code} ${need.about} ${need.state}`}
                  className="grid gap-x-6 gap-y-1 border-t border-line px-4 py-3 first:border-t-0 md:grid-cols-[7rem_1fr_1fr]"
                >
                  <Status state={need.state} plain>
                    {need.count} {aboutWord(need.about, need.count)}
                  </Status>
                  <div className="min-w-0">
                    <p className="font-medium break-words">
                      <NeedLink need={need} />
                    </p>
                    <p className="text-xs break-words text-muted">
                      {need.example.key}: <Prose text={need.example.message ?? ""} />. Since{" "}
                      <Instant at={need.since} relative />. <span className="font-mono">{need.code}</span>
                    </p>
                  </div>
                  <p className="min-w-0 text-sm">
                    <Prose text={adviceOnScreen(need.code, need.fix)} />
                  </p>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </Panel>
  );
}

/** To where it can be mended. */
function NeedLink({ need: { about, code, link, state, meaning } }: { need: Need }): JSX.Element {
  if (about === "inbound") {
    return (
      <Link to="/inbox" search={{ link, state }} className="link">
        <Prose text={meaning} />
      </Link>
    );
  }
  if (about === "poll") {
    return (
      <Link to="/runs" search={{ link, kind: "poll", state }} className="link">
        <Prose text={meaning} />
      </Link>
    );
  }
  return (
    <Link to="/errors" search={{ code, link, state }} className="link">
      <Prose text={meaning} />
    </Link>
  );
}

const words: Readonly<Record<string, readonly [string, string]>> = {
  vendor: ["vendor", "vendors"],
  purchaseOrder: ["order", "orders"],
  functionalAcknowledgment: ["997", "997s"],
  inbound: ["message", "messages"],
  poll: ["poll", "polls"],
};

function aboutWord(about: string, count: number): string {
  return words[about]?.[count === 1 ? 0 : 1] ?? about;
}
