import { answerPlan, type CompleteAnswerPlan } from "./options.ts";

/**
 * An answer as one word: `TYPE[=HOW][:xTIMES][+MILLISECONDS]`, such as `997`, `855=changedDate`, `856:x2`, `810=any+5000`.
 *
 * @throws RangeError where it is none
 */
export function parseAnswer(word: string): CompleteAnswerPlan {
  const match = /^(997|855|856|810)(?:=([a-zA-Z]+))?(?::x(\d{1,2}))?(?:\+(\d{1,7}))?$/.exec(word);
  if (match === null) throw new RangeError(`not an answer: ${word.slice(0, 60)}; write e.g. 855=changedDate:x2+5000`);
  const [, type, how, times, afterMs] = match;
  const plan = answerPlan.safeParse({
    type,
    ...(how !== undefined && { how }),
    ...(times !== undefined && { times: Number(times) }),
    ...(afterMs !== undefined && { afterMs: Number(afterMs) }),
  });
  if (!plan.success) throw new RangeError(`not an answer: ${word.slice(0, 60)}: ${plan.error.issues[0]?.message}`);
  return plan.data;
}
