/**
 * The tree of a ship notice. HL loops are a flat list; what belongs under what is in HL01 and HL02 alone, whatever
 * order and nesting a sender chose (S-O-I, S-O-P-I, S-P-O-I, S-O-T-P-I and others).
 */
import { formatScaled, parseScaled, plus } from "../values/scaledDecimal.ts";
import type { ProductId } from "./commerce.ts";
import type { Marks, OrderReference, ShipmentLevel, ShipNotice856 } from "./shipNotice856.ts";

export interface ShipmentNode {
  level: ShipmentLevel;
  parent: ShipmentNode | undefined;
  children: ShipmentNode[];
  /** The purchase order that the level and those below it name; `several` where they name different ones. */
  ordersBelow: OrderReference | "several" | undefined;
}

export interface HierarchyFault {
  kind: "unknownParent" | "repeatedId" | "cycle";
  /** Index in the flat list. */
  index: number;
  /** HL01. */
  id: string;
  message: string;
}

export interface Hierarchy {
  roots: ShipmentNode[];
  faults: HierarchyFault[];
}

/**
 * The levels as a tree. Ids may have gaps and come in any order. A level whose parent is unknown, or whose parents
 * run in a circle, stands at the top; of a repeated id the first one is the parent of others.
 */
export function hierarchyOf(levels: readonly ShipmentLevel[]): Hierarchy {
  const faults: HierarchyFault[] = [];
  const byId = new Map<string, ShipmentNode>();
  const nodes = levels.map((level, index): ShipmentNode => {
    const node = { level, parent: undefined, children: [], ordersBelow: undefined };
    if (byId.has(level.id)) {
      faults.push({ kind: "repeatedId", index, id: level.id, message: `HL01 ${level.id} is used before` });
    } else byId.set(level.id, node);
    return node;
  });

  const inCircle = circular(nodes, byId);
  const roots: ShipmentNode[] = [];
  for (const [index, node] of nodes.entries()) {
    const { id, parentId } = node.level;
    const parent = parentId === undefined ? undefined : byId.get(parentId);
    if (parentId !== undefined && parent === undefined) {
      const message = `HL02 ${parentId} names a parent that is not in the set`;
      faults.push({ kind: "unknownParent", index, id, message });
    } else if (inCircle.has(node)) {
      faults.push({ kind: "cycle", index, id, message: `The parents of HL01 ${id} run in a circle` });
    }
    if (parent === undefined || inCircle.has(node)) roots.push(node);
    else {
      node.parent = parent;
      parent.children.push(node);
    }
  }
  gatherOrders(roots);
  return { roots, faults };
}

function gatherOrders(roots: readonly ShipmentNode[]): void {
  const parentsFirst: ShipmentNode[] = [];
  const pending = [...roots];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    parentsFirst.push(node);
    pending.push(...node.children);
  }
  for (const node of parentsFirst.toReversed()) {
    let orders: ShipmentNode["ordersBelow"] = node.level.order;
    for (const { ordersBelow } of node.children) orders = merged(orders, ordersBelow);
    node.ordersBelow = orders;
  }
}

function merged(left: ShipmentNode["ordersBelow"], right: ShipmentNode["ordersBelow"]): ShipmentNode["ordersBelow"] {
  if (left === undefined || right === undefined) return left ?? right;
  if (left === "several" || right === "several") return "several";
  return left.purchaseOrder === right.purchaseOrder ? left : "several";
}

/** The nodes that are their own ancestor. Each node is walked once. */
function circular(nodes: readonly ShipmentNode[], byId: ReadonlyMap<string, ShipmentNode>): Set<ShipmentNode> {
  const circle = new Set<ShipmentNode>();
  const done = new Set<ShipmentNode>();
  for (const start of nodes) {
    const path: ShipmentNode[] = [];
    const onPath = new Set<ShipmentNode>();
    let node: ShipmentNode | undefined = start;
    while (node !== undefined && !done.has(node) && !onPath.has(node)) {
      path.push(node);
      onPath.add(node);
      const { parentId }: ShipmentLevel = node.level;
      node = parentId === undefined ? undefined : byId.get(parentId);
    }
    if (node !== undefined && onPath.has(node)) {
      for (const each of path.slice(path.indexOf(node))) circle.add(each);
    }
    for (const each of path) done.add(each);
  }
  return circle;
}

