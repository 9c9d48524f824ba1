/**
 * A simulated trading partner behind the simulated Cleo: it gets the orders that are uploaded and answers them with 997, 855,
 * 856 and 810, as it is told: right or wrong, late, twice, out of order, by webhook or by folder, as X12 or JSON.
 *
 * Orders and answers are worked on one after the other, so that the same orders and options give the same documents with the
 * same numbers, in the same order.
 */
import type { SandboxClock } from "../clock.ts";
import { seededRandom } from "../faults.ts";
import { answerTo } from "./answer.ts";
import { jsonAnswer } from "./jsonAnswer.ts";
import {
  type AnswerHow,
  type AnswerPlan,
  type AnswerType,
  answerPlan,
  type CompleteAnswerPlan,
  type PartnerOptions,
} from "./options.ts";
import { type OrderReceived, ordersIn } from "./orderReceived.ts";
import { pushToWebhook } from "./push.ts";
import { x12Acknowledgment, x12Answer } from "./x12Answer.ts";

/** One sending of one document. */
export interface SentAnswer {
  seq: number;
  at: string;
  type: AnswerType;
  how: AnswerHow;
  /** The order that is answered. */
  purchaseOrder: string;
  by: "webhook" | "folder";
  format: "x12" | "json";
  fileName: string;
  /** ISA13; none of JSON. */
  interchange?: string;
  content: string;
  /** What the webhook answered; 0 where no answer came. None by folder. */
  status?: number;
  receiptId?: string;
}

export interface TradingPartner {
  /** Looks into an uploaded file; answers by itself where it is told to. */
  take(content: Buffer): void;
  /** The numbers of the orders that came, in their order. */
  orders(): string[];
  /**
   * Answers an order now, and resolves when that is sent.
   *
   * @throws RangeError where no such order came
   */
  answer(purchaseOrder: string, plans: readonly AnswerPlan[]): Promise<SentAnswer[]>;
  sent(since: number): SentAnswer[];
  /** Other manners from now on. */
  behave(change: Partial<PartnerOptions>): void;
  /** Resolves when all that was begun is sent. */
  idle(): Promise<void>;
  clear(): void;
}

export interface PartnerSurroundings {
  clock: SandboxClock;
  seed: number;
  pause: (ms: number) => Promise<void>;
  /** False where there is no such folder. */
  leave: (folder: string, name: string, content: Buffer, contentType: string) => boolean;
  onDefect: (error: unknown) => void;
}

/** What `any` may turn out as. */
const manners: Readonly<Record<AnswerType, readonly AnswerHow[]>> = {
  "997": ["right", "right", "acceptedWithErrors", "rejected", "broken"],
  "855": [
    "right",
    "right",
    "changedDate",
    "changedQuantity",
    "changedPrice",
    "rejected",
    "unknownItem",
    "unknownOrder",
    "broken",
  ],
  "856": ["right", "right", "partial", "wrongQuantity", "unknownItem", "unknownOrder", "broken"],
  "810": ["right", "right", "partial", "changedPrice", "wrongQuantity", "wrongTotal", "unknownOrder", "broken"],
};

