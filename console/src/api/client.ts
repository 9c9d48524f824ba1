import createClient from "openapi-fetch";
import { errorFrom, unreachable } from "./apiError.ts";
import type { paths } from "./schema.d.ts";

const client = createClient<paths>({
  baseUrl: location.origin,
  credentials: "same-origin",
  // No form and no page of another origin can send it: the server takes a change only with it.
  headers: { "x-requested-with": "ml-connector-console" },
});

client.use({ onError: () => unreachable });

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The data of an answer; every other answer is thrown as an {@link ApiError}. */
async function dataOf<Data>(answer: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await answer;
  if (!response.ok) throw errorFrom(response.status, error);
  return data as Data;
}

export { client, dataOf };
