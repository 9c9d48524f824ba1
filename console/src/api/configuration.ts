import { queryOptions } from "@tanstack/react-query";
import { client, dataOf } from "./client.ts";

/** The configuration in force, in the form of a file and without secrets. */
export const configurationQuery = queryOptions({
  queryKey: ["configuration"],
  queryFn: () => dataOf(client.GET("/api/configuration")),
});
