import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Minutes long in small files, which would come last by themselves, with every other worker idle. */
const longest = ["test/chaos/killedWorkers.test.ts", "test/windows-auth/adLab.integration.test.ts"];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => longest.some((name) => moduleId.endsWith(name));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts", "console/src/**/*.test.ts"],
    globalSetup: ["test/testRun.setup.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // Two processes run all files, each module loaded once in each: a process per file took a sixth of the whole time. What a
    // test changes beyond its own modules it has to put back.
    isolate: false,
    unstubEnvs: true,
    sequence: { sequencer: LongestFirst },
  },
});
