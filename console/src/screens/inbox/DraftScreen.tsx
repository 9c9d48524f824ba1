import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { faultOf } from "../../api/apiError.ts";
import { client, dataOf } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { useRight } from "../../api/session.ts";
import { Button } from "../../design/Button.tsx";
import { EmptyState } from "../../design/EmptyState.tsx";
import { Facts } from "../../design/Facts.tsx";
import { Fault } from "../../design/Fault.tsx";
import { Instant } from "../../design/Instant.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Page } from "../../design/Page.tsx";
import { Panel } from "../../design/Panel.tsx";
import { ReasonField } from "../../design/ReasonField.tsx";
import { Status } from "../../design/Status.tsx";
import { useToast } from "../../design/useToast.tsx";
import { RecordFields } from "../../x12/RecordFields.tsx";
import { draftKindWord } from "./draftKindWord.ts";
import { MatchLines } from "./MatchLines.tsx";

const route = getRouteApi("/framed/drafts/$draftId");

type DraftView = components["schemas"]["DraftView"];

/** One draft: what would enter GP, what speaks against it, and a person's word on it. */
export default function DraftScreen(): JSX.Element {
  const { draftId } = route.useParams();
  const draft = useQuery({
    queryKey: ["drafts", draftId],
    queryFn: () => dataOf(client.GET("/api/drafts/{id}", { params: { path: { id: draftId } } })),
    refetchInterval: 5_000,
  });
  const { data } = draft;
  return (
    <Page
      title={data === undefined ? "Draft" : `Draft ${draftKindWord(data.kind)} ${data.number}`}
      beside={data && <Status state={data.state} />}
      hint={data && `${data.partner}, link ${data.link}`}
    >
      <Loaded query={draft} rows={10}>
        {(view) => <DraftDetail draft={view} />}
      </Loaded>
    </Page>
  );
}

const remainingWords: Readonly<Record<string, string>> = {
  verified: "checked against what GP has on receipts",
  unverified: "not checked: the service does not tell what is on receipts entered by hand",
};

function DraftDetail({ draft }: { draft: DraftView }): JSX.Element {
  const mayOperate = useRight("operate");
  const isOpen = ["review", "blocked", "failed", "inDoubt", "planned"].includes(draft.state);
  return (
    <>
      {draft.error !== null && draft.state !== "created" && <Fault fault={draft.error} />}
      {isOpen &&
        draft.problems.map((problem) => <Fault key={problem.code + problem.message} fault={problem} tone="warn" />)}
      {mayOperate && draft.state === "review" && draft.unmatched.length > 0 && (
        <MatchLines
          unmatched={draft.unmatched}
          orderLines={draft.orderLines}
          save={(lines) =>
            dataOf(client.PUT("/api/drafts/{id}/lines", { params: { path: { id: draft.id } }, body: { lines } }))
          }
          queryKey={["drafts"]}
        />
      )}
      {mayOperate && isOpen && <Decide draft={draft} />}
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <Panel title="What would enter GP" flush>
          {draft.content === null ? (
            <EmptyState icon="document" title="You may not read the content of documents" />
          ) : (
            <RecordFields record={draft.content} selected={undefined} />
          )}
        </Panel>
        <Panel title="At a glance">
          <Facts
            facts={{
              Order:
                draft.orderId === null ? (
                  draft.orderNumber
                ) : (
                  <Link to="/documents/$documentId" params={{ documentId: draft.orderId }} className="link">
                    {draft.orderNumber}
                  </Link>
                ),
              "Comes from":
                draft.inbound === null ? undefined : (
                  <Link to="/inbox/$messageId" params={{ messageId: draft.inbound.messageId }} className="link">
                    {draft.inbound.type}, received <Instant at={draft.inbound.receivedAt} relative />
                  </Link>
                ),
              "Our reference": draft.reference,
              "In GP as": draft.gpNumber,
              "Left to receive": remainingWords[draft.remainingQuantities ?? ""],
              Attempts: draft.attempts,
              "Decided by": draft.decidedBy,
              Decided: draft.decidedAt === null ? undefined : <Instant at={draft.decidedAt} />,
              Reason: draft.decision,
              Identifier: <span className="font-mono text-xs break-all">{draft.id}</span>,
            }}
          />
        </Panel>
      </div>
    </>
  );
}

function Decide({ draft }: { draft: DraftView }): JSX.Element {
  const [reason, setReason] = useState("");
  const queryClient = useQueryClient();
  const toast = useToast();
  const params = { path: { id: draft.id } };
  const given = reason.trim();
  const onSettled = () => queryClient.invalidateQueries({ queryKey: ["drafts"] });
  const again = draft.state === "blocked" || draft.state === "failed";
  const approve = useMutation({
    mutationFn: () => {
      const body = given === "" ? {} : { reason: given };
      return again
        ? dataOf(client.POST("/api/drafts/{id}/replay", { params, body }))
        : dataOf(client.POST("/api/drafts/{id}/approval", { params, body }));
    },
    onSuccess: () => toast({ title: "A worker enters it in GP" }),
    onSettled,
  });
  const reject = useMutation({
    mutationFn: () => dataOf(client.POST("/api/drafts/{id}/rejection", { params, body: { reason: given } })),
    onSuccess: () => toast({ title: "It stays out of GP" }),
    onSettled,
  });
  const needsReason = draft.state === "review" && draft.problems.length > 0;
  const error = approve.error ?? reject.error;
  return (
    <Panel
      title="Your word on it"
      hint="It is entered unposted: a person in GP still looks at it and posts it. Every decision stands in the audit trail."
    >
      <div className="flex flex-col gap-4">
        <div className="max-w-xl">
          <ReasonField
            hint={needsReason ? "Needed: something speaks against it." : "Needed to reject."}
            value={reason}
            onChange={setReason}
          />
        </div>
        {error !== null && <Fault fault={faultOf(error)} />}
        <div className="flex flex-wrap gap-2">
          {(draft.state === "review" || again) && (
            <Button
              look="primary"
              busy={approve.isPending}
              disabled={draft.unmatched.length > 0 || (needsReason && given === "")}
              onClick={() => approve.mutate()}
            >
              {again ? "Try again" : "Approve"}
            </Button>
          )}
          <Button look="danger" busy={reject.isPending} disabled={given.length < 3} onClick={() => reject.mutate()}>
            Reject
          </Button>
        </div>
      </div>
    </Panel>
  );
}
