/**
 * Reading a list that changes while it is read.
 *
 * A service pages by position: "leave out n rows, send the next". Between two requests rows may be added, removed, or
 * moved (an edited order moves to the end of a list sorted by date), which shifts the others: a row that slides from
 * the next page into the last one would never be seen. Therefore each page is asked for some rows early. Rows that did
 * not change keep their order, so one unchanged row that was read before proves that everything behind it is still
 * ahead. If the new page holds none, something slid away: reading steps back a page and looks again, down to the start.
 *
 * The price is a few rows per page, and at times some rows read twice; the content hash makes that harmless. A page that
 * is shorter than asked for is no end: servers cap pages. The end is an empty page or the announced total; a total that is
 * reached on the first page is only believed if nothing stands behind it, because some services count the page.
 *
 * All of it is a pure function of what arrived; `readPages.ts` does the asking.
 */
export interface ArrivedRow {
  /** Equal for rows of equal content. */
  digest: string;
}

/** Where to go on, also after a restart. */
export interface PageCursor {
  /** Rows read from the start of the list. */
  skip: number;
  /** Digest of the last row read; without it the first page is not checked for shifts. */
  anchor?: string;
}

export interface PagingState {
  /** Position behind the last row read. */
  position: number;
  /** Digests of the rows read last, newest last. */
  recent: readonly string[];
  /** Rows of the largest page so far. */
  largest: number;
  stepsBack: number;
  /** How often reading had to go back to the start of the list. */
  fromStart: number;
  /** Pages in a row that brought nothing new. */
  barren: number;
  pages: number;
  /** The announced total was once beyond what had been read: it counts all pages, not one. */
  totalAhead: boolean;
}

export interface PageAsked {
  skip: number;
  /** Rows at the start of the page that were read already; 0 where it begins behind the last one. */
  overlap: number;
}

export type PageVerdict =
  /** Indexes of the rows that were not read yet; the next request, or none at the end. */
  | { kind: "read"; fresh: number[]; state: PagingState; next: PageAsked | undefined }
  | { kind: "again"; state: PagingState; next: PageAsked }
  | { kind: "stuck" }
  | { kind: "unstable" };

/** How many rows may slide at once without a step back. */
const overlapWanted = 5;
const recentKept = 1000;
const stepsBackAllowed = 8;
const startsAllowed = 5;
/** More than the overlap: a server may send its rows one by one. */
const barrenAllowed = 8;

export function startPaging(cursor: PageCursor = { skip: 0 }): { state: PagingState; next: PageAsked } {
  const recent = cursor.anchor === undefined ? [] : [cursor.anchor];
  const state = {
    position: cursor.skip,
    recent,
    largest: 0,
    stepsBack: 0,
    fromStart: 0,
    barren: 0,
    pages: 0,
    totalAhead: false,
  };
  return { state, next: askBehind(state) };
}

/**
 * @param maxPages requests of one run; more are taken for a service without end
 * @param total rows of all pages, where the service says it
 */
export function judgePage(
  state: PagingState,
  asked: PageAsked,
  rows: readonly ArrivedRow[],
  total: number | undefined,
  maxPages: number,
): PageVerdict {
  const pages = state.pages + 1;
  if (rows.length === 0) {
    if (asked.overlap > 0 && asked.skip > 0) return stepBack(state, asked, pages);
    // Everything that was ever read is gone, or a page behind the last one is empty: the end either way.
    return { kind: "read", fresh: [], state: { ...state, pages }, next: undefined };
  }
  if (pages > maxPages) return { kind: "stuck" };
  const known = new Set(state.recent);
  const seen = rows.map((row) => known.has(row.digest));
  const largest = Math.max(state.largest, rows.length);
  if (asked.overlap > 0 && asked.skip > 0 && !seen.includes(true)) return stepBack({ ...state, largest }, asked, pages);

  const fresh = seen.flatMap((was, index) => (was ? [] : [index]));
  // Behind a step back, old rows are what was looked for.
  const barren = fresh.length > 0 ? 0 : state.stepsBack > 0 ? state.barren : state.barren + 1;
  if (barren > barrenAllowed) return { kind: "stuck" };
  const after: PagingState = {
    position: asked.skip + rows.length,
    recent: [...state.recent, ...fresh.map((index) => rows[index]?.digest ?? "")].slice(-recentKept),
    largest,
    stepsBack: fresh.length > 0 ? 0 : state.stepsBack,
    fromStart: state.fromStart,
    barren,
    pages,
    totalAhead: state.totalAhead || (total !== undefined && total > asked.skip + rows.length),
  };
  const reached = after.position === total && (state.totalAhead || fresh.length === 0);
  // A service that pays no heed to the position, but says that this is all.
  const allAgain = fresh.length === 0 && rows.length === total && rows.length > asked.overlap;
  if (reached || allAgain) return { kind: "read", fresh, state: after, next: undefined };
  return {
    kind: "read",
    fresh,
    state: after,
    next: fresh.length > 0 ? askBehind(after) : askBeyond(after, asked, rows.length),
  };
}

export function cursorOf(state: PagingState): PageCursor {
  const anchor = state.recent.at(-1);
  return { skip: state.position, ...(anchor === undefined ? {} : { anchor }) };
}

function askBehind(state: PagingState): PageAsked {
  const overlap = Math.min(
    state.recent.length,
    state.position,
    overlapWanted,
    Math.max(1, Math.floor(state.largest / 2)),
  );
  return { skip: state.position - overlap, overlap };
}

/** After a page of old rows alone, always further on: with server-capped pages, more may stand behind them. */
function askBeyond(state: PagingState, asked: PageAsked, arrived: number): PageAsked {
  if (arrived <= asked.overlap) return { skip: state.position, overlap: asked.overlap - arrived };
  const overlap = Math.min(askBehind(state).overlap, arrived - 1);
  return { skip: state.position - overlap, overlap };
}

/** Page by page at first; then to the start, where nothing can lie before. */
function stepBack(state: PagingState, asked: PageAsked, pages: number): PageVerdict {
  const stepsBack = state.stepsBack + 1;
  const toStart = stepsBack > stepsBackAllowed || asked.skip <= state.largest;
  const fromStart = state.fromStart + (toStart ? 1 : 0);
  if (fromStart > startsAllowed) return { kind: "unstable" };
  const skip = toStart ? 0 : asked.skip - Math.max(1, state.largest - 1);
  return { kind: "again", state: { ...state, stepsBack, fromStart, pages }, next: { skip, overlap: 1 } };
}
