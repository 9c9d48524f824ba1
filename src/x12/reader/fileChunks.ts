import { open } from "node:fs/promises";

/**
 * A file in chunks, read into two buffers in turn: memory stays at their size, where a stream leaves a new buffer behind for
 * every chunk. A chunk, and tokens that lie in it, hold until the chunk after the next is asked for.
 *
 *     await validate(fileChunks(path), { collect: false });
 *
 * Throws what opening and reading the file throws.
 */
export async function* fileChunks(path: string, size = 128 * 1024): AsyncGenerator<Uint8Array, void, undefined> {
  const file = await open(path, "r");
  try {
    let [current, other] = [new Uint8Array(size), new Uint8Array(size)];
    for (;;) {
      const { bytesRead } = await file.read(current, 0, size);
      if (bytesRead === 0) return;
      yield current.subarray(0, bytesRead);
      [current, other] = [other, current];
    }
  } finally {
    await file.close();
  }
}