export function createTradingPartner(given: PartnerOptions, surroundings: PartnerSurroundings): TradingPartner {
  const { clock, pause, leave, onDefect } = surroundings;
  let options = given;
  let random = seededRandom(surroundings.seed);
  let orders = new Map<string, OrderReceived>();
  let log: SentAnswer[] = [];
  let interchange = options.firstNumber - 1;
  let document = 0;
  let seq = 0;
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const next = queue.then(work);
    queue = next.catch(() => {});
    return next;
  };

  const mannersFor = (order: OrderReceived) => ({
    ...options,
    ...(options.partners[order.vendor ?? ""] ?? options.partners[order.envelope.receiver.id]),
  });

  async function carryOut(order: OrderReceived, plan: CompleteAnswerPlan): Promise<SentAnswer[]> {
    await pause(plan.afterMs);
    const drawn = manners[plan.type];
    const how = plan.how === "any" ? (drawn[Math.floor(random() * drawn.length)] ?? "right") : plan.how;
    const own = mannersFor(order);
    const by = plan.by ?? own.by ?? (options.webhook.url ? "webhook" : "folder");
    const format = plan.type === "997" ? "x12" : (plan.format ?? own.format ?? (order.group ? "x12" : "json"));
    const written = write(order, plan, how, format);
    if (written === undefined) return [];
    const subfolder = options.foldersByType ? `/${plan.type}` : "";
    const sendings: SentAnswer[] = [];
    for (let time = 0; time < plan.times; time++) {
      const sent: SentAnswer = {
        seq: ++seq,
        at: clock.now().toISOString(),
        type: plan.type,
        how,
        purchaseOrder: order.number,
        by,
        format,
        fileName: written.fileName,
        ...(written.interchange !== undefined && { interchange: written.interchange }),
        content: written.content.toString("utf8"),
      };
      if (by === "folder") {
        const name = time === 0 ? written.fileName : written.fileName.replace(/(\.\w+)$/, `.${time}$1`);
        const type = format === "x12" ? "application/edi-x12" : "application/json";
        if (!leave(`${options.folder}${subfolder}`, name, written.content, type)) {
          throw new RangeError(`there is no folder ${options.folder}${subfolder}`);
        }
      } else {
        if (options.webhook.url === undefined) throw new RangeError("the partner has no webhook to push to");
        const event = {
          eventId: `${written.fileName}`,
          documentType: plan.type,
          format,
          partnerId: order.vendor ?? order.envelope.receiver.id,
          poNumber: order.number,
          fileName: written.fileName,
          occurredAt: sent.at,
        };
        Object.assign(sent, await pushToWebhook(options.webhook, written.content, event, pause));
      }
      log.push(sent);
      sendings.push(sent);
    }
    return sendings;
  }

  function write(
    order: OrderReceived,
    plan: CompleteAnswerPlan,
    how: AnswerHow,
    format: "x12" | "json",
  ): { content: Buffer; fileName: string; interchange?: string } | undefined {
    if (how !== "reusedNumber") interchange += 1;
    document += 1;
    const now = clock.now().toISOString();
    const numbers = {
      interchange: Math.max(1, interchange),
      group: Math.max(1, interchange),
      date: now.slice(0, 10),
      time: now.slice(11, 16),
    };
    let content: Buffer | undefined;
    if (plan.type === "997") {
      content = x12Acknowledgment(order, how, numbers);
      if (content === undefined) return undefined;
    } else {
      const number = `${{ "855": "SO", "856": "SHP", "810": "INV" }[plan.type]}-${order.number}-${document}`;
      const answer = answerTo(order, plan.type, {
        how,
        number,
        today: clock.today(),
        purchaseOrder: plan.purchaseOrder,
      });
      content = format === "x12" ? x12Answer(answer, order.envelope, numbers) : jsonAnswer(answer, order.envelope);
    }
    if (how === "broken") content = content.subarray(0, Math.floor(content.length * 0.7));
    return {
      content,
      fileName: `${plan.type}_${order.number}_${document}.${format === "x12" ? "edi" : "json"}`,
      ...(format === "x12" && { interchange: String(numbers.interchange).padStart(9, "0") }),
    };
  }

  async function carryOutAll(order: OrderReceived, plans: readonly CompleteAnswerPlan[]): Promise<SentAnswer[]> {
    const sent: SentAnswer[] = [];
    for (const plan of plans) sent.push(...(await carryOut(order, plan)));
    return sent;
  }

  return {
    take(content) {
      for (const order of ordersIn(content)) {
        orders.set(order.number, order);
        if (options.automatic) inTurn(() => carryOutAll(order, mannersFor(order).answers ?? [])).catch(onDefect);
      }
    },
    orders: () => [...orders.keys()],
    answer(purchaseOrder, plans) {
      const order = orders.get(purchaseOrder);
      if (order === undefined) throw new RangeError(`the partner got no order ${purchaseOrder}`);
      return inTurn(() =>
        carryOutAll(
          order,
          plans.map((plan) => answerPlan.parse(plan)),
        ),
      );
    },
    sent: (since) => log.filter((each) => each.seq > since),
    behave(change) {
      options = { ...options, ...change };
    },
    async idle() {
      // What is begun while this waits is waited for as well.
      for (let waitedFor: unknown; waitedFor !== queue; ) {
        waitedFor = queue;
        await queue;
      }
    },
    clear() {
      orders = new Map();
      log = [];
      options = given;
      random = seededRandom(surroundings.seed);
      interchange = given.firstNumber - 1;
      document = 0;
    },
  };
}