/** One item level with what its place in the tree says about it. */
export interface ShippedLine {
  /** HL01 of the level. */
  id: string;
  /** From the level itself, the nearest level above that names one, or the only one below its neighbours. */
  order: OrderReference | undefined;
  /** The line of the purchase order: PRF05 of the item, LIN01 or SN101. */
  line: string | undefined;
  products: readonly ProductId[];
  quantity: string;
  unit: string;
  status: string | undefined;
  /** Package marks of the item and of the levels above it, nearest first. */
  marks: readonly Marks[];
}

/**
 * Every shipped quantity once. Quantities under a level that was counted (packs under an item, components) say the same
 * thing again and are left out.
 */
export function shippedLines(notice: ShipNotice856): ShippedLine[] {
  const lines: ShippedLine[] = [];
  const pending = hierarchyOf(notice.levels).roots.toReversed();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const { level } = node;
    if (level.quantity !== undefined && (level.level === "I" || level.item !== undefined)) {
      lines.push(shippedLine(node, level.quantity));
    } else {
      for (const child of node.children.toReversed()) pending.push(child);
    }
  }
  return lines;
}

function shippedLine(node: ShipmentNode, quantity: NonNullable<ShipmentLevel["quantity"]>): ShippedLine {
  const { level } = node;
  return {
    id: level.id,
    order: orderOf(node),
    line: level.order?.line ?? level.item?.line ?? quantity.line,
    products: level.item?.products ?? [],
    quantity: quantity.shipped,
    unit: quantity.unit,
    status: quantity.status,
    marks: ancestors(node).flatMap(({ level: { marks = [] } }) => marks),
  };
}

/** More levels than any ship notice has; a deeper chain is hostile and must not be walked for every line. */
const deepest = 32;

/** The node and those above it, nearest first. */
function ancestors(node: ShipmentNode): ShipmentNode[] {
  const path: ShipmentNode[] = [];
  for (let at: ShipmentNode | undefined = node; at !== undefined && path.length < deepest; at = at.parent)
    path.push(at);
  return path;
}

/** The purchase order of a level; `undefined` where none is named or several could be meant. */
export function orderOf(node: ShipmentNode): OrderReference | undefined {
  const path = ancestors(node);
  const above = path.find(({ level }) => level.order !== undefined);
  if (above !== undefined) return above.level.order;
  const near = path.find(({ ordersBelow }) => ordersBelow !== undefined)?.ordersBelow;
  return near === "several" ? undefined : near;
}

/** What was shipped of one line of one purchase order, in one unit, over all packages. */
export interface ShippedTotal {
  purchaseOrder: string | undefined;
  line: string | undefined;
  products: readonly ProductId[];
  quantity: string;
  unit: string;
  lines: readonly ShippedLine[];
}

/** Adds up an item that is split over several packages. Different units and different products stay apart. */
export function shippedTotals(notice: ShipNotice856): ShippedTotal[] {
  const groups = new Map<string, ShippedLine[]>();
  for (const line of shippedLines(notice)) {
    const products = line.products.map(({ qualifier, id }) => [qualifier, id]);
    const key = JSON.stringify([line.order?.purchaseOrder, line.line, products, line.unit]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [line]);
    else group.push(line);
  }
  return Array.from(groups.values(), (lines) => {
    const [first] = lines as [ShippedLine];
    return {
      purchaseOrder: first.order?.purchaseOrder,
      line: first.line,
      products: first.products,
      quantity: sumOf(lines.map(({ quantity }) => quantity)),
      unit: first.unit,
      lines,
    };
  });
}

function sumOf(quantities: readonly string[]): string {
  const sum = quantities.reduce((total, quantity) => plus(total, parseScaled(quantity) ?? { units: 0n, scale: 0 }), {
    units: 0n,
    scale: 0,
  });
  return formatScaled(sum);
}
